import { YEAR_MILLISECONDS } from '../core/dates.ts';
import { ageBetween, dayOf, parsePartialDate } from '../core/partial-date.ts';
import { clothingReason, marksReason } from './plausibility/description.ts';
import { type GrowthGap, growthGap, growthReason } from './plausibility/growth.ts';
import { placeAndTimeReason } from './plausibility/place-and-time.ts';
import { type Reason, reason } from './plausibility/reasons.ts';
import { ageReason, sexReason } from './plausibility/sex-and-age.ts';
import type { SeenPerson, SoughtChild } from './plausibility/types.ts';

/** Mean length of a Gregorian year in milliseconds. */

/** What speaks for and against a candidate beside the face. */
export interface Plausibility {
  /** In the order in which they are shown. */
  readonly reasons: readonly Reason[];
  readonly growth: GrowthGap | null;
}

/**
 * Weigh what people know of a missing child against what they know of the person seen: sex, age, growth, marks,
 * clothing, place and time. Each is a reason of its own; nothing is added up, nothing changes the score of the face.
 */
export function weighPlausibility(child: SoughtChild, seen: SeenPerson): Plausibility {
  const childYears = seen.at ? childAgeAt(child, seen.at) : null;
  const growth = growthGap(child.photoAges, childYears);
  return {
    growth,
    reasons: [
      sexReason(child, seen),
      ageReason(childYears, seen),
      growthReason(growth, child.sex),
      placeAndTimeReason(child, seen),
      marksReason(child, seen),
      clothingReason(child, seen),
    ],
  };
}

/**
 * Age of the child at a moment, in years: from its birth date, or else from its age when it went missing.
 *
 * @returns null when neither is known, or when the moment lies before the birth
 */
export function childAgeAt(
  { birthDate, ageYears, lastSeenAt }: Pick<SoughtChild, 'birthDate' | 'ageYears' | 'lastSeenAt'>,
  at: Date,
): number | null {
  if (birthDate) return ageBetween(parsePartialDate(birthDate), dayOf(at));
  if (ageYears === null || !lastSeenAt) return ageYears;
  return Math.max(0, ageYears + (at.getTime() - lastSeenAt.getTime()) / YEAR_MILLISECONDS);
}

/** A relation between two cases, without direction. */
export interface Relation {
  readonly caseId: string;
  readonly otherCaseId: string;
  readonly kind: 'sibling' | 'twin';
}

/** A candidate as far as its relatives need to be explained. */
export interface ListedCandidate {
  readonly caseId: string;
  /** Case number, for people. */
  readonly number: string;
  readonly rank: number;
  /** A protected case is never named to those who see another. */
  readonly isProtected: boolean;
}

/**
 * Explain siblings and twins within one candidate list: they look alike, so both stand there for one face.
 *
 * @returns for each candidate with a relative in the list one reason a relative; protected relatives are left out,
 *   because whoever reads the list may not know of them
 */
export function relativeReasons(
  list: readonly ListedCandidate[],
  relations: readonly Relation[],
): Map<string, Reason[]> {
  const listed = new Map(list.map((candidate) => [candidate.caseId, candidate]));
  const reasons = new Map<string, Reason[]>();
  const explain = (caseId: string, otherCaseId: string, kind: Relation['kind']) => {
    const other = listed.get(otherCaseId);
    if (!listed.has(caseId) || !other || other.isProtected) return;
    const { number, rank } = other;
    const explained = reason('neutral', 'relative', `relative.${kind}`, { number, rank });
    reasons.set(caseId, [...(reasons.get(caseId) ?? []), explained]);
  };
  for (const { caseId, otherCaseId, kind } of relations) {
    explain(caseId, otherCaseId, kind);
    explain(otherCaseId, caseId, kind);
  }
  return reasons;
}
