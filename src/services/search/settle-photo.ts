import { listCandidatesOfPhoto, updateCandidate } from '../../db/candidates.ts';
import type { Database } from '../../db/database.ts';
import { type Reason, reason } from '../../match/plausibility/reasons.ts';

/**
 * One child is in a photo once: of several faces that are proposed as one child, the best stays as it is, the others
 * say why they are probably somebody else and raise no alert.
 *
 * @returns candidates that have become an alert
 */
export async function settlePhoto(tx: Database, faceId: string): Promise<string[]> {
  const candidates = await listCandidatesOfPhoto(tx, faceId);
  const best = new Map<string, string>();
  for (const { caseId, faceId: face } of candidates) if (!best.has(caseId)) best.set(caseId, face);
  const alerts: string[] = [];
  for (const { id, caseId, faceId: face, isAboveThreshold, isAlert: wasAlert, plausibility } of candidates) {
    const isBest = best.get(caseId) === face;
    const isAlert = isAboveThreshold && isBest;
    if (isAlert && !wasAlert) alerts.push(id);
    const isSaid = plausibility.some(isSamePhoto);
    if (isAlert !== wasAlert || isSaid === isBest)
      await updateCandidate(tx, id, { isAlert, plausibility: explained(plausibility, isBest) });
  }
  return alerts;
}

function explained(plausibility: readonly Reason[], isBest: boolean): Reason[] {
  const others = plausibility.filter((each) => !isSamePhoto(each));
  return isBest ? others : [...others, reason('against', 'same-photo', 'same-photo.other')];
}

function isSamePhoto({ kind }: Reason): boolean {
  return kind === 'same-photo';
}
