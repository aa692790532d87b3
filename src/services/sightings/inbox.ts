import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listSightingPhotos } from '../../db/photos.ts';
import {
  deleteCaseLink,
  findSighting,
  insertCaseLink,
  listAdditions,
  listCaseLinks,
  lockSighting,
  type Sighting,
  type SightingState,
  updateSighting,
} from '../../db/sightings.ts';
import { findPassage } from '../../db/watch-hits.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountIdOf, loadCase } from '../cases/load.ts';
import { describePhotos } from '../photos/view.ts';
import { can, requirePermission } from '../policy.ts';
import { describeSighting, SightingListItem } from './listing.ts';

/** A sighting with all that was sent, and the cases that the actor may know of. */
export const SightingView = SightingListItem.omit({ photos: true, faceId: true, additions: true }).extend({
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
  passage: z
    .object({
      sourceId: z.uuid(),
      sourceName: z.string(),
      timeZone: z.string().describe('Of the source'),
      firstAt: z.iso.datetime(),
      lastAt: z.iso.datetime(),
      filmSeconds: z.number().nullable().describe('Where to play its film; null for a camera and a film that is gone'),
    })
    .nullable()
    .describe('Where to look in the pictures of the camera or film that found the child, for members of its agency'),
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

/** How the reporter can be reached, for who says why they ask. Null where the reporter did not say. */
export async function viewContact(
  app: Platform,
  actor: Actor,
  id: string,
  reasonCode: string,
): Promise<SightingView['contact']> {
  requirePermission(actor, 'sighting.view');
  if (actor.kind !== 'account') throw new AppError('forbidden', 'Only people may see how a reporter can be reached.');
  return inTransaction(app.db, async (tx) => {
    const sighting = await findSighting(tx, id);
    if (!sighting) throw new AppError('not-found', 'There is no such sighting.');
    await audit(app, tx, actor, { action: 'sighting.contact', entity: 'sighting', entityId: id, reasonCode });
    return sighting.contact;
  });
}

/**
 * Say how far work on a sighting is. What was found for cases stays as it is.
 *
 * @param reasonCode why, where the page asks for it
 */
export async function setSightingState(
  app: Platform,
  actor: Actor,
  id: string,
  { state, reasonCode }: { readonly state: SightingState; readonly reasonCode?: string | undefined },
): Promise<void> {
  requirePermission(actor, 'sighting.close');
  await inTransaction(app.db, async (tx) => {
    const { state: before } = await lockSighting(tx, id);
    if (before === state) return;
    await updateSighting(tx, id, { state });
    const details = { before, state };
    const why = reasonCode === undefined ? {} : { reasonCode };
    await audit(app, tx, actor, { action: 'sighting.close', entity: 'sighting', entityId: id, details, ...why });
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

async function describeWhole(db: Database, actor: Actor, sighting: Sighting): Promise<SightingView> {
  const additions = await listAdditions(db, sighting.id);
  const links = await listCaseLinks(db, sighting.id);
  return {
    ...describeSighting(sighting),
    sex: sighting.sex,
    ageYears: sighting.ageYears,
    remarks: sighting.remarks,
    contact: actor.kind === 'account' ? sighting.contact : null,
    locale: sighting.locale,
    keptUntil: sighting.keepUntil.toISOString(),
    additions: additions.map(({ text, createdAt }) => ({ text, at: createdAt.toISOString() })),
    passage: await passageOf(db, actor, sighting.id),
    photos: await describePhotos(db, await listSightingPhotos(db, sighting.id)),
    links: links
      .filter((subject) => can(actor, 'case.view', subject))
      .map(({ caseId, number, reason }) => ({ caseId, number, reason })),
  };
}

/** Homeward keeps no film of a camera: this is what the agency asks the camera's owner for. */
async function passageOf(db: Database, actor: Actor, sightingId: string): Promise<SightingView['passage']> {
  const found = await findPassage(db, sightingId);
  if (!found || !can(actor, 'watch.view', found)) return null;
  const { sourceId, sourceName, timeZone, firstAt, lastAt, kind, blobId, positionSeconds } = found;
  const filmSeconds = kind === 'file' && blobId !== null ? positionSeconds : null;
  return {
    ...{ sourceId, sourceName, timeZone, filmSeconds },
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}
