import type { Template } from '../core/face.ts';
import { seededRandom, shuffled } from './random.ts';

/** One photo of the evaluation; `template` is null when no face was found or refused: a failure to enrol. */
export interface Sample {
  /** Path inside the evaluated folder, for messages. */
  readonly path: string;
  readonly template: Template | null;
  /** Age when it was taken, in years, as far as dates tell it; kept for a photo without a template too. */
  readonly ageYears?: number | null;
}

/** A person of the evaluation. References are enrolled when the trial enrols the person; probes are searched with. */
export interface Identity {
  readonly name: string;
  readonly sex?: string | null;
  /** Label of the folder's own choosing, by which error rates are compared. */
  readonly group?: string | null;
  readonly references: readonly Sample[];
  readonly probes: readonly Sample[];
}

/** One test: fit on `development`, enrol `enrolled`, search with the probes of `enrolled` (mated) and `strangers` (non-mated). Indexes of identities. */
export interface Trial {
  readonly split: number;
  readonly development: readonly number[];
  readonly enrolled: readonly number[];
  readonly strangers: readonly number[];
}

/** Below this many people with both kinds of photos, halving leaves nothing to fit on or to test with. */
export const LEAST_FOR_HALVES = 20;

/**
 * Identity-disjoint trials: half of the people to fit on, the other half to test with, then the halves change places.
 *
 * Inside the test half every second person is enrolled, so each search has the same chance to have a mate or none:
 * open-set, as in life. A person with references only swells the gallery; one with probes only is a stranger.
 * With fewer than {@link LEAST_FOR_HALVES} people nothing is fitted and all are tested with.
 *
 * @param splits how often the people are dealt anew; the result is 2 × splits trials (splits without fitting)
 * @param seed same seed, same trials
 */
export function makeTrials(identities: readonly Identity[], splits: number, seed: number): Trial[] {
  const indexes = identities.map((_, index) => index);
  return Array.from({ length: splits }, (_, split) => {
    const random = seededRandom(seed, split);
    const deal = (group: readonly number[]) => enrolHalf(identities, shuffled(group, random));
    if (identities.filter(isComplete).length < LEAST_FOR_HALVES) return [{ split, development: [], ...deal(indexes) }];
    const [first, second] = halve(identities, shuffled(indexes, random));
    return [
      { split, development: first, ...deal(second) },
      { split, development: second, ...deal(first) },
    ];
  }).flat();
}

/** The same people with what is enrolled and what is searched with changing places. */
export function exchangeRoles(identities: readonly Identity[]): Identity[] {
  return identities.map((identity) => ({ ...identity, references: identity.probes, probes: identity.references }));
}

/** Can this person be searched for and found? */
export function isComplete({ references, probes }: Identity): boolean {
  return references.length > 0 && probes.length > 0;
}

/** Two halves with as many complete people each. */
function halve(identities: readonly Identity[], order: readonly number[]): [number[], number[]] {
  const complete = order.filter((index) => isComplete(identities[index] ?? NOBODY));
  const rest = order.filter((index) => !isComplete(identities[index] ?? NOBODY));
  const sides: [number[], number[]] = [[], []];
  for (const [place, index] of [...complete, ...rest].entries()) sides[place % 2 === 0 ? 0 : 1].push(index);
  return sides;
}

function enrolHalf(identities: readonly Identity[], order: readonly number[]): Pick<Trial, 'enrolled' | 'strangers'> {
  const enrolled: number[] = [];
  const strangers: number[] = [];
  let next = enrolled;
  for (const index of order) {
    const identity = identities[index] ?? NOBODY;
    if (!isComplete(identity)) (identity.references.length > 0 ? enrolled : strangers).push(index);
    else {
      next.push(index);
      next = next === enrolled ? strangers : enrolled;
    }
  }
  return { enrolled, strangers };
}

const NOBODY: Identity = { name: '', references: [], probes: [] };
