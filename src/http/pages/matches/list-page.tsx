import { MATCH_STATUSES, type MatchSummary } from '../../../services/matches/match-view.ts';
import type { AgreedCandidate } from '../../../services/matches/read.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Agreed } from './record-form.tsx';
import { StatusTag } from './status-tag.tsx';

export interface MatchListProps {
  readonly agreed: readonly AgreedCandidate[];
  readonly matches: readonly MatchSummary[];
  readonly status: string | null;
  /** Where older ones go on; null at the end. */
  readonly older: string | null;
  /** Of the candidate that a fact was given for. */
  readonly form: { readonly candidateId: string; readonly state: FormState } | null;
}

/** What two people agree on, and how far matches have come. */
export const MatchListPage = ({ agreed, form, ...list }: MatchListProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('matches.title')} kind="desk">
      <h1>{t('matches.title')}</h1>
      <p class="lede">{t('matches.lede')}</p>
      <h2>{t('matches.agreed')}</h2>
      {agreed.length === 0 ? <p class="hint">{t('matches.agreed-none')}</p> : <p>{t('matches.agreed-lede')}</p>}
      <div class="review-overview">
        {agreed.map((candidate) => (
          <Agreed candidate={candidate} form={form?.candidateId === candidate.candidateId ? form.state : EMPTY_FORM} />
        ))}
      </div>
      <h2 id="matches">{t('matches.list')}</h2>
      <MatchList {...list} />
    </Layout>
  );
};

const MatchList = ({ matches, status, older }: Pick<MatchListProps, 'matches' | 'status' | 'older'>) => {
  const { t } = usePage();
  return (
    <>
      <nav class="tabs" aria-label={t('matches.list')}>
        <a href="/matches#matches" {...(status === null && { 'aria-current': 'page' })}>
          {t('matches.all')}
        </a>
        {MATCH_STATUSES.map((each) => (
          <a href={`/matches?status=${each}#matches`} {...(status === each && { 'aria-current': 'page' })}>
            {t('matches.status', { value: selector(each) })}
          </a>
        ))}
      </nav>
      {matches.length === 0 ? <Empty /> : <MatchTable matches={matches} />}
      {older && (
        <p class="pager">
          <a href={older}>{t('matches.older')}</a>
        </p>
      )}
    </>
  );
};

const Empty = () => (
  <div class="empty">
    <Icon name="heart-handshake" />
    <p>{usePage().t('matches.none')}</p>
  </div>
);

const MatchTable = ({ matches }: Pick<MatchListProps, 'matches'>) => {
  const { t, format } = usePage();
  return (
    <section class="scroll" tabindex={0} aria-label={t('matches.caption')}>
      <table>
        <caption>{t('matches.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('matches.child')}</th>
            <th scope="col">{t('matches.status-column')}</th>
            <th scope="col">{t('matches.supported-by')}</th>
            <th scope="col">{t('matches.since')}</th>
            <th scope="col">{t('matches.told')}</th>
          </tr>
        </thead>
        <tbody>
          {matches.map(({ id, case: file, status, factKind, recordedAt, releasedAt }) => (
            <tr>
              <td>
                <a href={`/matches/${id}`}>{file.childName}</a>
                <div class="hint">{file.number}</div>
              </td>
              <td>
                <StatusTag status={status} />
              </td>
              <td>{t('matches.fact-kind-value', { value: selector(factKind) })}</td>
              <td>
                <time datetime={recordedAt}>{format.date(recordedAt)}</time>
              </td>
              <td>{releasedAt ? t('matches.told-yes', { time: format.date(releasedAt) }) : t('matches.told-no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
