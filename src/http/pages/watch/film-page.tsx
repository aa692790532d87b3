import type { SourceView } from '../../../services/watch/sources.ts';
import type { SourceStateView } from '../../../services/watch/states.ts';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Empty, Facts, Moment } from '../admin/parts.tsx';
import { FilmProgress } from './film-progress.tsx';
import { WatchFrame } from './frame.tsx';
import { clockOf, type ShownHit } from './hit-list.tsx';

interface FilmPageProps {
  readonly film: SourceView;
  readonly state: SourceStateView | undefined;
  readonly hits: readonly ShownHit[];
  /** Where the player begins, seconds. */
  readonly at: number;
}

/** One film: who was found in it and when, and the moment itself. */
export const FilmPage = ({ film, state, hits, at }: FilmPageProps) => {
  const { t, can } = usePage();
  return (
    <WatchFrame title={film.name} lede={film.place}>
      {film.removedAt ? (
        <p class="notice notice-warn">
          <span>
            {t('source.removed')} <Moment at={film.removedAt} />
          </span>
        </p>
      ) : (
        <Player film={film} at={at} />
      )}
      <LiveList id="film-hits" topics={['watch']}>
        <p class="tags">
          <FilmProgress state={state} />
        </p>
        <h2>{t('film.found')}</h2>
        <Timeline {...{ film, state, hits }} />
        <Moments film={film} hits={hits} isSeen={state !== undefined} />
      </LiveList>
      <section class="card">
        <h2>{t('film.about')}</h2>
        <Facts
          of={[
            [t('film.begins'), film.filmStartedAt ? <Moment at={film.filmStartedAt} /> : '–'],
            [t('source.time-zone'), <bdi>{film.timeZone}</bdi>],
            [t('source.added'), <Moment at={film.createdAt} />],
          ]}
        />
      </section>
      {film.removedAt === null && can('watch.source-edit') && <Actions film={film} />}
    </WatchFrame>
  );
};

const Player = ({ film, at }: Pick<FilmPageProps, 'film' | 'at'>) => {
  const { t } = usePage();
  return (
    <film-player unplayable={t('film.unplayable')}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what is said in it */}
      <video
        class="film"
        id="player"
        controls
        preload="metadata"
        src={`/watch/films/${film.id}/video#t=${at}`}
        aria-label={t('film.player', { name: film.name })}
      />
      <p class="hint" role="status">
        {t('film.careful')}
      </p>
      <Island name="film-player" />
    </film-player>
  );
};

const Moments = ({ film, hits, isSeen }: Pick<FilmPageProps, 'film' | 'hits'> & { readonly isSeen: boolean }) => {
  const { t } = usePage();
  if (hits.length === 0) return <Empty icon="scan-face">{t(isSeen ? 'film.nobody' : 'film.not-searched')}</Empty>;
  return (
    <ul class="sighting-rows">
      {hits.map(({ faceUrl, positionSeconds, seenAt, sightingId, sightingNumber }) => (
        <li class="sighting-row moment">
          {faceUrl ? (
            <img class="face" src={faceUrl} alt="" width="160" height="160" loading="lazy" />
          ) : (
            <span class="face face-none">
              <Icon name="image" />
            </span>
          )}
          <div>
            <a href={`/watch/films/${film.id}?at=${positionSeconds ?? 0}#player`} data-at={positionSeconds ?? 0}>
              {t('film.jump', { position: clockOf(positionSeconds ?? 0) })}
            </a>
            <p class="hint">
              <Moment at={seenAt} />
            </p>
          </div>
          <a class="code" href={`/sightings/${sightingId}`}>
            {sightingNumber}
          </a>
        </li>
      ))}
    </ul>
  );
};

/** Where in the film somebody was found; its length is known once some of it was seen. */
const Timeline = ({ film, state, hits }: Pick<FilmPageProps, 'film' | 'state' | 'hits'>) => {
  const { t } = usePage();
  const length = state?.shareDone ? (state.positionSeconds ?? 0) / state.shareDone : 0;
  if (length <= 0 || !state?.shareDone) return null;
  return (
    <svg class="film-line" viewBox="0 0 1000 36">
      <title>{t('film.timeline')}</title>
      <rect class="film-line-all" y="14" width="1000" height="8" rx="4" />
      <rect class="film-line-seen" y="14" width={(1000 * state.shareDone).toFixed(0)} height="8" rx="4" />
      {hits.map(({ positionSeconds }) => (
        <a
          href={`/watch/films/${film.id}?at=${positionSeconds ?? 0}#player`}
          data-at={positionSeconds ?? 0}
          aria-label={t('film.jump', { position: clockOf(positionSeconds ?? 0) })}
        >
          <circle
            cx={Math.min(990, Math.max(10, (1000 * (positionSeconds ?? 0)) / length)).toFixed(0)}
            cy="18"
            r="10"
          />
        </a>
      ))}
    </svg>
  );
};

const Actions = ({ film }: Pick<FilmPageProps, 'film'>) => {
  const { t, can } = usePage();
  return (
    <div class="actions">
      {can('watch.authorise') && (
        <a class="button main" href={`/watch/orders/new?source=${film.id}`}>
          <Icon name="file-text" />
          {t('film.order')}
        </a>
      )}
      <a class="button" href={`/watch/sources/${film.id}/edit`}>
        <Icon name="pencil" />
        {t('source.edit')}
      </a>
      <a class="button danger" href={`/watch/films/${film.id}/remove`}>
        <Icon name="trash-2" />
        {t('source.remove')}
      </a>
    </div>
  );
};
