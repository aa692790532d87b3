import { ageDomain } from '../match/domain.ts';
import type { Scorer } from './methods/method.ts';
import type { Weights } from './metrics.ts';
import type { MatedSearch, Outcome, Search, Stated } from './outcome.ts';

/**
 * [Note: Promise]
 *
 * A method with a calibration states of every score how rarely a search for an unrelated person brings somebody that
 * high: «about one in M». Here that promise is held against what strangers really brought. The thresholds come from the
 * gallery and the development people alone, never from the searches that they are measured on.
 */

/** The FPIRs asked for, falling: 1 in 2 … 1 in 1,000. */
export const PROMISED_RATES = [0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001] as const;

/** Says of a score what the scorer's calibration makes of it; null when the scorer has none. */
export type Stater = (ageYears: number | null, score: number) => Stated | null;

/** Thresholds are asked for once an age domain: within one they are the same. */
export function openStater({ thresholdFor }: Scorer): Stater {
  const byDomain = new Map<string, number[]>();
  return (ageYears, score) => {
    if (!thresholdFor) return null;
    const domain = ageDomain(ageYears);
    const thresholds = byDomain.get(domain) ?? PROMISED_RATES.map((rate) => thresholdFor(ageYears, rate));
    byDomain.set(domain, thresholds);
    return {
      offered: thresholds.filter((threshold) => threshold < Number.POSITIVE_INFINITY).length,
      reached: thresholds.filter((threshold) => score >= threshold).length,
    };
  };
}

/** What became of one promised rate. Sums over the trials, by identity weight. */
interface Kept {
  /** Non-mated searches that got the promise. */
  asked: number;
  /** Of these, how many brought somebody all the same. */
  returned: number;
  mated: number;
  /** Mated searches without the mate among the first 20 above the threshold; all where no threshold could be promised. */
  missed: number;
  /** All non-mated searches with a template. */
  all: number;
}

/** Longest candidate list that a reviewer gets. */
const LIST_LENGTH = 20;

/** Measured FPIR and FNIR at a promised rate, 0 … 1; null where nothing defines it. */
export interface KeptPromise {
  readonly promised: number;
  /** Share of the non-mated searches for which there was data enough to promise it. */
  readonly offered: number | null;
  readonly fpir: number | null;
  readonly fnir: number | null;
}

/**
 * What became of each of {@link PROMISED_RATES}.
 *
 * FPIR is measured on the searches that got the promise; FNIR on all, since where nothing can be promised the answer is
 * «nobody».
 */
export function keptPromises(outcomes: readonly Outcome[], weights?: Weights): KeptPromise[] {
  return PROMISED_RATES.map((promised, rate) => {
    const kept: Kept = { asked: 0, returned: 0, mated: 0, missed: 0, all: 0 };
    for (const { strangers, mated } of outcomes) {
      for (const search of strangers) addStranger(kept, search, rate, weights?.[search.identity] ?? 1);
      for (const search of mated) addMate(kept, search, rate, weights?.[search.identity] ?? 1);
    }
    return {
      promised,
      offered: share(kept.asked, kept.all),
      fpir: share(kept.returned, kept.asked),
      fnir: share(kept.missed, kept.mated),
    };
  });
}

function addStranger(kept: Kept, { stated, score }: Search, rate: number, weight: number): void {
  if (!stated || score === Number.NEGATIVE_INFINITY) return;
  kept.all += weight;
  if (stated.offered <= rate) return;
  kept.asked += weight;
  if (stated.reached > rate) kept.returned += weight;
}

function addMate(kept: Kept, { stated, rank }: MatedSearch, rate: number, weight: number): void {
  const found = (stated?.reached ?? 0) > rate && rank <= LIST_LENGTH;
  kept.mated += weight;
  if (!found) kept.missed += weight;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
