import type { HitView } from '../../../services/watch/hit-list.ts';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Empty, Moment, Pager } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';

/** Somebody who was found, with the address of the face. */
export type ShownHit = HitView & { readonly faceUrl: string | null };

interface HitListProps {
  readonly hits: readonly ShownHit[];
  readonly isNarrowed: boolean;
  readonly first: string | null;
  readonly next: string | null;
}

/** Whom orders found, newest first. Each is a sighting: people decide there. */
export const HitListPage = ({ hits, isNarrowed, first, next }: HitListProps) => {
  const { t } = usePage();
  return (
    <WatchFrame title={t('watch.hits')} lede={t('hit.lede')}>
      {isNarrowed && (
        <p>
          <a href="/watch/hits">{t('hit.all')}</a>
        </p>
      )}
      <LiveList id="hits" topics={['watch']}>
        {hits.length === 0 ? (
          <Empty icon="scan-face">{t('hit.none')}</Empty>
        ) : (
          <ul class="sighting-rows">
            {hits.map((hit) => (
              <Hit hit={hit} />
            ))}
          </ul>
        )}
        <Pager first={first} next={next} />
      </LiveList>
    </WatchFrame>
  );
};

const Hit = ({ hit }: { readonly hit: ShownHit }) => {
  const { t } = usePage();
  const { sightingId, faceUrl, place, sourceName, seenAt, positionSeconds } = hit;
  return (
    <li class="sighting-row">
      {faceUrl ? (
        <img class="face" src={faceUrl} alt="" width="160" height="160" loading="lazy" />
      ) : (
        <span class="face face-none">
          <Icon name="image" />
        </span>
      )}
      <div>
        <a href={`/sightings/${sightingId}`}>{place ?? sourceName}</a>
        <p class="hint">
          <bdi>{sourceName}</bdi> · <Moment at={seenAt} />
        </p>
        <p class="tags">
          <span class="tag">{t('hit.frames', { count: hit.frames })}</span>
          {positionSeconds !== null && <span class="tag">{clockOf(positionSeconds)}</span>}
        </p>
      </div>
      <span class="hint code">{hit.sightingNumber}</span>
    </li>
  );
};

/** A place in a film: 1:02:03. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
