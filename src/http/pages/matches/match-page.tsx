import { LADDER } from '../../../services/matches/ladder.ts';
import type { MatchView } from '../../../services/matches/match-view.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { GuardianPart, type LetterPreview } from './guardian-part.tsx';
import { NextStep } from './next-step.tsx';
import { StatusTag } from './status-tag.tsx';

export interface MatchPageProps {
  readonly match: MatchView;
  /** Null for who may not release it. */
  readonly letter: LetterPreview | null;
  /** Of the form that was sent, if one was. */
  readonly form: { readonly of: 'step' | 'refute' | 'release'; readonly state: FormState } | null;
}

/** A match, its way so far, and what comes next. */
export const MatchPage = ({ match, letter, form }: MatchPageProps) => {
  const { t, can } = usePage();
  const { id, status, case: file, next } = match;
  const stateOf = (of: string) => (form?.of === of ? form.state : EMPTY_FORM);
  const upwards = next.find((each) => each !== 'refuted');
  return (
    <Layout title={t('matches.match-title', { child: file.number, value: selector(status) })} kind="desk">
      <p class="back">
        <a href="/matches">
          <Icon name="arrow-left" /> {t('matches.title')}
        </a>
      </p>
      <h1>{t('matches.match-title', { child: file.childName, value: selector(status) })}</h1>
      <div class="review-overview">
        <section class="card">
          <dl class="facts">
            <dt>{t('matches.status-column')}</dt>
            <dd>
              <StatusTag status={status} />
            </dd>
            <dt>{t('review.fact-case')}</dt>
            <dd>
              <a href={`/cases/${file.id}`}>{file.number}</a>
            </dd>
            <dt>{t('matches.supported-by')}</dt>
            <dd>
              <strong>{t('matches.fact-kind-value', { value: selector(match.factKind) })}</strong>
              <p dir="auto">{match.fact}</p>
            </dd>
          </dl>
          <h2>{t('matches.way')}</h2>
          <p class="hint">{t('matches.way-lede')}</p>
          <Ladder match={match} />
        </section>
        <div>
          {upwards && can('match.advance') && <NextStep matchId={id} status={upwards} form={stateOf('step')} />}
          <GuardianPart match={match} letter={letter} form={stateOf('release')} />
          {upwards && can('match.advance') && (
            <ConfirmForm
              action={`/matches/${id}/refute`}
              title={t('matches.refute')}
              explanation={t('matches.refute-explain')}
              submit={t('matches.refute-submit')}
              reasonLabel={t('matches.refute-reason')}
              form={stateOf('refute')}
              isDanger
              isFolded
            />
          )}
        </div>
      </div>
    </Layout>
  );
};

/** The steps that were taken, with who and when, and those to come. */
const Ladder = ({ match }: Pick<MatchPageProps, 'match'>) => {
  const { t, format } = usePage();
  const taken = match.steps.map(({ status }) => status);
  const toCome = match.status === 'refuted' ? [] : LADDER.filter((status) => !taken.includes(status));
  return (
    <ol class="steps ladder">
      {match.steps.map(({ status, remark, recordedBy, at }) => (
        <li class="ladder-done">
          <div>
            <strong>{t('matches.status', { value: selector(status) })}</strong>
            <div class="hint">
              <time datetime={at}>{t('matches.step-done', { time: format.dateTime(at), name: recordedBy })}</time>
            </div>
            {remark && <p dir="auto">{remark}</p>}
          </div>
        </li>
      ))}
      {toCome.map((status) => (
        <li>
          <div>
            {t('matches.status', { value: selector(status) })}
            <div class="hint">{t('matches.step-open')}</div>
          </div>
        </li>
      ))}
    </ol>
  );
};
