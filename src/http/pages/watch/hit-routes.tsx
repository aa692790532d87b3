import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { HitPosition, type HitView, listWatchHits } from '../../../services/watch/hit-list.ts';
import { decodeCursor, encodeCursor } from '../../api/route.ts';
import type { Env } from '../../env.ts';
import { imageUrl } from '../../images.ts';
import { renderPage } from '../../page.tsx';
import { queryOf } from '../admin/address.ts';
import { HitListPage, type ShownHit } from './hit-list.tsx';

/** Each shot of a page is a look that is written down. */
const PAGE = 24;

const Id = z.uuid().optional().catch(undefined);

export function hitRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>().get('/', async (c) => {
    const { cursor, order, source } = c.req.query();
    const filter = { orderId: Id.parse(order), sourceId: Id.parse(source) };
    const after = decodeCursor(cursor, HitPosition);
    const { items, next } = await listWatchHits(app, c.var.actor, { ...filter, after, limit: PAGE });
    const asked = { order: filter.orderId, source: filter.sourceId };
    return renderPage(
      c,
      <HitListPage
        hits={withShots(app, c, items)}
        isNarrowed={Boolean(filter.orderId ?? filter.sourceId)}
        first={after && `/watch/hits${queryOf(asked)}`}
        next={next && `/watch/hits${queryOf({ ...asked, cursor: encodeCursor(next) })}`}
      />,
    );
  });
}

/** Hits with the addresses of their faces for this session. */
export function withShots(app: Platform, c: Context<Env>, hits: readonly HitView[]): ShownHit[] {
  return hits.map((hit) => ({ ...hit, faceUrl: hit.faceId && imageUrl(app, c, `/images/faces/${hit.faceId}`) }));
}
