import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { listSightingsFor, SightingFilter, SightingSort } from '../../../services/sightings/listing.ts';
import { decodeCursor, encodeCursor } from '../../api/route.ts';
import type { Env } from '../../env.ts';
import { formStateOf, withoutEmpty } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { type InboxData, InboxPage } from './inbox-page.tsx';
import { withFaces } from './with-faces.ts';

/** Each face of a page is a look that is written down. */
const PAGE = 24;

const Query = SightingFilter.extend({ sort: SightingSort.default('newest') });
const Position = z.object({ key: z.string().max(50), id: z.uuid() });

export function inboxRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>().get('/sightings', async (c) => {
    const { cursor, lang: _, ...asked } = withoutEmpty(c.req.query());
    const data = await inboxOf(app, c, asked, cursor);
    return renderPage(c, <InboxPage {...data} />, Object.keys(data.form.errors).length > 0 ? 422 : 200);
  });
}

async function inboxOf(
  app: Platform,
  c: Context<Env>,
  asked: Record<string, string>,
  cursor: string | undefined,
): Promise<InboxData> {
  const parsed = Query.safeParse(asked);
  if (!parsed.success) return { items: [], next: null, form: formStateOf(c, asked, parsed.error) };
  const { sort, ...filter } = parsed.data;
  const page = { sort, after: decodeCursor(cursor, Position), limit: PAGE };
  const { items, next } = await listSightingsFor(app, c.var.actor, filter, page);
  return {
    items: withFaces(app, c, items),
    next: next && `/sightings?${new URLSearchParams({ ...asked, cursor: encodeCursor(next) })}`,
    form: { values: asked, errors: {} },
  };
}
