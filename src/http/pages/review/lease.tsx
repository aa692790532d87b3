import type { SessionView } from '../../../services/reviews/session-view.ts';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

/** Until when a face is one's own; says so before that ends, and keeps what was filled in. */
export const Lease = ({ session, draft }: { session: SessionView; draft: string }) => {
  const { t, format, now } = usePage();
  const { id, leaseUntil: until, pairs } = session;
  const left = pairs.filter(({ isJudged }) => !isJudged).map((pair) => pair.id);
  const seconds = Math.round((Date.parse(until) - now.getTime()) / 1000);
  return (
    <>
      <Island name="review-keeper" />
      <review-keeper seconds={seconds} draft={draft} keep={left.join(' ')} class="review-lease">
        <p class="hint">
          <Icon name="clock" /> {t('review.lease-left', { time: format.time(until) })}
        </p>
        <form method="post" action={`/review/${id}/give-back`}>
          <button type="submit" class="small" title={t('review.give-back-why')}>
            <Icon name="undo-2" />
            {t('review.give-back')}
          </button>
        </form>
        <div class="review-lease-news" role="status">
          <p hidden data-soon class="notice notice-warn">
            {t('review.lease-soon')}
          </p>
          <p hidden data-over class="notice notice-warn">
            {t('review.lease-over')}
          </p>
          <p hidden data-restored class="notice notice-done">
            {t('review.draft-restored')}
          </p>
        </div>
        <form method="post" action="/review/next" hidden data-extend>
          <button type="submit">{t('review.lease-extend')}</button>
        </form>
      </review-keeper>
    </>
  );
};

/** Instead of a pair whose pictures cannot be opened any more. */
export const LapsedReview = () => {
  const { t } = usePage();
  return (
    <Layout title={t('review.lapsed-title')} kind="form">
      <h1>{t('review.lapsed-title')}</h1>
      <p>{t('review.lapsed-text')}</p>
      <form method="post" action="/review/next" class="actions">
        <button type="submit" class="main">
          {t('review.take-up')}
        </button>
        <a href="/review">{t('review.title')}</a>
      </form>
    </Layout>
  );
};
