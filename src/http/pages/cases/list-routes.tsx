import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Actor } from '../../../core/actor.ts';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { facesOfCases } from '../../../services/cases/case-faces.ts';
import { STATES } from '../../../services/cases/case-view.ts';
import { CaseFilter } from '../../../services/cases/filter.ts';
import { CasePosition, CaseSort, countCasesFor, listCasesFor } from '../../../services/cases/list.ts';
import { accountIdOf } from '../../../services/cases/load.ts';
import { listSavedViewsFor } from '../../../services/cases/saved-views.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, withoutEmpty } from '../../forms.ts';
import { imageUrl } from '../../images.ts';
import { renderPage } from '../../page.tsx';
import { listGuardianCases } from '../guardian/guardian-pages.tsx';
import { type CaseListData, CaseListPage } from './case-list.tsx';

/** Of one page: each face in it is a look that is written down. */
const PAGE = 24;
const NO_COUNTS = { draft: 0, open: 0, resolved: 0, withdrawn: 0 };

/** What the form asks, in its own words. */
const Query = CaseFilter.omit({ state: true, officerId: true, agencyId: true }).extend({
  state: z.enum([...STATES, 'all']).default('open'),
  whose: z.enum(['mine', 'none']).optional(),
  sort: CaseSort.default('newest'),
});

export function caseListRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>().get('/cases', async (c) => {
    const { actor } = c.var;
    if (actor.kind === 'account' && actor.role === 'guardian') return listGuardianCases(app, c);
    const { cursor, ...asked } = withoutEmpty(c.req.query());
    const data = await listFor(app, c, { asked, cursor });
    return renderPage(c, <CaseListPage {...data} />, Object.keys(data.form.errors).length > 0 ? 422 : 200);
  });
}

interface Asked {
  readonly asked: Record<string, string>;
  readonly cursor: string | undefined;
}

async function listFor(app: Platform, c: Context<Env>, { asked, cursor }: Asked): Promise<CaseListData> {
  const { actor } = c.var;
  const views = await listSavedViewsFor(app, actor);
  const parsed = Query.safeParse(asked);
  if (!parsed.success) return { ...nothing(formStateOf(c, asked, parsed.error)), views };
  const { state, whose, sort, ...rest } = parsed.data;
  const filter = { ...rest, officerId: officerOf(actor, whose) };
  const states = state === 'all' ? undefined : [state];
  const after = positionOf(cursor);
  const { items, next } = await listCasesFor(app, actor, { ...filter, state: states }, { sort, after, limit: PAGE });
  const faces = await facesOfCases(
    app,
    actor,
    items.map(({ id }) => id),
  );
  return {
    form: { ...EMPTY_FORM, values: asked },
    views,
    state,
    counts: await countCasesFor(app, actor, filter),
    items: items.map((item) => ({ ...item, faceUrl: faceUrlOf(app, c, faces.get(item.id)) })),
    next: next && Buffer.from(JSON.stringify(next)).toString('base64url'),
    isFirst: after === null,
  };
}

export function faceUrlOf(app: Platform, c: Context<Env>, faceId: string | undefined): string | null {
  return faceId === undefined ? null : imageUrl(app, c, `/images/faces/${faceId}`);
}

function nothing(form: FormState): Omit<CaseListData, 'views'> {
  return { form, state: 'open', counts: NO_COUNTS, items: [], next: null, isFirst: true };
}

function officerOf(actor: Actor, whose: 'mine' | 'none' | undefined): string | undefined {
  return whose === 'mine' ? (accountIdOf(actor) ?? 'none') : whose;
}

function positionOf(cursor: string | undefined): CasePosition | null {
  if (cursor === undefined) return null;
  try {
    return CasePosition.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new AppError('invalid', 'This cursor is damaged. Start again from the first page.', { cause });
  }
}
