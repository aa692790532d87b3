import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Point } from '../../core/geometry.ts';
import { findReviewSession, type ReviewPair } from '../../db/review-sessions.ts';
import { type FacePicture, findFacePicture, findProbeAnalysis, listReferencePictures } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { getVisiblePair } from './judge.ts';
import { landmarksIn, type Picture, pictureOf } from './picture.ts';
import { requireReviewer } from './reviewer.ts';

/** The aligned crop of the probe, while this person works on it. */
export async function openProbeCrop(app: Platform, actor: Actor, sessionId: string): Promise<Picture> {
  const reviewer = requireReviewer(actor);
  const session = await findReviewSession(app.db, reviewer, sessionId);
  if (!session) throw nothing();
  refuseEnded(session.leaseUntil, app.clock());
  return openPicture(app, await findFacePicture(app.db, session.faceId));
}

/**
 * An aligned crop of the child that the probe is compared with.
 *
 * @param position 0 for the first
 * @throws AppError `conflict` before the probe is analysed, and after the lease has ended
 */
export async function openReferenceCrop(
  app: Platform,
  actor: Actor,
  pairId: string,
  position: number,
): Promise<Picture> {
  const pair = await getPairAtHand(app, actor, pairId);
  return openPicture(app, (await listReferencePictures(app.db, pair.caseId))[position]);
}

/** Points of the faces of a pair, each as shares of its picture's side; null where nobody has looked for them. */
export interface PairLandmarks {
  readonly probe: readonly Point[] | null;
  readonly references: readonly (readonly Point[] | null)[];
}

/** Where eyes, nose and mouth lie in the pictures of a pair. @throws AppError as `openReferenceCrop` */
export async function findPairLandmarks(app: Platform, actor: Actor, pairId: string): Promise<PairLandmarks> {
  const { faceId, caseId } = await getPairAtHand(app, actor, pairId);
  const probe = await findFacePicture(app.db, faceId);
  const references = await listReferencePictures(app.db, caseId);
  return { probe: probe ? landmarksIn(probe) : null, references: references.map(landmarksIn) };
}

async function getPairAtHand(app: Platform, actor: Actor, pairId: string): Promise<ReviewPair> {
  const reviewer = requireReviewer(actor);
  const pair = await getVisiblePair(app.db, reviewer, pairId);
  refuseEnded(pair.leaseUntil, app.clock());
  if (!(await findProbeAnalysis(app.db, pair.faceId, reviewer.accountId)))
    throw new AppError('conflict', 'Analyse the probe first, before you compare it with anybody.');
  return pair;
}

async function openPicture(app: Platform, face: FacePicture | undefined): Promise<Picture> {
  if (!face) throw nothing();
  return pictureOf(app, face);
}

function refuseEnded(leaseUntil: Date, now: Date): void {
  if (leaseUntil <= now)
    throw new AppError('conflict', 'Your time with this probe has ended. Take it up again to see its pictures.');
}

function nothing(): AppError {
  return new AppError('not-found', 'There is no such picture.');
}
