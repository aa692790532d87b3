/**
 * [Note: Likelihood ratio]
 *
 * How many times more often a score this high comes of two photos of one person than of two unrelated people. It says
 * nothing of how likely it is that they are one person: that also depends on who else it might be, and is for people.
 *
 * The map is isotonic regression (pool adjacent violators) of labelled scores, in which **each person counts once**,
 * however many photos there are: their comparisons share a weight of 1. One made-up mate lies below all scores and one
 * made-up stranger above, so a ratio never claims more than the number of people tested supports.
 *
 * @see N. Brümmer, J. du Preez, «Application-independent evaluation of speaker detection», Computer Speech & Language 20
 *   (2006); M. Ayer et al., «An empirical distribution function for sampling with incomplete information», Annals of
 *   Mathematical Statistics 26 (1955)
 */

/** Rising points of the map; between them it is straight, outside it is flat. */
export type LikelihoodMap = readonly LikelihoodPoint[];

export interface LikelihoodPoint {
  readonly score: number;
  /** Decimal logarithm of the likelihood ratio. */
  readonly log10: number;
}

/** One comparison of known truth. */
export interface LabelledScore {
  readonly score: number;
  readonly isMated: boolean;
  /** > 0; the comparisons of one person share 1 among the mated and 1 among the others. */
  readonly weight: number;
}

/**
 * Decimal logarithm of the likelihood ratio of a score.
 *
 * @throws RangeError for a map without points
 */
export function likelihoodOf(map: LikelihoodMap, score: number): number {
  const above = map.findIndex((point) => point.score >= score);
  const upper = map[above < 0 ? map.length - 1 : above];
  if (!upper) throw new RangeError('a likelihood map without points');
  const lower = above < 0 ? upper : (map[above - 1] ?? upper);
  if (lower === upper || upper.score === lower.score) return upper.log10;
  return lower.log10 + ((score - lower.score) / (upper.score - lower.score)) * (upper.log10 - lower.log10);
}

/**
 * Fit a bounded map.
 *
 * @param scores mated and others; infinite scores (nothing could be compared) are left out
 * @returns empty when one of the kinds is missing
 */
export function fitLikelihood(scores: readonly LabelledScore[]): LikelihoodPoint[] {
  const finite = scores.filter(({ score }) => Number.isFinite(score));
  if (!hasBoth(finite)) return [];
  const [low, high] = [lowest(finite), highest(finite)];
  const bounded = [{ score: low, isMated: true, weight: 1 }, ...finite, { score: high, isMated: false, weight: 1 }];
  const blocks = pool(bounded);
  const odds = oddsOf(bounded);
  return blocks.map(({ first, last, mated, strangers }) => ({
    score: (first + last) / 2,
    log10: Math.log10(mated / strangers / odds),
  }));
}

/**
 * Cllr: the mean cost, in bits, of ratios against the truth; 0 is perfect, 1 is what «1» for everything costs.
 *
 * @param scores `score` is the decimal logarithm of the ratio here
 */
export function cllr(scores: readonly LabelledScore[]): number | null {
  if (!hasBoth(scores)) return null;
  return (meanCost(scores, true) + meanCost(scores, false)) / 2;
}

/**
 * Cllr-min: what the best rising map of these very scores would cost. The difference to {@link cllr} is the loss by
 * calibration, this is the loss by discrimination.
 */
export function cllrMin(scores: readonly LabelledScore[]): number | null {
  if (!hasBoth(scores)) return null;
  const [matedTotal, strangersTotal] = [totalOf(scores, true), totalOf(scores, false)];
  let cost = 0;
  for (const { mated, strangers } of pool(scores)) {
    const ratio = mated / matedTotal / (strangers / strangersTotal);
    if (mated > 0) cost += (mated / matedTotal) * Math.log2(1 + 1 / ratio);
    if (strangers > 0) cost += (strangers / strangersTotal) * Math.log2(1 + ratio);
  }
  return cost / 2;
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly mated: number;
  readonly strangers: number;
}

/** Pool adjacent violators: blocks of rising score in which the share of mates rises strictly. */
function pool(scores: readonly LabelledScore[]): Block[] {
  const blocks: Block[] = [];
  for (const { score, isMated, weight } of [...scores].sort((first, second) => first.score - second.score)) {
    let block: Block = { first: score, last: score, mated: isMated ? weight : 0, strangers: isMated ? 0 : weight };
    for (let before = blocks.at(-1); before && mustJoin(before, block); before = blocks.at(-1)) {
      block = {
        first: before.first,
        last: block.last,
        mated: before.mated + block.mated,
        strangers: before.strangers + block.strangers,
      };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

/** Equal scores belong together; and the share of mates must rise. */
function mustJoin(before: Block, after: Block): boolean {
  return before.last === after.first || before.mated * after.strangers >= after.mated * before.strangers;
}

function meanCost(scores: readonly LabelledScore[], isMated: boolean): number {
  const cost = scores
    .filter((entry) => entry.isMated === isMated)
    .reduce((sum, { score, weight }) => sum + weight * costOf(score, isMated), 0);
  return cost / totalOf(scores, isMated);
}

/** Cost in bits of stating this ratio of a mate, or of a stranger. @param log10 its decimal logarithm */
export function costOf(log10: number, isMated: boolean): number {
  return Math.log2(1 + 10 ** (isMated ? -log10 : log10));
}

function totalOf(scores: readonly LabelledScore[], isMated: boolean): number {
  return scores.reduce((sum, entry) => sum + (entry.isMated === isMated ? entry.weight : 0), 0);
}

function oddsOf(scores: readonly LabelledScore[]): number {
  return totalOf(scores, true) / totalOf(scores, false);
}

function hasBoth(scores: readonly LabelledScore[]): boolean {
  return scores.some(({ isMated }) => isMated) && scores.some(({ isMated }) => !isMated);
}

function lowest(scores: readonly LabelledScore[]): number {
  return scores.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY);
}

function highest(scores: readonly LabelledScore[]): number {
  return scores.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY);
}
