/** What makes a probe wait shorter. */
export interface Urgent {
  /** In the words of match/types.ts `Strength`. */
  readonly strength: string;
  /** Above the alert threshold. */
  readonly isAlert: boolean;
  /** When the child was seen; null when nobody knows. */
  readonly seenAt: Date | null;
  /** Of the missing child; null when unknown. */
  readonly ageYears: number | null;
  readonly hasMedicalNeeds: boolean;
}

/** Points; only their order counts. A strong candidate of last week goes before a weak one of today. */
const STRENGTH: Readonly<Record<string, number>> = {
  'very strong': 50,
  strong: 40,
  moderate: 25,
  limited: 10,
  'not enough data': 10,
  none: 0,
};
const ALERT = 20;
const JUST_SEEN = 20;
/** Hours in which the worth of a fresh sighting halves. */
const FRESH_HALF_LIFE = 24;
const BELOW_SIX = 10;
const BELOW_TWELVE = 5;
const MEDICAL_NEEDS = 10;

/** How soon a candidate should be looked at: higher goes first. */
export function urgencyOf(urgent: Urgent, now: Date): number {
  const { strength, isAlert, seenAt, ageYears, hasMedicalNeeds } = urgent;
  return (
    (STRENGTH[strength] ?? 0) +
    (isAlert ? ALERT : 0) +
    freshness(seenAt, now) +
    smallness(ageYears) +
    (hasMedicalNeeds ? MEDICAL_NEEDS : 0)
  );
}

function freshness(seenAt: Date | null, now: Date): number {
  if (!seenAt) return 0;
  const hours = Math.max(0, now.getTime() - seenAt.getTime()) / 3_600_000;
  return JUST_SEEN * 0.5 ** (hours / FRESH_HALF_LIFE);
}

function smallness(ageYears: number | null): number {
  if (ageYears === null) return BELOW_TWELVE;
  if (ageYears < 6) return BELOW_SIX;
  return ageYears < 12 ? BELOW_TWELVE : 0;
}
