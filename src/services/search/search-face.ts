import { SYSTEM } from '../../core/actor.ts';
import { keepOpenCases, type NewCandidate, replaceCandidates } from '../../db/candidates.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { JobData } from '../../db/jobs.ts';
import { findSightingFace, insertSearchRun, lockPhotoOf, type SightingFace } from '../../db/searches.ts';
import { findWatchedCases } from '../../db/watch-valid.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import type { ScoredSearch } from './contract.ts';
import { currentProfile } from './profile.ts';
import { settlePhoto } from './settle-photo.ts';
import { weighCandidates } from './weigh.ts';

/**
 * Search all children who are sought for the face of a sighting, and write down who is proposed.
 *
 * May run any number of times: candidates are replaced, what people decided stays, and an alert is asked for when a
 * candidate becomes one. Whoever is protected is searched too; who gets to know is decided where it is shown.
 */
export async function searchFace(app: Platform, { faceId, reason }: JobData['search-face']): Promise<void> {
  const face = await findSightingFace(app.db, faceId);
  if (!face || face.state === 'spam') return;
  const { index, scoring } = await app.searching();
  await index.catchUp();
  const embeddings = index.embeddingsOf(faceId);
  // Templates of other models only: they are made anew, and then the face is searched.
  if (embeddings.length === 0) return;
  const { quality, ageYears, sha256: photo } = face;
  const stop = app.metrics.searchSeconds.startTimer();
  const result = await scoring.search({ embeddings, quality, ageYears, photo }, { protectedOf: 'all' });
  stop();
  const candidates = await weighCandidates(app.db, face, result);
  await inTransaction(app.db, (tx) => record(app, tx, { face, reason, result, candidates }));
}

interface Found {
  readonly face: SightingFace;
  readonly reason: JobData['search-face']['reason'];
  readonly result: ScoredSearch;
  readonly candidates: readonly NewCandidate[];
}

/** All in one transaction with the jobs that follow: a crash loses nothing and doubles nothing. */
async function record(app: Platform, tx: Database, { face, reason, result, candidates }: Found): Promise<void> {
  const { faceId } = face;
  // The sighting may have been erased, a case closed, while the search went on.
  if (!(await lockPhotoOf(tx, faceId))) return;
  const open = await keepOpenCases(
    tx,
    candidates.map(({ caseId }) => caseId),
  );
  // A watch about certain cases proposes nobody else.
  const wanted = await findWatchedCases(tx, face.sightingId);
  const proposed = candidates.filter(({ caseId }) => open.has(caseId) && (wanted?.has(caseId) ?? true));
  const at = app.clock();
  const searchId = await insertSearchRun(tx, {
    reason,
    faceId,
    profile: (await currentProfile(app)).id,
    gallerySize: result.gallerySize,
    basis: result.basis,
    nobody: !proposed.some(({ isAboveThreshold }) => isAboveThreshold),
    notes: result.notes,
    at,
  });
  await replaceCandidates(tx, { faceId, searchId, at }, proposed);
  const alerts = await settlePhoto(tx, faceId);
  for (const candidateId of alerts) await app.jobs.enqueue(tx, 'raise-alerts', { candidateId }, { key: candidateId });
  const details = { searchId, reason, gallerySize: result.gallerySize, candidates: proposed.length };
  await audit(app, tx, SYSTEM, { action: 'search.run', entity: 'face', entityId: faceId, details });
}
