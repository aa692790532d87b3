import type { Database } from './database.ts';
import { listUnpurgedCases } from './retention.ts';

/** Sessions of a backup may have been ended since. */
export async function deleteAllSessions(tx: Database): Promise<void> {
  await tx.deleteFrom('session').execute();
}

/** What jobs were asked for and may not have been done: the queue is in no backup. */
export async function listUnfinishedWork(
  db: Database,
): Promise<{ waitingPhotos: string[]; unpurgedCases: string[]; openCases: string[] }> {
  const photos = await db
    .selectFrom('photo')
    .where('state', '=', 'waiting')
    .where('purpose', '<>', 'probe')
    .select('id')
    .execute();
  const cases = await db.selectFrom('case_file').where('state', '=', 'open').select('id').execute();
  return {
    waitingPhotos: photos.map(({ id }) => id),
    unpurgedCases: await listUnpurgedCases(db),
    openCases: cases.map(({ id }) => id),
  };
}
