import type { Context } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { SightingListItem } from '../../../services/sightings/listing.ts';
import type { Env } from '../../env.ts';
import { imageUrl } from '../../images.ts';
import type { SightingRowData } from './sighting-row.tsx';

/** Sightings of a list with the addresses of their faces for this session. */
export function withFaces(app: Platform, c: Context<Env>, items: readonly SightingListItem[]): SightingRowData[] {
  return items.map((item) => ({
    ...item,
    faceUrl: item.faceId && imageUrl(app, c, `/images/faces/${item.faceId}`),
  }));
}
