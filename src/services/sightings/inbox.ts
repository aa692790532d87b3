import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findAgency } from '../../db/agencies.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listSightingPhotos } from '../../db/photos.ts';
import {
  deleteCaseLink,
  findSighting,
  insertCaseLink,
  listAdditions,
  listCaseLinks,
  listSightings,
  lockSighting,
  SIGHTING_STATES,
  type Sighting,
  type SightingConditions,
  type SightingPosition,
  type SightingState,
  updateSighting,
} from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf, loadCase } from '../cases/load.ts';
import { describePhotos } from '../photos/view.ts';
import { can, requirePermission, seesProtected } from '../policy.ts';

/** Which sightings to list. */
export const SightingFilter = z.object({
  state: z.enum(SIGHTING_STATES).optional().describe('Absent: new and seen ones'),
  scope: z
    .enum(['near', 'linked', 'everywhere'])
    .default('near')
    .describe('`near`: of your agency’s country, of unknown country, or connected with your cases'),
});
export type SightingFilter = z.output<typeof SightingFilter>;

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
});
export type SightingListItem = z.output<typeof SightingListItem>;

interface Page {
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
  { after = null, limit = 50 }: Page = {},
): Promise<{ items: SightingListItem[]; next: SightingPosition | null }> {
  requirePermission(actor, 'sighting.list');
  return inTransaction(app.db, async (tx) => {
    const conditions = await conditionsOf(tx, actor, filter);
    const rows = await listSightings(tx, conditions, { after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const details = { rows: items.length, scope: filter.scope };
    await audit(app, tx, actor, { action: 'sighting.list', details });
    return {
      items: items.map((row) => ({ ...describe(row), photos: row.photos })),
      next: last ? { key: last.sortKey, id: last.id } : null,
    };
  });
}

/** A sighting with all that was sent, and the cases that the actor may know of. */
export const SightingView = SightingListItem.omit({ photos: true }).extend({
  sex: z.string().nullable().describe('Of the child, as the reporter saw it'),
  ageYears: z.number().nullable().describe('About, as the reporter saw it'),
  remarks: z.string().nullable(),
  contact: z
    .object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() })
    .nullable()
    .describe('How the reporter can be reached; null where they did not say, and for programs'),
  locale: z.string(),
  keptUntil: z.iso.datetime(),
  additions: z.array(z.object({ text: z.string(), at: z.iso.datetime() })),
  photos: z.array(z.looseObject({ id: z.uuid() })).describe('As GET /photos/{id} describes them'),
  links: z.array(z.object({ caseId: z.uuid(), number: z.string(), reason: z.string() })),
});
export type SightingView = z.output<typeof SightingView>;

/** @throws AppError `forbidden`, `not-found` */
export async function viewSighting(app: Platform, actor: Actor, id: string): Promise<SightingView> {
  requirePermission(actor, 'sighting.view');
  return inTransaction(app.db, async (tx) => {
    const sighting = await findSighting(tx, id);
    if (!sighting) throw new AppError('not-found', 'There is no such sighting.');
    const view = await describeWhole(tx, actor, sighting);
    await audit(app, tx, actor, { action: 'sighting.view', entity: 'sighting', entityId: id });
    return view;
  });
}

/** Say how far work on a sighting is. What was found for cases stays as it is. */
export async function setSightingState(app: Platform, actor: Actor, id: string, state: SightingState): Promise<void> {
  requirePermission(actor, 'sighting.close');
  await inTransaction(app.db, async (tx) => {
    const { state: before } = await lockSighting(tx, id);
    if (before === state) return;
    await updateSighting(tx, id, { state });
    const details = { before, state };
    await audit(app, tx, actor, { action: 'sighting.close', entity: 'sighting', entityId: id, details });
  });
}

/** Connect a sighting with a case by hand: no face was found, or a person knows more. */
export async function linkSighting(
  app: Platform,
  actor: Actor,
  id: string,
  { caseId, reason }: { readonly caseId: string; readonly reason: string },
): Promise<void> {
  requirePermission(actor, 'sighting.view');
  const linkedBy = accountIdOf(actor);
  if (linkedBy === null) throw new AppError('forbidden', 'Only people connect sightings with cases.');
  await inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'sighting.link', caseId);
    await lockSighting(tx, id);
    const isNew = await insertCaseLink(tx, { sightingId: id, caseId, reason, linkedBy, at: app.clock() });
    if (!isNew) throw new AppError('conflict', 'This sighting is connected with the case already.');
    const details = { sightingId: id };
    await audit(app, tx, actor, { action: 'sighting.link', entity: 'case', entityId: caseId, details });
  });
}

/** Undo `linkSighting`. @throws AppError `not-found` */
export async function unlinkSighting(app: Platform, actor: Actor, id: string, caseId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'sighting.link', caseId);
    if (!(await deleteCaseLink(tx, id, caseId)))
      throw new AppError('not-found', 'The sighting and the case are not connected.');
    const details = { sightingId: id };
    await audit(app, tx, actor, { action: 'sighting.unlink', entity: 'case', entityId: caseId, details });
  });
}

async function conditionsOf(db: Database, actor: Actor, filter: SightingFilter): Promise<SightingConditions> {
  const states = filter.state ? [filter.state] : (['new', 'seen'] as const);
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  const agency = agencyId === null ? undefined : await findAgency(db, agencyId);
  if (!agency) return { states, near: null, isLinked: null };
  const own = { agencyId: agency.id, withProtected: seesProtected(actor) };
  return {
    states,
    near: filter.scope === 'near' ? { ...own, country: agency.country } : null,
    isLinked: filter.scope === 'linked' ? own : null,
  };
}

async function describeWhole(db: Database, actor: Actor, sighting: Sighting): Promise<SightingView> {
  const additions = await listAdditions(db, sighting.id);
  const links = await listCaseLinks(db, sighting.id);
  return {
    ...describe(sighting),
    sex: sighting.sex,
    ageYears: sighting.ageYears,
    remarks: sighting.remarks,
    contact: actor.kind === 'account' ? sighting.contact : null,
    locale: sighting.locale,
    keptUntil: sighting.keepUntil.toISOString(),
    additions: additions.map(({ text, createdAt }) => ({ text, at: createdAt.toISOString() })),
    photos: await describePhotos(db, await listSightingPhotos(db, sighting.id)),
    links: links
      .filter((subject) => can(actor, 'case.view', subject))
      .map(({ caseId, number, reason }) => ({ caseId, number, reason })),
  };
}

function describe(sighting: Sighting): Omit<SightingListItem, 'photos'> {
  const { id, number, state, channel, place, latitude, longitude, accuracyMetres, country } = sighting;
  const seenAt = sighting.seenAt.toISOString();
  const receivedAt = sighting.createdAt.toISOString();
  return { id, number, state, channel, place, latitude, longitude, accuracyMetres, country, seenAt, receivedAt };
}
