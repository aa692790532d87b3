import type { SourceView } from '../../../services/watch/sources.ts';
import type { SourceStateView } from '../../../services/watch/states.ts';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Ago } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';
import { numbersOf } from './numbers.ts';
import { StateTag } from './state-tag.tsx';

export interface Watched {
  readonly source: SourceView;
  readonly state: SourceStateView | undefined;
}

/** All that an agency watches, at a glance. */
export const WallPage = ({ watched }: { readonly watched: readonly Watched[] }) => {
  const { t } = usePage();
  const isWatching = watched.some(({ state }) => state?.isFresh);
  return (
    <WatchFrame title={t('wall.title')} lede={t('wall.lede')}>
      <LiveList id="wall" topics={['watch']}>
        {watched.length > 0 && !isWatching && (
          <div class="notice">
            <Icon name="info" />
            <p>
              {t('wall.nobody-searched')} <a href="/watch/orders">{t('wall.to-orders')}</a>
            </p>
          </div>
        )}
        {watched.length === 0 ? (
          <NoSources />
        ) : (
          <watch-wall numbers="/watch/numbers">
            <ul class="wall">
              {watched.map((each) => (
                <Tile {...each} />
              ))}
            </ul>
            <Island name="watch-wall" />
          </watch-wall>
        )}
      </LiveList>
    </WatchFrame>
  );
};

const Tile = ({ source, state }: Watched) => {
  const { t, texts } = usePage();
  return (
    <li class="card tile">
      <div class="tile-picture">
        <Icon name={source.kind === 'camera' ? 'smartphone' : 'video'} />
        {state?.isFresh && (
          <img
            src={`/watch/sources/${source.id}/still`}
            alt={t('wall.still', { name: source.name })}
            width="480"
            height="270"
          />
        )}
      </div>
      <h2>
        <a href={source.kind === 'file' ? `/watch/films/${source.id}` : `/watch/sources/${source.id}`}>{source.name}</a>
      </h2>
      <p class="hint">{source.place}</p>
      <p class="tags">
        <StateTag state={state} />
        {state && (
          <span class="hint">
            <Ago at={state.since} />
          </span>
        )}
      </p>
      {state?.isFresh && state.message && <p class="error">{texts.message(state.message)}</p>}
      <p class="hint" data-numbers={source.id}>
        {numbersOf(state, t)}
      </p>
    </li>
  );
};

const NoSources = () => {
  const { t } = usePage();
  return (
    <div class="empty">
      <Icon name="video" />
      <p>{t('source.none')}</p>
      <p>
        <a class="button" href="/watch/sources/new">
          <Icon name="plus" />
          {t('source.new')}
        </a>
      </p>
    </div>
  );
};
