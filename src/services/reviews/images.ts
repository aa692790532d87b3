import { buffer } from 'node:stream/consumers';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findReviewSession } from '../../db/review-sessions.ts';
import { findCrop, findProbeAnalysis, listReferenceCrops } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { openBlob } from '../storage/blob-writing.ts';
import { getVisiblePair } from './judge.ts';
import { requireReviewer } from './reviewer.ts';

export interface Crop {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

/** The aligned crop of the probe, while this person works on it. */
export async function openProbeCrop(app: Platform, actor: Actor, sessionId: string): Promise<Crop> {
  const reviewer = requireReviewer(actor);
  const session = await findReviewSession(app.db, reviewer, sessionId);
  if (!session) throw nothing();
  refuseEnded(session.leaseUntil, app.clock());
  return openCrop(app, await findCrop(app.db, session.faceId));
}

/**
 * An aligned crop of the child that the probe is compared with.
 *
 * @param position 0 for the first
 * @throws AppError `conflict` before the probe is analysed, and after the lease has ended
 */
export async function openReferenceCrop(app: Platform, actor: Actor, pairId: string, position: number): Promise<Crop> {
  const reviewer = requireReviewer(actor);
  const pair = await getVisiblePair(app.db, reviewer, pairId);
  refuseEnded(pair.leaseUntil, app.clock());
  if (!(await findProbeAnalysis(app.db, pair.faceId, reviewer.accountId)))
    throw new AppError('conflict', 'Analyse the probe first, before you compare it with anybody.');
  const crops = await listReferenceCrops(app.db, pair.caseId);
  return openCrop(app, crops[position] ?? null);
}

async function openCrop(app: Platform, cropId: string | null): Promise<Crop> {
  if (cropId === null) throw nothing();
  const { content, mediaType } = await openBlob(app, app.db, cropId);
  return { content: Uint8Array.from(await buffer(content)), mediaType };
}

function refuseEnded(leaseUntil: Date, now: Date): void {
  if (leaseUntil <= now)
    throw new AppError('conflict', 'Your time with this probe has ended. Take it up again to see its pictures.');
}

function nothing(): AppError {
  return new AppError('not-found', 'There is no such picture.');
}
