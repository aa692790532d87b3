import type { MatchStatus } from '../../db/matches.ts';

/** The steps from two people's agreement to a child whose identity is known. */
export const LADDER: readonly MatchStatus[] = ['verified', 'agency-contacted', 'welfare-check', 'confirmed'];

/** Where a match may go next: one step up, or refuted; nothing follows on an end. */
export function nextStatuses(status: MatchStatus): readonly MatchStatus[] {
  const next = LADDER[LADDER.indexOf(status) + 1];
  return status === 'refuted' || !next ? [] : [next, 'refuted'];
}
