import { z } from 'zod';
import type { Facts, JudgedPairs } from '../../../services/reviews/facts.ts';
import { TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { reasonText } from '../../reason.ts';
import { selector } from '../../selector.ts';
import { conclusionKey } from './judgement-form.ts';
import { ReviewSteps } from './steps.tsx';

type Judged = JudgedPairs['pairs'][number];

/** What was hidden while the pairs were judged. */
export const FactsPage = ({ sessionId, pairs }: { sessionId: string; pairs: readonly Judged[] }) => {
  const { t } = usePage();
  return (
    <Layout title={t('review.facts-title')} kind="desk">
      <div class="review-head">
        <h1>{t('review.facts-title')}</h1>
        <ReviewSteps now="facts" />
      </div>
      <p class="lede">{t('review.facts-lede')}</p>
      {pairs.map((pair, index) => (
        <article class="card">
          <h2>{t('review.pair', { number: index + 1, count: pairs.length })}</h2>
          <p>
            {t('review.you-concluded')}:{' '}
            <strong>{t('review.conclusion-value', { value: conclusionKey(pair.conclusion) })}</strong>
          </p>
          {pair.isControl && <Control />}
          {pair.standing && (
            <p>
              <span class="tag tag-accent">{t('review.standing', { value: selector(pair.standing) })}</span>
            </p>
          )}
          {pair.facts && <FactList facts={pair.facts} />}
          <Others others={pair.others} />
          <Remarks sessionId={sessionId} pair={pair} />
        </article>
      ))}
      <form method="post" action="/review/next" class="actions">
        <button type="submit" class="main">
          {t('review.take')}
        </button>
        <a href="/matches">{t('review.to-match')}</a>
      </form>
    </Layout>
  );
};

const Control = () => {
  const { t } = usePage();
  return (
    <div class="notice">
      <Icon name="info" />
      <div>
        <h3>{t('review.control')}</h3>
        <p>{t('review.control-text')}</p>
      </div>
    </div>
  );
};

/** What is known of a child and of a sighting, side by side. */
export const FactList = ({ facts }: { readonly facts: Facts }) => {
  const { t, format } = usePage();
  const { case: file, sighting } = facts;
  const none = t('review.fact-unknown');
  return (
    <dl class="facts">
      <dt>{t('review.fact-child')}</dt>
      <dd>
        <a href={`/cases/${file.id}`}>{file.childName}</a> <span class="hint">{file.number}</span>
      </dd>
      <dt>{t('review.fact-last-seen')}</dt>
      <dd>
        {file.lastPlace ?? none}
        {file.lastSeenAt && (
          <>
            {' · '}
            <time datetime={file.lastSeenAt}>{format.dateTime(file.lastSeenAt)}</time>
          </>
        )}
      </dd>
      <dt>{t('review.fact-marks')}</dt>
      <dd>{file.marks.length > 0 ? format.list(file.marks) : none}</dd>
      <dt>{t('review.fact-clothing')}</dt>
      <dd dir="auto">{file.clothing ?? none}</dd>
      <dt>{t('review.fact-seen')}</dt>
      <dd>
        <a href={`/sightings/${sighting.id}`}>{sighting.place ?? sighting.number}</a>
        {' · '}
        <time datetime={sighting.seenAt}>{format.dateTime(sighting.seenAt)}</time>
      </dd>
      <dt>{t('review.fact-remarks')}</dt>
      <dd dir="auto">{sighting.remarks ?? none}</dd>
      <dt>{t('review.fact-strength')}</dt>
      <dd>
        <Strength {...facts} />
      </dd>
      <Reasons reasons={facts.plausibility} />
    </dl>
  );
};

const Strength = ({ strength, oneIn }: Pick<Facts, 'strength' | 'oneIn'>) => {
  const { t, format } = usePage();
  if (strength === 'not enough data') return t('review.fact-strength-none');
  const words = t('review.fact-strength-value', { value: selector(strength) });
  return t('review.fact-strength-text', { strength: words, oneIn: format.number(Number(oneIn.toPrecision(1))) });
};

const Reason = z.looseObject({ verdict: z.string() });

const Reasons = ({ reasons }: { readonly reasons: readonly unknown[] }) => {
  const { t, format } = usePage();
  const known = reasons.flatMap((each) => Reason.safeParse(each).data ?? []);
  if (known.length === 0) return null;
  return (
    <>
      <dt>{t('review.fact-reasons')}</dt>
      <dd>
        <ul>
          {known.map((reason) => (
            <li>
              <strong>{t('review.verdict', { value: reason.verdict })}:</strong>{' '}
              <bdi>{reasonText(reason, { t, format })}</bdi>
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
};

const Others = ({ others }: Pick<Judged, 'others'>) => {
  const { t } = usePage();
  if (others.length === 0) return null;
  return (
    <>
      <h3>{t('review.others')}</h3>
      <ul>
        {others.map(({ round, conclusion, remark }) => (
          <li>
            {t('review.other-judge', { round: String(round) })}:{' '}
            {t('review.conclusion-value', { value: conclusionKey(conclusion) })}
            {remark && (
              <p class="hint" dir="auto">
                {remark}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};

const Remarks = ({ sessionId, pair }: { sessionId: string; pair: Judged }) => {
  const { t, format } = usePage();
  return (
    <>
      {pair.remarks.length > 0 && <h3>{t('review.remarks')}</h3>}
      {pair.remarks.map(({ text, at }) => (
        <p>
          {text}{' '}
          <time datetime={at} class="hint">
            {format.dateTime(at)}
          </time>
        </p>
      ))}
      <details>
        <summary>{t('review.add-remark')}</summary>
        <form method="post" action={`/review/${sessionId}/pairs/${pair.pairId}/remarks`}>
          <TextArea
            name={`remark-${pair.pairId}`}
            label={t('review.remark')}
            hint={t('review.add-remark-hint')}
            form={EMPTY_FORM}
            more={{ required: true, maxlength: 2000 }}
          />
          <button type="submit">{t('review.save-remark')}</button>
        </form>
      </details>
    </>
  );
};
