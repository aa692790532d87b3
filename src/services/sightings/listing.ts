import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { findAgency } from '../../db/agencies.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import {
  listSightingFaces,
  listSightings,
  type SightingConditions,
  type SightingPosition,
} from '../../db/sighting-list.ts';
import { SIGHTING_STATES, type Sighting } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';
import { requirePermission, seesProtected } from '../policy.ts';

/** Around the place where a child was last seen; sightings of no known place are shown as well. */
const NEAR_CASE_KILOMETRES = 100;

/** Which sightings to list. */
export const SightingFilter = z.object({
  state: z.enum(SIGHTING_STATES).optional().describe('Absent: new and seen ones'),
  scope: z
    .enum(['near', 'linked', 'everywhere'])
    .default('near')
    .describe('`near`: of your agency’s country, of unknown country, or connected with your cases'),
  days: z.coerce.number().int().min(1).max(3650).optional().describe('Received in the last so many days'),
  hasPhoto: z.stringbool().optional().describe('Whether it has a photo'),
  caseId: z
    .uuid()
    .optional()
    .describe(`Within ${NEAR_CASE_KILOMETRES} km of where the child of this case was last seen, or of unknown place`),
});
export type SightingFilter = z.output<typeof SightingFilter>;

export const SightingSort = z.enum(['newest', 'oldest', 'seen']);
export type SightingSort = z.output<typeof SightingSort>;

export const SightingListItem = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(SIGHTING_STATES),
  channel: z.enum(['web', 'api', 'officer', 'watch']),
  place: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  accuracyMetres: z.number().nullable(),
  country: z.string().nullable(),
  seenAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  photos: z.number().int(),
  faceId: z.uuid().nullable().describe('The face that shows the child best'),
  additions: z.number().int().describe('How often the reporter wrote again'),
});
export type SightingListItem = z.output<typeof SightingListItem>;

interface Page {
  readonly sort?: SightingSort;
  readonly after?: SightingPosition | null;
  readonly limit?: number;
}

/**
 * Sightings for those who may have to act, newest first. A sighting belongs to nobody; what was found for a case that
 * the actor may not know of changes nothing here.
 */
export async function listSightingsFor(
  app: Platform,
  actor: Actor,
  filter: SightingFilter,
  { sort = 'newest', after = null, limit = 50 }: Page = {},
): Promise<{ items: SightingListItem[]; next: SightingPosition | null }> {
  requirePermission(actor, 'sighting.list');
  return inTransaction(app.db, async (tx) => {
    const conditions = await conditionsOf(app, tx, actor, filter);
    const rows = await listSightings(tx, conditions, { sort, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const faces = await listSightingFaces(
      tx,
      items.map(({ id }) => id),
    );
    const details = { rows: items.length, scope: filter.scope };
    await audit(app, tx, actor, { action: 'sighting.list', details });
    return {
      items: items.map((row) => ({
        ...describeSighting(row),
        photos: row.photos,
        faceId: faces.get(row.id) ?? null,
        additions: row.additions,
      })),
      next: last ? { key: last.sortKey, id: last.id } : null,
    };
  });
}

/** What an actor's filter means. @throws AppError `not-found` for a case out of reach */
export async function conditionsOf(
  app: Platform,
  db: Database,
  actor: Actor,
  filter: SightingFilter,
): Promise<SightingConditions> {
  const { state, days, hasPhoto, caseId } = filter;
  const around = caseId === undefined ? null : await placeOf(db, actor, caseId);
  const narrowed = {
    states: state ? [state] : (['new', 'seen'] as const),
    ...(days !== undefined && { receivedSince: new Date(app.clock().getTime() - days * DAY_MILLISECONDS) }),
    ...(hasPhoto !== undefined && { hasPhoto }),
    ...(around && { around }),
  };
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  const agency = agencyId === null ? undefined : await findAgency(db, agencyId);
  if (!agency) return { ...narrowed, near: null, isLinked: null };
  const own = { agencyId: agency.id, withProtected: seesProtected(actor) };
  return {
    ...narrowed,
    near: filter.scope === 'near' ? { ...own, country: agency.country } : null,
    isLinked: filter.scope === 'linked' ? own : null,
  };
}

export function describeSighting(
  sighting: Omit<
    Sighting,
    'sex' | 'ageYears' | 'remarks' | 'reportedBy' | 'sourceHash' | 'locale' | 'keepUntil' | 'contact'
  >,
) {
  const { id, number, state, channel, place, latitude, longitude, accuracyMetres, country } = sighting;
  const seenAt = sighting.seenAt.toISOString();
  const receivedAt = sighting.createdAt.toISOString();
  return { id, number, state, channel, place, latitude, longitude, accuracyMetres, country, seenAt, receivedAt };
}

async function placeOf(db: Database, actor: Actor, caseId: string) {
  const { lastLatitude: latitude, lastLongitude: longitude } = await loadCase(db, actor, 'case.view', caseId);
  if (latitude === null || longitude === null) return null;
  return { latitude, longitude, kilometres: NEAR_CASE_KILOMETRES };
}
