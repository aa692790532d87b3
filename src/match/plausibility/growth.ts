import type { Strength } from '../types.ts';
import { type Reason, reason } from './reasons.ts';
import type { Sex } from './types.ts';

/**
 * [Note: Growth]
 *
 * Median face height (nasion to gnathion) and nose length by age, in mm, boys then girls: R. Snyder et al.,
 * «Anthropometry of infants, children and youths to age 18 for product safety design», 1977 («AnthroKids», public
 * domain), recomputed from its individual records, 20-109 children a number. One population, the USA of the 1970s:
 * they say what to expect when two photos are compared, not what a child must look like.
 */
const GROWTH: readonly { ageYears: number; face: readonly [number, number]; nose: readonly [number, number] }[] = [
  { ageYears: 3, face: [82, 81], nose: [30, 29] },
  { ageYears: 5, face: [87, 86], nose: [33, 32] },
  { ageYears: 7, face: [91, 90], nose: [36, 35] },
  { ageYears: 9, face: [96, 95], nose: [39, 39] },
  { ageYears: 11, face: [100, 98], nose: [42, 41] },
  { ageYears: 13, face: [103, 103], nose: [44, 44] },
  { ageYears: 15, face: [111, 106], nose: [48, 45] },
  { ageYears: 17, face: [114, 108], nose: [49, 45] },
  { ageYears: 19, face: [121, 105], nose: [51, 46] },
];

/** Less growth than this between two photos is not worth a word. */
const LITTLE_YEARS = 1;

/** From six years apart on, experts too found child faces hard (Tübingen thesis 10900/125489). */
const FAR_YEARS = 6;

/** Enrolment «may be feasible» from three years of age on (Best-Rowden et al., NITL, 2016). */
const INFANT_YEARS = 3;

/** What growth lies between the reference photos and the person seen. */
export interface GrowthGap {
  /** Age in the reference photo nearest in age. */
  readonly fromYears: number;
  /** Age of the child on the day of the sighting. */
  readonly toYears: number;
  /** Years between, ≥ 0. */
  readonly years: number;
}

/**
 * The smallest age gap between any reference photo and the sighting.
 *
 * @param photoAges age in each reference photo, null where unknown
 * @param childYears age on the day of the sighting, null when unknown
 * @returns null when one of them is not known
 */
export function growthGap(photoAges: readonly (number | null)[], childYears: number | null): GrowthGap | null {
  if (childYears === null) return null;
  const gaps = photoAges
    .filter((age) => age !== null)
    .map((fromYears) => ({ fromYears, toYears: childYears, years: Math.abs(childYears - fromYears) }));
  return gaps.sort((first, second) => first.years - second.years)[0] ?? null;
}

/** How much growth lies in between, and what it does to a face ([Note: Growth]). It points neither way. */
export function growthReason(gap: GrowthGap | null, sex: Sex | null): Reason {
  if (!gap) return reason('unknown', 'growth', 'growth.unknown');
  const { fromYears, toYears, years } = gap;
  if (Math.min(fromYears, toYears) < INFANT_YEARS)
    return reason('neutral', 'growth', 'growth.infant', { limit: { value: INFANT_YEARS, unit: 'year' } });
  if (years < LITTLE_YEARS)
    return reason('neutral', 'growth', 'growth.little', { gap: { value: years, unit: 'year' } });
  const isFar = years > FAR_YEARS;
  return reason('neutral', 'growth', isFar ? 'growth.far' : 'growth.some', {
    from: { value: Math.floor(fromYears), unit: 'year' },
    to: { value: Math.floor(toYears), unit: 'year' },
    gap: { value: Math.round(years), unit: 'year' },
    limit: { value: FAR_YEARS, unit: 'year' },
    face: { value: grownPercent('face', gap, sex), unit: 'percent' },
    nose: { value: grownPercent('nose', gap, sex), unit: 'percent' },
  });
}

/**
 * The word for a candidate's strength, held down where nobody has measured how well faces can be compared: over more
 * than six years of growth, and under three years of age, never more than «moderate». The «one in N» stays: it is about
 * strangers, and holds whatever the age.
 */
export function limitStrength(strength: Strength, gap: GrowthGap | null): Strength {
  if (!gap) return strength;
  const isLimited = gap.years > FAR_YEARS || Math.min(gap.fromYears, gap.toYears) < INFANT_YEARS;
  return isLimited && (strength === 'strong' || strength === 'very strong') ? 'moderate' : strength;
}

/** Growth of a measure between two ages, in whole percent, ≥ 0; of boys and girls together where the sex is not known. */
function grownPercent(measure: 'face' | 'nose', { fromYears, toYears }: GrowthGap, sex: Sex | null): number {
  const younger = sizeAt(measure, Math.min(fromYears, toYears), sex);
  const older = sizeAt(measure, Math.max(fromYears, toYears), sex);
  return Math.max(0, Math.round((older / younger - 1) * 100));
}

/** Median in mm at an age, straight between the rows of the table, flat outside. */
function sizeAt(measure: 'face' | 'nose', ageYears: number, sex: Sex | null): number {
  const sizes = GROWTH.map((row) => ({ ageYears: row.ageYears, size: medianOf(row[measure], sex) }));
  const above = sizes.find((row) => row.ageYears >= ageYears) ?? sizes.at(-1);
  const below = sizes.findLast((row) => row.ageYears <= ageYears) ?? sizes[0];
  if (!above || !below) throw new RangeError('the growth table is empty');
  if (above.ageYears === below.ageYears) return above.size;
  const share = (ageYears - below.ageYears) / (above.ageYears - below.ageYears);
  return below.size + share * (above.size - below.size);
}

function medianOf([boys, girls]: readonly [number, number], sex: Sex | null): number {
  if (sex === 'male') return boys;
  return sex === 'female' ? girls : (boys + girls) / 2;
}
