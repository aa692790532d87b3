import type { Template } from '../core/face.ts';

/** A photo of the lowest quality still counts a tenth of a perfect one: a parent may have no other. */
const LEAST_QUALITY_WEIGHT = 0.1;

/** Years of age difference after which a photo counts 1/e as much as one of the same age. */
const CLOSENESS_YEARS = 10;

/**
 * How much one photo of a child counts among the others, > 0.
 *
 * Quality (0-100) counts in proportion; closeness in age falls gently, exp(−|years| / 10), because even the
 * farthest photo is of the right child. Unknown ages count as equal. Only the ratios between the photos of
 * one child matter.
 *
 * @param probeAgeYears age of the person in the probe, null when unknown
 */
export function photoWeight(photo: Pick<Template, 'quality' | 'ageYears'>, probeAgeYears: number | null): number {
  const quality = Math.max(LEAST_QUALITY_WEIGHT, Math.min(1, photo.quality / 100));
  if (probeAgeYears === null || photo.ageYears === null) return quality;
  return quality * Math.exp(-Math.abs(photo.ageYears - probeAgeYears) / CLOSENESS_YEARS);
}

/**
 * Cosine of a probe with the weighted mean direction of a child's photos, from what is already known:
 * the cosines with each photo and the photos' inner products with each other.
 *
 * The mean is scaled to unit length again: a plain mean of cosines would put children with many photos at a
 * disadvantage, since their mean vector is shorter than one photo's (docs/scoring.md, «Several photos»).
 *
 * @param cosines with each photo
 * @param weights of each photo, > 0
 * @param gram inner products of the photos, row by row
 */
export function meanTemplateCosine(
  cosines: ArrayLike<number>,
  weights: ArrayLike<number>,
  gram: ArrayLike<number>,
): number {
  const count = cosines.length;
  let sum = 0;
  let squaredLength = 0;
  for (let row = 0; row < count; row++) {
    const weight = weights[row] ?? 0;
    sum += weight * (cosines[row] ?? 0);
    for (let column = 0; column < count; column++)
      squaredLength += weight * (weights[column] ?? 0) * (gram[row * count + column] ?? 0);
  }
  return squaredLength > 0 ? sum / Math.sqrt(squaredLength) : 0;
}

/**
 * Score of a child: half the best photo, half the mean template.
 *
 * The best photo finds the one taken in like pose and age, the mean template what all photos share;
 * together they beat either (measured in docs/scoring.md, «Several photos»).
 */
export function poolPhotos(bestPhoto: number, meanTemplate: number): number {
  return (bestPhoto + meanTemplate) / 2;
}
