import type { Actor } from '../../core/actor.ts';
import { listCaseFaces } from '../../db/case-list.ts';
import type { Platform } from '../../platform.ts';
import { requireReach } from '../policy.ts';

/**
 * Which face shows the child of each case best. Ids only: whoever asks has listed the cases, and opening a face is a
 * look of its own, for which permission is asked and which is written down.
 */
export async function facesOfCases(
  app: Platform,
  actor: Actor,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  requireReach(actor, 'photo.view');
  return listCaseFaces(app.db, caseIds);
}
