import type { Identity } from './protocol.ts';

/** What searches are broken down by. */
export const DIMENSIONS = ['ageGap', 'ageAtEnrolment', 'ageAtProbe', 'ageAtEnrolmentByGap', 'sex', 'group'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Years from which a band reaches up to the next one; the last has no end. */
interface Band {
  readonly label: string;
  readonly from: number;
}

/** Age bands: faces change fastest in the first years; 13 and 18 are where the scoring's age domains meet. */
export const AGE_BANDS: readonly Band[] = [
  { label: '0–2', from: 0 },
  { label: '3–5', from: 3 },
  { label: '6–12', from: 6 },
  { label: '13–17', from: 13 },
  { label: '18 and over', from: 18 },
];

/** Years between the enrolled photo and the search. */
export const GAP_BANDS: readonly Band[] = [
  { label: 'under 2', from: 0 },
  { label: '2–5', from: 2 },
  { label: '6–9', from: 6 },
  { label: '10–19', from: 10 },
  { label: '20 and over', from: 20 },
];

/** A cell of a breakdown: one label, two in the table of age by gap. */
export interface Place {
  readonly dimension: Dimension;
  readonly labels: readonly string[];
}

/**
 * The cells that a search belongs to; what is not known gives none.
 *
 * Age at enrolment is that of the enrolled photo nearest in age to the probe, and the gap is to that photo: the best
 * chance that the gallery gives. A non-mated search has neither.
 *
 * @param probe index of the photo among the identity's probes
 */
export function placesOf(identity: Identity, probe: number, isMated: boolean): Place[] {
  const ageAtProbe = identity.probes[probe]?.ageYears ?? null;
  const places: Place[] = [];
  const add = (dimension: Dimension, ...labels: (string | null | undefined)[]) => {
    const known = labels.filter((label) => label !== null && label !== undefined);
    if (known.length === labels.length) places.push({ dimension, labels: known });
  };
  add('ageAtProbe', bandOf(AGE_BANDS, ageAtProbe));
  add('sex', identity.sex);
  add('group', identity.group);
  if (!isMated) return places;
  const ages = identity.references.flatMap(({ ageYears }) => ageYears ?? []);
  const enrolled = ageAtProbe === null ? (ages[0] ?? null) : nearest(ages, ageAtProbe);
  const gap = enrolled === null || ageAtProbe === null ? null : Math.abs(ageAtProbe - enrolled);
  add('ageAtEnrolment', bandOf(AGE_BANDS, enrolled));
  add('ageGap', bandOf(GAP_BANDS, gap));
  add('ageAtEnrolmentByGap', bandOf(AGE_BANDS, enrolled), bandOf(GAP_BANDS, gap));
  return places;
}

/** Label of the band that holds a number of years; null when nobody knows it. */
export function bandOf(bands: readonly Band[], years: number | null): string | null {
  return years === null ? null : (bands.findLast(({ from }) => years >= from)?.label ?? null);
}

/** Bands in their own order, other labels by the alphabet. */
export function compareLabels(first: readonly string[], second: readonly string[]): number {
  for (const [index, label] of first.entries()) {
    const other = second[index] ?? '';
    const difference = bandIndex(label) - bandIndex(other) || label.localeCompare(other, 'en');
    if (difference !== 0) return difference;
  }
  return 0;
}

function bandIndex(label: string): number {
  return [...AGE_BANDS, ...GAP_BANDS].findIndex((band) => band.label === label);
}

function nearest(ages: readonly number[], age: number): number | null {
  return ages.reduce<number | null>(
    (best, each) => (best === null || Math.abs(each - age) < Math.abs(best - age) ? each : best),
    null,
  );
}
