import type { OwnWork } from '../../../services/reviews/own-work.ts';
import type { QueueView } from '../../../services/reviews/queue.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

interface Overview extends OwnWork {
  readonly queue: QueueView;
}

const NOTES = ['errors', 'look', 'grow', 'unsure', 'blind'] as const;

/** What waits, what is at hand, and how to look. */
export const ReviewOverview = ({ queue, atHand, waitingSince }: Overview) => {
  const { t, texts, can, format } = usePage();
  return (
    <Layout title={t('review.title')} kind="desk">
      <h1>{t('review.title')}</h1>
      <p class="lede">{t('review.lede')}</p>
      <div class="review-overview">
        <section class="card">
          <h2>{t('review.waiting', { count: queue.waiting })}</h2>
          {waitingSince && <p>{t('review.waiting-since', { time: format.relative(waitingSince) })}</p>}
          {atHand && <AtHand {...atHand} />}
          {queue.waiting === 0 && !atHand && <p>{t('review.nothing')}</p>}
          {(queue.waiting > 0 || atHand) && (
            <form method="post" action="/review/next" class="actions">
              <button type="submit" class="main">
                <Icon name="eye" />
                {atHand ? t('review.go-on') : t('review.take')}
              </button>
            </form>
          )}
          <p class="actions">
            <a href="/review/measures">{t('review.measures')}</a>
            <a href="/matches">{t('review.matches')}</a>
          </p>
        </section>
        <section>
          <h2>{t('review.notes')}</h2>
          <ul>
            {NOTES.map((note) => (
              <li>{t(`review.note-${note}`)}</li>
            ))}
          </ul>
          {can('review.decide-disagreement') && (
            <>
              <h2>{t('review.team')}</h2>
              <p>{t('review.lead-note')}</p>
              {queue.notes.map((note) => (
                <p class="notice notice-warn">
                  <Icon name="triangle-alert" />
                  <bdi>{texts.message(note)}</bdi>
                </p>
              ))}
            </>
          )}
        </section>
      </div>
    </Layout>
  );
};

const AtHand = ({ leaseUntil }: NonNullable<OwnWork['atHand']>) => {
  const { t, format, now } = usePage();
  if (leaseUntil <= now) return <p>{t('review.at-hand-lapsed')}</p>;
  return <p>{t('review.at-hand', { time: format.time(leaseUntil) })}</p>;
};
