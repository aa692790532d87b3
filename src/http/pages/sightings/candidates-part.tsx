import type { CandidateItem } from '../../../services/search/candidate-list.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { Strength } from './strength.tsx';

/** Children whom a search proposes, in no order: whoever still has to judge must not be told what the machine thinks. */
export const Candidates = ({ candidates }: { readonly candidates: readonly CandidateItem[] }) => {
  const { t, can } = usePage();
  const isWaiting = candidates.some(({ decision }) => decision === null);
  return (
    <section class="card">
      <h2>{t('sightings.candidates')}</h2>
      {candidates.length === 0 ? (
        <p class="hint">{t('sightings.no-candidates')}</p>
      ) : (
        <>
          <p class="hint">{t('sightings.candidates-explained')}</p>
          <ul class="links">
            {candidates.map((candidate) => (
              <Candidate candidate={candidate} />
            ))}
          </ul>
          {isWaiting && can('review.do') && (
            <a class="button" href="/review">
              <Icon name="clipboard-check" />
              {t('sightings.review')}
            </a>
          )}
        </>
      )}
    </section>
  );
};

const Candidate = ({ candidate: { caseId, caseNumber, decision, assessment } }: { candidate: CandidateItem }) => {
  const { t } = usePage();
  return (
    <li>
      <div>
        <a class="code" href={`/cases/${caseId}`}>
          {caseNumber}
        </a>
        {assessment && <Strength {...assessment} />}
      </div>
      <span class={decision === 'same' ? 'tag tag-good' : decision === null ? 'tag tag-warn' : 'tag'}>
        {t('sightings.decision', { decision: decision ?? 'none' })}
      </span>
    </li>
  );
};
