import { DAY_MILLISECONDS } from '../../../core/dates.ts';
import type { SightingListItem } from '../../../services/sightings/listing.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';

export type SightingRowData = SightingListItem & { readonly faceUrl: string | null };

/** Sightings one below the other, each a link as a whole. */
export const SightingRows = ({ items }: { readonly items: readonly SightingRowData[] }) => (
  <ul class="sighting-rows">
    {items.map((item) => (
      <SightingRow item={item} />
    ))}
  </ul>
);

const SightingRow = ({ item }: { readonly item: SightingRowData }) => {
  const { t, format, now } = usePage();
  const isFresh = item.state === 'new' && now.getTime() - new Date(item.seenAt).getTime() < DAY_MILLISECONDS;
  return (
    <li class="sighting-row" data-row>
      {item.faceUrl ? (
        <img class="face" src={item.faceUrl} alt="" width="160" height="160" loading="lazy" />
      ) : (
        <span class="face face-none">
          <Icon name={item.photos > 0 ? 'image' : 'file-text'} />
        </span>
      )}
      <div>
        <a href={`/sightings/${item.id}`}>{item.place ?? t('sightings.place-on-map')}</a>
        <p class="hint">
          {t('sightings.seen')} <time datetime={item.seenAt}>{format.relative(item.seenAt)}</time>
          {' · '}
          {t('sightings.received')} <time datetime={item.receivedAt}>{format.relative(item.receivedAt)}</time>
        </p>
        <span class="tags">
          {isFresh && (
            <span class="tag tag-accent">
              <Icon name="siren" />
              {t('sightings.fresh')}
            </span>
          )}
          <SightingState state={item.state} />
          {item.photos > 0 && <span class="tag">{t('sightings.photos', { count: item.photos })}</span>}
          {item.additions > 0 && (
            <span class="tag tag-good">{t('sightings.additions', { count: item.additions })}</span>
          )}
        </span>
      </div>
      <span class="hint code">{item.number}</span>
    </li>
  );
};

const STATE_TAGS = { new: 'tag tag-warn', seen: 'tag', closed: 'tag tag-good', spam: 'tag' } as const;

export const SightingState = ({ state }: Pick<SightingListItem, 'state'>) => (
  <span class={STATE_TAGS[state]}>{usePage().t('sightings.state', { state })}</span>
);
