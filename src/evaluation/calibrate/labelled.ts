import type { LabelledScore } from '../../match/likelihood.ts';
import type { Outcome } from '../outcome.ts';

/** A comparison of known truth, with the person whom the probe shows. */
export interface PersonScore extends LabelledScore {
  readonly identity: number;
}

/** The comparisons of a trial: every mate, and the even sample of strangers. Each person counts once a kind. */
export function labelled({ mated, sample }: Outcome): PersonScore[] {
  const mates = mated.map(({ identity, score }) => ({ identity, score, isMated: true }));
  const strangers = Array.from(sample.scores, (score, index) => ({
    identity: sample.identities[index] ?? -1,
    score,
    isMated: false,
  }));
  return [...shared(mates), ...shared(strangers)];
}

/** Comparisons of one person share a weight of 1; those that could not be made are left out. */
function shared(scores: readonly Omit<PersonScore, 'weight'>[]): PersonScore[] {
  const made = scores.filter(({ score }) => Number.isFinite(score));
  const counts = new Map<number, number>();
  for (const { identity } of made) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return made.map((entry) => ({ ...entry, weight: 1 / (counts.get(entry.identity) ?? 1) }));
}
