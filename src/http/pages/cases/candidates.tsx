import type { CandidateItem } from '../../../services/search/candidate-list.ts';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { reasonText } from '../../reason.ts';
import { selector } from '../../selector.ts';
import { CaseFrame } from './case-frame.tsx';
import { Face } from './case-row.tsx';
import type { CaseHead } from './open-case.tsx';

type ShownCandidate = CandidateItem & { readonly faceUrl: string | null };

export interface CandidatesData extends CaseHead {
  readonly candidates: readonly ShownCandidate[];
  readonly next: string | null;
}

/** Sightings that a search proposes for this child. People decide, in the review. */
export const Candidates = (data: CandidatesData) => {
  const { t, can } = usePage();
  const { file, candidates, next } = data;
  return (
    <CaseFrame {...data} tab="candidates">
      <h2 class="visually-hidden">{t('cases.candidates')}</h2>
      <p>{t('cases.candidates-explained')}</p>
      {can('review.do') && candidates.some(({ decision }) => decision === null) && (
        <p>
          <a class="button main" href="/review">
            <Icon name="clipboard-check" />
            {t('cases.to-review')}
          </a>
        </p>
      )}
      <LiveList id="case-candidates" topics={['candidates', 'reviews']}>
        {candidates.length === 0 && (
          <div class="empty">
            <Icon name="scan-face" />
            <p>{t(file.state === 'open' ? 'cases.candidates-none' : 'cases.candidates-not-open')}</p>
          </div>
        )}
        <ul class="case-rows">
          {candidates.map((candidate) => (
            <Candidate candidate={candidate} />
          ))}
        </ul>
      </LiveList>
      {next && (
        <nav class="pager" aria-label={t('cases.pages')}>
          <span />
          <a class="button" href={`/cases/${file.id}/candidates?after=${next}`}>
            {t('cases.next-page')}
          </a>
        </nav>
      )}
    </CaseFrame>
  );
};

const Candidate = ({ candidate }: { readonly candidate: ShownCandidate }) => {
  const { t, format, can } = usePage();
  const { assessment, decision } = candidate;
  return (
    <li class="case-row">
      <Face url={candidate.faceUrl} />
      <div class="case-row-who">
        {can('sighting.view') ? (
          <a href={`/sightings/${candidate.sightingId}`}>{candidate.sightingNumber}</a>
        ) : (
          <strong>{candidate.sightingNumber}</strong>
        )}
        <span class="hint">
          <time datetime={candidate.seenAt}>{format.dateTime(candidate.seenAt)}</time>
        </span>
      </div>
      <div class="case-row-where">
        {assessment ? (
          <>
            <span>{t('cases.strength', { strength: selector(assessment.strength) })}</span>
            {assessment.reasons
              .filter(({ verdict }) => verdict === 'supports' || verdict === 'against')
              .map((reason) => (
                <span class="hint">{reasonText(reason, { t, format })}</span>
              ))}
          </>
        ) : (
          <span class="hint">{t('cases.judge-first')}</span>
        )}
      </div>
      <div class="case-row-state">
        <span class={decision === 'same' ? 'tag tag-good' : decision === null ? 'tag tag-warn' : 'tag'}>
          {t('cases.decision', { decision: decision ?? 'none' })}
        </span>
      </div>
    </li>
  );
};
