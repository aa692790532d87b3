import type { Child } from 'hono/jsx';
import type { LiveTopic } from '../../services/live-topics.ts';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';
import { Island } from './island.tsx';

interface LiveListProps {
  /** Of the region, unique on the page: the same on every load. */
  readonly id: string;
  readonly topics: readonly LiveTopic[];
  readonly children?: Child;
}

/**
 * A region of the page that keeps itself up to date. Where somebody reads, types or points in it, it offers the news
 * instead of moving. Without script a link loads the page again.
 */
export const LiveList = ({ id, topics, children }: LiveListProps) => {
  const { t, path, now } = usePage();
  return (
    <live-list region={id} topics={topics.join(',')} updated={t('desk.live-updated')}>
      <p class="visually-hidden" role="status" />
      <div class="live-news" hidden>
        <button type="button">
          <Icon name="refresh-cw" />
          {t('desk.live-news')}
        </button>
      </div>
      <div id={id} data-since={now.getTime()}>
        {children}
      </div>
      <noscript>
        <a class="live-refresh" href={path}>
          {t('desk.live-refresh')}
        </a>
      </noscript>
      <Island name="live-list" />
    </live-list>
  );
};
