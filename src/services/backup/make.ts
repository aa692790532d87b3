import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sealFrames } from '../../adapters/frames.ts';
import { SYSTEM } from '../../core/actor.ts';
import { openSnapshot, type Snapshot } from '../../db/backup.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { logErasures } from '../purge/erasure-log.ts';
import { pack, withStaging, writeOutline } from './archive.ts';

/**
 * Write everything into one file, as it is at one moment, while the server runs; see [Note: backup].
 *
 * The master key is not in it: keep that elsewhere, or the backup cannot be read.
 *
 * @throws AppError `unavailable` when the file cannot be written
 */
export async function makeBackup(app: Platform, file: string): Promise<{ bytes: number; blobs: number }> {
  await logErasures(app);
  const id = randomUUID();
  const made = await withStaging(app.dataDir, async (folder) => {
    const wrapped = app.vault.newKey();
    const key = app.vault.open(wrapped);
    const snapshot = await openSnapshot(app.databaseUrl);
    try {
      const blobs = await linkBlobs(app, snapshot.blobIds, join(folder, 'blobs'));
      await writeTables(snapshot, join(folder, 'tables'), { id, key });
      const { migrations, tables, sequences } = snapshot;
      const manifest = {
        version: 1 as const,
        id,
        takenAt: app.clock().toISOString(),
        key: { ...wrapped, wrapped: Buffer.from(wrapped.wrapped).toString('base64') },
      };
      const contents = { migrations: [...migrations], tables: tables.map(listed), sequences, blobs };
      await writeOutline(folder, manifest, { contents, key });
      return { bytes: await pack(folder, file), blobs: blobs.length };
    } finally {
      await snapshot.close();
    }
  });
  await inTransaction(app.db, (tx) =>
    audit(app, tx, SYSTEM, { action: 'backup.make', entity: 'backup', entityId: id, details: made }),
  );
  return made;
}

const listed = ({ name, columns }: Snapshot['tables'][number]) => ({ name, columns: [...columns] });

/** Links, so that what is erased while the file is packed is still whole. What was erased already is left out. */
async function linkBlobs({ dataDir }: Platform, ids: readonly string[], folder: string): Promise<string[]> {
  await mkdir(folder);
  const linked: string[] = [];
  for (const id of ids) {
    await mkdir(join(folder, id.slice(0, 2)), { recursive: true });
    const path = join(id.slice(0, 2), id);
    const isThere = await link(join(dataDir, 'blobs', path), join(folder, path)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    if (isThere) linked.push(id);
  }
  return linked;
}

async function writeTables(
  snapshot: Snapshot,
  folder: string,
  { id, key }: { id: string; key: Uint8Array },
): Promise<void> {
  await mkdir(folder);
  for (const table of snapshot.tables)
    await pipeline(
      sealFrames(snapshot.rowsOf(table), key, `${id} ${table.name}`),
      createWriteStream(join(folder, table.name), { mode: 0o600 }),
    );
}
