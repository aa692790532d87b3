import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { getDataKey, insertDataKey } from '../../db/keys.ts';
import {
  findOrigin,
  findSource,
  insertSource,
  listSources,
  lockSource,
  type Source,
  type SourceColumns,
  updateAddress,
  updateSource,
} from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { type AccountActor, requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { requirePermission, requireVisible } from '../policy.ts';
import { eraseOne } from '../purge/retention.ts';
import { readStreamAddress, sealAddress, shownHost } from './addresses.ts';

/** Where a source is, and where it looks. */
const WHERE = {
  name: z.string().trim().min(1, 'Give the source a name').max(100, 'Give a shorter name'),
  place: z.string().trim().min(1, 'Say where it is').max(200, 'Say it in fewer words'),
  latitude: z.coerce.number('Give the latitude in degrees').min(-90).max(90),
  longitude: z.coerce.number('Give the longitude in degrees').min(-180).max(180),
  headingDegrees: optionalNumber(0, 360).describe('Where it looks, clockwise from north'),
  angleDegrees: optionalNumber(1, 360).describe('How wide it sees'),
  rangeMetres: optionalNumber(1, 10_000).describe('How far faces can be told'),
  timeZone: z.string().trim().refine(isTimeZone, 'Give a time zone such as Asia/Kolkata'),
};

/** A camera in the network, or one of a browser. Films come with their file: see `addFilm`. */
export const NewSource = z.discriminatedUnion('kind', [
  z.strictObject({
    ...WHERE,
    kind: z.literal('stream'),
    address: z.string().trim().max(2000).describe('With user and password, if there are any; never shown again'),
  }),
  z.strictObject({ ...WHERE, kind: z.literal('camera') }),
]);
export type NewSource = z.output<typeof NewSource>;

export const NewFilm = z.strictObject({
  ...WHERE,
  startedAt: z.coerce.date('Say when the film begins').describe('When its first picture was taken'),
});
export type NewFilm = z.output<typeof NewFilm>;

export const SourceChanges = z.strictObject({
  ...WHERE,
  address: z.string().trim().max(2000).optional().describe('Of a stream: a new one; without, it stays'),
});
export type SourceChanges = z.output<typeof SourceChanges>;

/** What anybody may see of a source: the host of its address, never the address. */
export const SourceView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['stream', 'file', 'camera']),
  host: z.string().nullable().describe('Of a stream'),
  place: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  headingDegrees: z.number().nullable(),
  angleDegrees: z.number().nullable(),
  rangeMetres: z.number().nullable(),
  timeZone: z.string(),
  filmStartedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  removedAt: z.iso.datetime().nullable(),
});
export type SourceView = z.output<typeof SourceView>;

/** The sources of one's agency, by name; without those that were removed. */
export async function listWatchSources(app: Platform, actor: Actor): Promise<SourceView[]> {
  const { agencyId } = requireMember(actor, 'watch.view');
  return (await listSources(app.db, agencyId)).map(sourceView);
}

/** Look at one source. Who looked is written down. @throws AppError `forbidden`, `not-found` */
export function viewWatchSource(app: Platform, actor: Actor, id: string): Promise<SourceView> {
  return inTransaction(app.db, async (tx) => {
    const source = requireVisible(actor, 'watch.view', await findSource(tx, id));
    await audit(app, tx, actor, { action: 'watch.view-source', entity: 'source', entityId: id });
    return sourceView(source);
  });
}

/**
 * Add a camera. Nothing connects to it yet: that takes a test, or a watch order.
 *
 * @throws AppError `forbidden`; `invalid` for an address that the server may not connect to
 */
export async function addWatchSource(app: Platform, actor: Actor, given: NewSource): Promise<SourceView> {
  const { agencyId, accountId } = requireMember(actor, 'watch.source-edit');
  const id = randomUUID();
  const url = given.kind === 'stream' ? readStreamAddress(given.address, app.config.watchHosts) : null;
  return inTransaction(app.db, async (tx) => {
    const key = url && app.vault.newKey();
    if (key) await insertDataKey(tx, key);
    await insertSource(tx, {
      ...columnsOf(given),
      ...{ id, agencyId, kind: given.kind, createdBy: accountId, at: app.clock() },
      ...{ keyId: key?.id ?? null, blobId: null, filmStartedAt: null },
      host: url && shownHost(url),
      sealedAddress: url && key && sealAddress(app, key, id, url),
    });
    return added(app, tx, actor, id);
  });
}

/** Part of a transaction that has inserted the source. */
export async function added(app: Platform, tx: Database, actor: Actor, id: string): Promise<SourceView> {
  const source = requireVisible(actor, 'watch.view', await findSource(tx, id));
  const details = { kind: source.kind };
  await audit(app, tx, actor, { action: 'watch.add-source', entity: 'source', entityId: id, details });
  return sourceView(source);
}

/** Change where a source is, or its address. What was found before keeps the place that it was found at. */
export function editWatchSource(app: Platform, actor: Actor, id: string, given: SourceChanges): Promise<SourceView> {
  return inTransaction(app.db, async (tx) => {
    const source = requireThere(requireVisible(actor, 'watch.source-edit', await lockSource(tx, id)));
    await updateSource(tx, id, columnsOf(given));
    const isNewAddress = given.address !== undefined && given.address !== '';
    if (isNewAddress) await replaceAddress(app, tx, source, given.address ?? '');
    const details = { isNewAddress };
    await audit(app, tx, actor, { action: 'watch.edit-source', entity: 'source', entityId: id, details });
    return sourceView(requireVisible(actor, 'watch.view', await findSource(tx, id)));
  });
}

/** Remove a source: its address, its film and their key are erased at once. What was found there stays. */
export async function removeWatchSource(app: Platform, actor: Actor, id: string): Promise<void> {
  requireThere(requireVisible(actor, 'watch.source-edit', await findSource(app.db, id)));
  await eraseOne(app, actor, 'watch-source', id);
}

async function replaceAddress(app: Platform, tx: Database, { id, kind }: Source, address: string): Promise<void> {
  const origin = await findOrigin(tx, id);
  if (kind !== 'stream' || !origin?.keyId)
    throw new AppError('invalid', 'Only a camera in the network has an address. Leave it out.');
  const url = readStreamAddress(address, app.config.watchHosts);
  const key = await getDataKey(tx, origin.keyId);
  await updateAddress(tx, id, { host: shownHost(url), sealedAddress: sealAddress(app, key, id, url) });
}

/** A person of an agency who may do this there. @throws AppError `unauthenticated`, `forbidden` */
export function requireMember(
  actor: Actor,
  action: 'watch.view' | 'watch.source-edit' | 'watch.authorise',
): AccountActor & { readonly agencyId: string } {
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  requirePermission(actor, action, { agencyId });
  const account = requireAccount(actor);
  if (agencyId === null) throw new AppError('forbidden', 'Only an agency watches cameras.');
  return { ...account, agencyId };
}

/** @throws AppError `conflict` for a source that was removed */
export function requireThere(source: Source): Source {
  if (source.removedAt === null) return source;
  throw new AppError('conflict', `«${source.name}» was removed. Add it again to watch it.`);
}

export function columnsOf(given: NewFilm | NewSource | SourceChanges): SourceColumns {
  return {
    name: given.name,
    place: given.place,
    latitude: given.latitude,
    longitude: given.longitude,
    headingDegrees: given.headingDegrees ?? null,
    angleDegrees: given.angleDegrees ?? null,
    rangeMetres: given.rangeMetres ?? null,
    timeZone: given.timeZone,
  };
}

function sourceView({ agencyId: _, ...source }: Source): SourceView {
  return {
    ...source,
    filmStartedAt: source.filmStartedAt?.toISOString() ?? null,
    createdAt: source.createdAt.toISOString(),
    removedAt: source.removedAt?.toISOString() ?? null,
  };
}

/** An empty field of a form is a field left out. */
function optionalNumber(least: number, most: number) {
  return z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    z.coerce.number().min(least).max(most).optional(),
  );
}
