import { inTransaction } from '../../db/database.ts';
import type { JobData } from '../../db/jobs.ts';
import { listReferenceFaces } from '../../db/searches.ts';
import type { Platform } from '../../platform.ts';

/**
 * Past sightings that are searched anew for one photo of a case and one model: several times the longest list that
 * people see, because the order by one model is not the final one.
 */
const NEAREST_FACES = 100;

/**
 * Search the past sightings for the child of a case: those nearest to it are searched again, now that it is sought.
 *
 * So there is one direction of scoring only, and what a new case finds is what the sightings would find if they came now.
 */
export async function searchCase(app: Platform, { caseId, reason }: JobData['search-case']): Promise<void> {
  const faces = await listReferenceFaces(app.db, [caseId]);
  if (faces.length === 0) return;
  const { index } = await app.searching();
  await index.catchUp();
  const near = new Set<string>();
  for (const { faceId } of faces)
    for (const embedding of index.embeddingsOf(faceId)) {
      const found = await index.nearest(embedding, NEAREST_FACES, { scope: { purpose: 'sighting' } });
      for (const { id } of found) near.add(id);
    }
  await inTransaction(app.db, async (tx) => {
    for (const faceId of [...near].sort())
      await app.jobs.enqueue(tx, 'search-face', { faceId, reason }, { key: faceId });
  });
}
