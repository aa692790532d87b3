import { access, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openSeekable } from '../../adapters/blob-files.ts';
import { openFrames } from '../../adapters/frames.ts';
import { SYSTEM } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type DumpedTable, listMigrations, replaceRows } from '../../db/backup.ts';
import { findCase } from '../../db/cases.ts';
import { insertCertificate } from '../../db/certificates.ts';
import type { Database } from '../../db/database.ts';
import { insertMissingErasures } from '../../db/erasures.ts';
import { deleteAllSessions, listUnfinishedWork } from '../../db/restoring.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { ERASERS, type Erased, removeErased } from '../purge/erase.ts';
import { type ErasureLine, logErasures, readErasures } from '../purge/erasure-log.ts';
import { openSecrets } from '../storage/secrets.ts';
import { readOutline, unpack, withStaging } from './archive.ts';

export interface Restored {
  readonly takenAt: string;
  readonly blobs: number;
  /** How many things that were erased after the backup was made were erased again. */
  readonly erasedAgain: number;
}

/**
 * Replace everything by what a backup holds. No server may run meanwhile.
 *
 * What was erased since the backup was made is erased again in the same transaction, so nobody ever sees it; see
 * [Note: erasures and backups]. Everybody must sign in again.
 *
 * @throws AppError `not-found`, `invalid` for what is no backup or one of another version, `unavailable` when its master
 *   key is missing or it was damaged; everything is then as before
 */
export async function restoreBackup(app: Platform, file: string): Promise<Restored> {
  await logErasures(app);
  return withStaging(app.dataDir, async (folder) => {
    await unpack(file, folder);
    const { manifest, key, contents } = await readOutline(folder, app.vault.open);
    refuseOtherVersion(contents.migrations, await listMigrations(app.db));
    await moveBlobs(app, folder, contents.blobs);
    const rowsOf = (table: DumpedTable) => readTable(join(folder, 'tables'), table.name, { id: manifest.id, key });
    const erased = await replaceRows(app.databaseUrl, contents, rowsOf, (tx) => finish(app, tx, manifest.id));
    for (const each of erased) await removeErased(app, each);
    return { takenAt: manifest.takenAt, blobs: contents.blobs.length, erasedAgain: erased.length };
  });
}

/** All that must be done before anybody sees the restored data. */
async function finish(app: Platform, tx: Database, backupId: string): Promise<Erased[]> {
  const erased = await eraseAgain(tx, await readErasures(app));
  await deleteAllSessions(tx);
  const { waitingPhotos, unpurgedCases, openCases } = await listUnfinishedWork(tx);
  for (const photoId of waitingPhotos) await app.jobs.enqueue(tx, 'analyse-photo', { photoId });
  for (const caseId of unpurgedCases) await app.jobs.enqueue(tx, 'purge-case', { caseId });
  for (const caseId of openCases) await app.jobs.enqueue(tx, 'search-case', { caseId, reason: 'again' });
  // The restored log goes on with the key that it was begun with.
  const auditKey = (await openSecrets(tx, app.vault))('audit chain');
  const details = { erasedAgain: erased.length };
  await audit({ ...app, auditKey }, tx, SYSTEM, {
    ...{ action: 'backup.restore', entity: 'backup', entityId: backupId, details },
  });
  return erased;
}

async function eraseAgain(tx: Database, lines: readonly ErasureLine[]): Promise<Erased[]> {
  const listed = lines.filter((line) => line.type === 'erasure');
  const erased: Erased[] = [];
  for (const { kind, subjectId } of await insertMissingErasures(tx, listed))
    erased.push(await ERASERS[kind](tx, subjectId));
  for (const line of lines)
    if (line.type === 'certificate' && (await findCase(tx, line.caseId)))
      await insertCertificate(tx, { ...line, hash: Buffer.from(line.hash, 'hex') });
  return erased;
}

function refuseOtherVersion(backup: readonly string[], own: readonly string[]): void {
  if (isDeepStrictEqual(backup, own)) return;
  throw new AppError(
    'invalid',
    'This backup was made by another version of Homeward. Restore it with that version, then install this one.',
  );
}

/** Before the rows that tell of them. A file too many is swept away later, one that is missing would be a loss. */
async function moveBlobs({ dataDir }: Platform, folder: string, ids: readonly string[]): Promise<void> {
  const pathOf = (root: string, id: string) => join(root, 'blobs', id.slice(0, 2), id);
  for (const id of ids)
    await access(pathOf(folder, id)).catch((cause) => {
      throw new AppError('unavailable', 'A photo is missing in this backup: it was damaged. Name another one.', {
        cause,
      });
    });
  for (const id of ids) {
    await mkdir(dirname(pathOf(dataDir, id)), { recursive: true, mode: 0o700 });
    await rename(pathOf(folder, id), pathOf(dataDir, id));
  }
}

async function* readTable(
  folder: string,
  table: string,
  { id, key }: { id: string; key: Uint8Array },
): AsyncGenerator<Buffer> {
  const file = await openSeekable(join(folder, table));
  try {
    yield* (await openFrames(file, key, { id: `${id} ${table}` })).content;
  } finally {
    await file.close();
  }
}
