import type { MethodResult } from '../result.ts';

/** More curves than this cannot be told apart. */
const MOST_CURVES = 8;

/** What a method does with its features; the rest of the name says which these are. */
const COMPARISON = /-(chi-square|cosine|euclidean|svm|svm-rest|calibrated)$/;

/**
 * The methods whose curves are drawn: all, or where these are too many, the best of each kind of features, and of these
 * the best.
 *
 * @param lead always drawn
 * @returns in the order given
 */
export function drawnMethods(methods: readonly MethodResult[], lead: string): MethodResult[] {
  if (methods.length <= MOST_CURVES) return [...methods];
  const byRank = methods.toSorted((first, second) => meritOf(second, lead) - meritOf(first, lead));
  const kinds = byRank.map(({ name }) => name.replace(COMPARISON, ''));
  const best = byRank.filter((_, place) => kinds.indexOf(kinds[place] ?? '') === place);
  const drawn = new Set(best.slice(0, MOST_CURVES));
  return methods.filter((method) => drawn.has(method));
}

/** Mates found as first, and where these are as many, those not missed. */
function meritOf({ name, rank, fnir }: MethodResult, lead: string): number {
  if (name === lead) return Number.POSITIVE_INFINITY;
  return (rank['1'] ?? 0) - 1e-6 * (fnir['0.1'] ?? 1);
}
