import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { findMatch, listMatchSteps, listMatches as listRows, type MatchStatus } from '../../db/matches.ts';
import { listAgreedCandidates } from '../../db/review-facts.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireReach, requireVisible, seesProtected } from '../policy.ts';
import { Facts, factsOf } from '../reviews/facts.ts';
import { type MatchSummary, type MatchView, matchViewOf, summaryOf } from './match-view.ts';

export const AgreedCandidate = Facts.extend({ agreedAt: z.iso.datetime() });
export type AgreedCandidate = z.output<typeof AgreedCandidate>;

/** Where a page of a list begins. */
export interface PagePlace {
  readonly at: Date;
  readonly id: string;
}

/** Candidates that two reviewers agree on, and that wait for a fact beside the face. Protected ones for leads alone. */
export async function listAgreed(
  app: Platform,
  actor: Actor,
  page: { after: PagePlace | null; limit: number },
): Promise<AgreedCandidate[]> {
  const scope = scopeOf(actor);
  return inTransaction(app.db, async (tx) => {
    const rows = await listAgreedCandidates(tx, scope, page);
    await audit(app, tx, actor, {
      action: 'match.list-agreed',
      details: { candidateIds: rows.map(({ id }) => id) },
    });
    return rows.map((row) => ({ ...factsOf(row), agreedAt: (row.decidedAt ?? new Date(0)).toISOString() }));
  });
}

/** Matches of the agency, newest first. @param page `status`: only those; absent: all */
export async function listMatches(
  app: Platform,
  actor: Actor,
  page: { before: PagePlace | null; limit: number; status?: MatchStatus },
): Promise<MatchSummary[]> {
  const scope = scopeOf(actor);
  return inTransaction(app.db, async (tx) => {
    const rows = await listRows(tx, scope, page);
    await audit(app, tx, actor, { action: 'match.list', details: { matchIds: rows.map(({ id }) => id) } });
    return rows.map(summaryOf);
  });
}

/** @throws AppError `not-found`, also for a match that is not for this person */
export async function viewMatch(app: Platform, actor: Actor, id: string): Promise<MatchView> {
  return inTransaction(app.db, async (tx) => {
    const match = requireVisible(actor, 'match.view', await findMatch(tx, id));
    const steps = await listMatchSteps(tx, id);
    await audit(app, tx, actor, { action: 'match.view', entity: 'match', entityId: id });
    return matchViewOf(match, steps);
  });
}

/** A match as it is now, for who has just changed it. */
export async function readMatch(tx: Database, id: string): Promise<MatchView> {
  const match = await findMatch(tx, id);
  if (!match) throw new AppError('not-found', 'There is no such match.');
  return matchViewOf(match, await listMatchSteps(tx, id));
}

function scopeOf(actor: Actor): { agencyId: string; withProtected: boolean } {
  requireReach(actor, 'match.list');
  if (actor.kind !== 'account' || actor.agencyId === null)
    throw new AppError('forbidden', 'Matches are for people of an agency.');
  return { agencyId: actor.agencyId, withProtected: seesProtected(actor) };
}
