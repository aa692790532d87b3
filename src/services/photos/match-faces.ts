import { type Box, iou } from '../../core/geometry.ts';

/** Two boxes of one photo that overlap this much are the same face: another model draws it a little differently. */
const SAME_FACE = 0.4;

/**
 * Which faces that are found now are those that were found before, by their places in the photo.
 *
 * The most similar boxes are paired first, each face once.
 *
 * @returns for each face found now the index of the known one, or undefined
 */
export function matchFaces(known: readonly Box[], found: readonly Box[]): (number | undefined)[] {
  const pairs = known
    .flatMap((before, knownIndex) =>
      found.map((now, foundIndex) => ({ knownIndex, foundIndex, overlap: iou(before, now) })),
    )
    .filter(({ overlap }) => overlap >= SAME_FACE)
    .sort((first, second) => second.overlap - first.overlap);
  const result = found.map((): number | undefined => undefined);
  const taken = new Set<number>();
  for (const { knownIndex, foundIndex } of pairs) {
    if (taken.has(knownIndex) || result[foundIndex] !== undefined) continue;
    taken.add(knownIndex);
    result[foundIndex] = knownIndex;
  }
  return result;
}
