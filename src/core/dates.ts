export const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** Mean length of a Gregorian year in milliseconds. */
export const YEAR_MILLISECONDS = 365.2425 * 24 * 3600 * 1000;

/**
 * Age in years, with a fraction, on a date.
 *
 * @returns null when the date lies before the birth
 */
export function ageAt(birthDate: Date, date: Date): number | null {
  const years = (date.getTime() - birthDate.getTime()) / YEAR_MILLISECONDS;
  return years >= 0 ? years : null;
}
