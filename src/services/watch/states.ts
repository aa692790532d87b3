import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { notifyLive } from '../../db/live.ts';
import { findSource } from '../../db/watch-sources.ts';
import { countStates, listStates, upsertState } from '../../db/watch-states.ts';
import { type OrderAt, updateProgress } from '../../db/watch-valid.ts';
import type { Platform } from '../../platform.ts';
import { requirePermission } from '../policy.ts';
import { SOURCE_STATES, type SourceState } from './contract.ts';
import { requireMember } from './sources.ts';

/** A state that nobody has written anew for so long is no longer true: whoever watched is gone. */
const FRESH_MILLISECONDS = 15_000;

/** How a source is doing. */
export const SourceStateView = z.object({
  sourceId: z.uuid(),
  state: z.enum(SOURCE_STATES),
  isFresh: z.boolean().describe('False: nobody watches it just now, and the rest is as it was last'),
  message: z.string().nullable(),
  since: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  lagMilliseconds: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  facesPerMinute: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  positionSeconds: z.number().nullable(),
  shareDone: z.number().nullable(),
});
export type SourceStateView = z.output<typeof SourceStateView>;

/**
 * Say how a source is doing; every few seconds, by whoever watches it. Open pages hear of it when it is another state.
 *
 * Of a film it also keeps how far it was seen under the order, so that it goes on there after a crash.
 */
export async function writeState(app: Platform, at: OrderAt, state: SourceState): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const source = await findSource(tx, at.sourceId);
    if (!source || source.removedAt !== null) return;
    const now = app.clock();
    const before = await upsertState(tx, at.sourceId, { ...state, at: now });
    if (source.kind === 'file' && state.positionSeconds !== null) {
      const isFinished = state.state === 'ended' && state.shareDone === 1;
      const progress = {
        positionSeconds: state.resumeSeconds ?? state.positionSeconds,
        finishedAt: isFinished ? now : null,
      };
      await updateProgress(tx, at, progress);
    }
    if (before === state.state) return;
    await notifyLive(tx, { topics: ['watch'], agencyId: source.agencyId, caseId: null, ended: null });
  });
}

/** How the sources of one's agency are doing; one that was never watched is not in it. */
export async function listSourceStates(app: Platform, actor: Actor): Promise<SourceStateView[]> {
  const { agencyId } = requireMember(actor, 'watch.view');
  const now = app.clock().getTime();
  return (await listStates(app.db, agencyId)).map(({ since, updatedAt, state, ...rest }) => ({
    ...rest,
    state: z.enum(SOURCE_STATES).parse(state),
    isFresh: now - updatedAt.getTime() < FRESH_MILLISECONDS,
    since: since.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
}

/** How many sources are in each state now, for whoever runs the system: nothing of which, and whose. */
export async function countSourceStates(app: Platform, actor: Actor): Promise<Record<string, number>> {
  requirePermission(actor, 'system.view');
  return countStates(app.db, new Date(app.clock().getTime() - FRESH_MILLISECONDS));
}
