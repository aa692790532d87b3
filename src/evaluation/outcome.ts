/**
 * [Note: Outcome of a trial]
 *
 * A trial searches many probes in one gallery. Of each search only what the metrics need is kept: the rank
 * and score of the mate, the best score of a stranger, and the upper tail of all comparisons of strangers.
 * So memory grows with the number of searches, not with searches × gallery.
 *
 * Every number carries the identity of its probe: photos of one person fail together, so confidence intervals
 * resample identities, not photos (ISO/IEC 19795-1, bootstrap on test subjects).
 */

/** One probe photo against a whole gallery. */
export interface Search {
  /** Index of the probe's identity. */
  readonly identity: number;
  /** Index of the photo among that identity's probes. */
  readonly probe: number;
  /** Identity of the first candidate; −1 when nobody could be compared. */
  readonly first: number;
  /** Score of the mate; in a non-mated search of the first candidate. −Infinity without a template. */
  readonly score: number;
  /** What the method's own calibration says of the score; null when it has none. */
  readonly stated: Stated | null;
}

/** A search whose mate is enrolled. A probe or mate without a template has rank Infinity and score −Infinity. */
export interface MatedSearch extends Search {
  /** Place of the mate in the whole gallery, 1 = first; of equal scores the mate comes last. */
  readonly rank: number;
}

/** How many of the rates in promise.ts a method has a threshold for, and how many of these thresholds a score reaches. */
export interface Stated {
  readonly offered: number;
  readonly reached: number;
}

/** Scores of strangers in falling order, perhaps only the upper tail, and how many there were in all. */
export interface StrangerScores {
  /** Index of the probe's identity, a score each. */
  readonly identities: Int32Array;
  readonly scores: Float64Array;
  /** By identity: the number of comparisons or searches that its probes made, those below the tail too. */
  readonly counts: Float64Array;
}

/** What one method did in one trial. */
export interface Outcome {
  /** Identities enrolled, those included whose photos all failed. */
  readonly gallerySize: number;
  readonly mated: readonly MatedSearch[];
  /** Every search without an enrolled mate. */
  readonly strangers: readonly Search[];
  /** The best score of each of these: `scores` leaves out searches of failed probes. */
  readonly nonMated: StrangerScores;
  /** All comparisons of a probe with another identity's references. */
  readonly impostors: StrangerScores;
  /** An even sample of them over the whole range of scores. */
  readonly sample: StrangerScores;
}

/** Collects stranger scores and keeps the upper tail in bounded memory. */
export interface StrangerCollector {
  /** Note one comparison; −Infinity (no template) counts but is never kept. */
  add(identity: number, score: number): void;
  finish(): StrangerScores;
}

/** How much to keep of very many comparisons: twice the largest false accept rate reported (1e-2), and never few. */
export function tailLength(comparisons: number): number {
  return Math.ceil(comparisons * 0.02) + 4000;
}

/** Comparisons in the even sample: enough for an equal error rate to half a percent. */
const SAMPLE = 20_000;

/**
 * Take every so many-th of the comparisons of a trial: all where there are few.
 *
 * @param comparisons how many there will be
 * @param gallerySize a step that shared a factor with it would meet the same people again and again
 */
export function sampleStep(comparisons: number, gallerySize: number): number {
  let step = Math.max(1, Math.ceil(comparisons / SAMPLE));
  while (greatestCommonDivisor(step, gallerySize) > 1) step++;
  return step;
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}

/**
 * @param identities number of identities of the evaluation
 * @param keep length of the tail; Infinity keeps every score
 */
export function collectStrangers(identities: number, keep: number): StrangerCollector {
  const counts = new Float64Array(identities);
  let tail: { identity: number; score: number }[] = [];
  let lowest = Number.NEGATIVE_INFINITY;
  const cut = () => {
    tail.sort((first, second) => second.score - first.score);
    if (tail.length > keep) {
      tail = tail.slice(0, keep);
      lowest = tail.at(-1)?.score ?? lowest;
    }
  };
  return {
    add(identity, score) {
      counts[identity] = (counts[identity] ?? 0) + 1;
      if (!(score > lowest)) return;
      tail.push({ identity, score });
      if (tail.length >= 2 * keep) cut();
    },
    finish() {
      cut();
      return {
        identities: Int32Array.from(tail, (entry) => entry.identity),
        scores: Float64Array.from(tail, (entry) => entry.score),
        counts,
      };
    },
  };
}
