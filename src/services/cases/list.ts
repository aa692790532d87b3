import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { childAgeAt } from '../../core/child-age.ts';
import { type CaseScope, countCases, listCases } from '../../db/case-list.ts';
import type { CaseState } from '../../db/cases.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireReach, seesProtected } from '../policy.ts';
import { given, SEXES } from './case-fields.ts';
import { isGuardiansDraft, STATES, wholeYears } from './case-view.ts';
import { type CaseFilter, conditionsOf } from './filter.ts';
import { isGuardian } from './load.ts';

export const CaseSort = z.enum(['newest', 'oldest', 'name', 'last-seen']);
export type CaseSort = z.output<typeof CaseSort>;

/** A time as PostgreSQL writes it, to the microsecond. */
export const TIMESTAMP = /^(-infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?)$/;

/** The end of a page, for the next one. */
export const CasePosition = z
  .object({ sort: CaseSort, key: z.string(), id: z.uuid() })
  .refine(({ sort, key }) => sort === 'name' || TIMESTAMP.test(key));
export type CasePosition = z.output<typeof CasePosition>;

export const CaseListItem = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(STATES),
  version: z.number().int(),
  agencyId: z.uuid(),
  officerId: z.uuid().nullable(),
  childName: z.string(),
  sex: z.enum(SEXES).nullable(),
  birthDate: z.string().nullable(),
  ageNow: z.number().nullable(),
  country: z.string(),
  lastPlace: z.string().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  isPublic: z.boolean(),
  isProtected: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type CaseListItem = z.output<typeof CaseListItem>;

interface Page {
  readonly sort?: CaseSort | undefined;
  readonly after?: CasePosition | null;
  readonly limit?: number;
}

/** The cases that somebody may see, a page at a time. */
export async function listCasesFor(
  app: Platform,
  actor: Actor,
  filter: CaseFilter,
  { sort = 'newest', after = null, limit = 50 }: Page = {},
): Promise<{ items: CaseListItem[]; next: CasePosition | null }> {
  const scope = scopeOf(actor);
  const conditions = conditionsOf(allowed(actor, filter), app.clock());
  // A cursor goes on in the order in which it began.
  const order = isGuardian(actor) ? 'newest' : (after?.sort ?? sort);
  return inTransaction(app.db, async (tx) => {
    const found = await listCases(tx, scope, conditions, { sort: order, after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    await audit(app, tx, actor, {
      action: 'case.list',
      details: { count: rows.length, filters: Object.keys(given(filter)) },
    });
    return {
      items: rows.map((row) => itemOf(row, actor, app.clock())),
      next: last ? { sort: order, key: last.sortKey, id: last.id } : null,
    };
  });
}

/** How many of those cases are in each state. */
export async function countCasesFor(
  app: Platform,
  actor: Actor,
  filter: CaseFilter,
): Promise<Record<CaseState, number>> {
  const scope = scopeOf(actor);
  const conditions = conditionsOf(allowed(actor, filter), app.clock());
  return inTransaction(app.db, async (tx) => {
    const counts = await countCases(tx, scope, conditions);
    await audit(app, tx, actor, { action: 'case.count', details: { filters: Object.keys(given(filter)) } });
    return counts;
  });
}

/** By what else a guardian could ask, what their view of the case hides would show. */
function allowed(actor: Actor, filter: CaseFilter): CaseFilter {
  return isGuardian(actor) ? { state: filter.state } : filter;
}

/** Whose cases exist for an actor. A protected one exists for leads of its agency alone. */
export function scopeOf(actor: Actor): CaseScope {
  const reach = requireReach(actor, 'case.list');
  const withProtected = seesProtected(actor);
  if (reach === 'own' && actor.kind === 'account') return { guardianId: actor.accountId, withProtected };
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  // Without an agency, the reach of one holds nothing.
  return reach === 'any' ? { withProtected } : { agencyId: agencyId ?? NOBODY, withProtected };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function itemOf(row: Awaited<ReturnType<typeof listCases>>[number], actor: Actor, now: Date): CaseListItem {
  const { sortKey: _, guardianId: __, ageYears, createdAt, updatedAt, lastSeenAt, ...item } = row;
  const isHidden = isGuardian(actor) && !isGuardiansDraft(row);
  return {
    ...item,
    ageNow: wholeYears(childAgeAt({ birthDate: row.birthDate, ageYears, lastSeenAt, recordedAt: createdAt }, now)),
    lastPlace: isHidden ? null : item.lastPlace,
    lastSeenAt: isHidden ? null : (lastSeenAt?.toISOString() ?? null),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
