import { type Reason, reason } from './reasons.ts';
import type { SeenPerson, SoughtChild } from './types.ts';

/** People misjudge the age of a child by a quarter of it or by two years without being careless. */
const AGE_SHARE = 0.25;
const AGE_YEARS = 2;

/**
 * Does the sex agree with what people said about the person seen?
 *
 * Only with what people said: Homeward has no estimator of sex, because from the faces of small children even people
 * tell it no better than by chance (Kramer, PeerJ 2018, on infants).
 */
export function sexReason({ sex: sought }: SoughtChild, { sex: seen }: SeenPerson): Reason {
  if (!sought || !seen || sought === 'other' || seen === 'other') return reason('unknown', 'sex', 'sex.unknown');
  if (sought === seen) return reason('supports', 'sex', 'sex.agrees', { sex: seen });
  return reason('against', 'sex', 'sex.differs', { sought, seen });
}

/**
 * Does the child's age on the day of the sighting agree with the age that people gave the person seen?
 *
 * Agreement within a quarter of the age or two years, whichever is more, supports; up to twice that says nothing. The
 * two numbers are rounded judgements: strangers' ages are misjudged by several years on average (M. Rhodes, «Age
 * estimation of faces: a review», Applied Cognitive Psychology 23, 2009, on adults), children's by less.
 *
 * @param childYears age of the child on the day of the sighting, null when unknown
 */
export function ageReason(childYears: number | null, { ageYears }: SeenPerson): Reason {
  if (childYears === null) return reason('unknown', 'age', 'age.unknown');
  const child = { value: wholeYears(childYears), unit: 'year' } as const;
  if (ageYears === null) return reason('unknown', 'age', 'age.child-only', { child });
  const parameters = { child, seen: { value: wholeYears(ageYears), unit: 'year' } as const };
  const difference = Math.abs(childYears - ageYears);
  const tolerance = Math.max(AGE_YEARS, childYears * AGE_SHARE);
  if (difference <= tolerance) return reason('supports', 'age', 'age.agrees', parameters);
  if (difference <= 2 * tolerance) return reason('neutral', 'age', 'age.near', parameters);
  return reason('against', 'age', 'age.differs', parameters);
}

/** Ages are told in whole years, as people do; under one in tenths. */
function wholeYears(years: number): number {
  return years < 1 ? Math.round(years * 10) / 10 : Math.floor(years);
}
