import type { Database } from '../../db/database.ts';
import type { Photo } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';

/** Ask for what a face that counts makes worth doing: a search from the sightings or of them, a look for duplicates. */
export async function enqueueSearch(
  app: Platform,
  tx: Database,
  { purpose, caseId, caseState }: Pick<Photo, 'purpose' | 'caseId' | 'caseState'>,
  faceId: string,
): Promise<void> {
  if (purpose === 'sighting') await app.jobs.enqueue(tx, 'search-face', { faceId, reason: 'sighting' });
  if (caseId === null) return;
  await app.jobs.enqueue(tx, 'find-duplicates', { caseId }, { key: caseId });
  if (caseState === 'open') await app.jobs.enqueue(tx, 'search-case', { caseId, reason: 'new-case' }, { key: caseId });
}
