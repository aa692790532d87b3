import { findBestFace } from '../../db/searches.ts';
import type { Platform } from '../../platform.ts';
import { photoAge } from './references.ts';

/** A case whose child's face is so alike that about one in `oneIn` unrelated children would be. */
export interface SimilarCase {
  readonly caseId: string;
  readonly oneIn: number;
}

/**
 * Open cases, of any agency, whose child may be that of this case: as alike as would raise an alert for a sighting.
 *
 * @returns none for a case without a face, without a legal basis, or closed
 */
export async function similarCases(app: Platform, caseId: string): Promise<readonly SimilarCase[]> {
  const face = await findBestFace(app.db, caseId);
  if (!face) return [];
  const { index, scoring } = await app.searching();
  await index.catchUp();
  const embeddings = index.embeddingsOf(face.faceId);
  if (embeddings.length === 0) return [];
  const probe = { embeddings, quality: face.quality, ageYears: photoAge(face), photo: face.sha256 };
  const { candidates, alertThreshold } = await scoring.search(probe, { protectedOf: 'all', leaveOut: caseId });
  return candidates
    .filter(({ score }) => score >= alertThreshold)
    .map(({ child, oneIn }) => ({ caseId: child, oneIn }));
}
