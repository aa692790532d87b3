import Table from 'cli-table3';
import type { Strength } from '../match/types.ts';
import type { Problem } from '../services/folders/roster.ts';

/** Said wherever candidates are shown. */
export const NOT_A_MATCH =
  'A candidate is not a match. Two people who know how to compare faces must agree, and facts beside the face must fit, before anybody is told.';

/** Said wherever the sample children are shown. */
export const COMPUTER_GENERATED =
  'The children in these pictures are computer-generated: no real child is shown. They are far more alike than real children, so nothing about strength or error rates can be read from them.';

/** A rule under the head and none elsewhere: the columns carry the eye. */
const LIGHT_RULES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: ' ' },
};

/** A table for people; without colours, so that it can be mailed. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  widths?: number[],
): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [] },
    wordWrap: true,
    chars: LIGHT_RULES,
    ...(widths ? { colWidths: widths } : {}),
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

/** «about one in 200»; NaN stands for a method without calibration. */
export function oneInWords(oneIn: number): string {
  if (Number.isNaN(oneIn)) return 'not calibrated';
  return oneIn < 2 ? 'nearly every search' : `about one in ${Math.round(oneIn).toLocaleString('en')}`;
}

const STRENGTH_WORDS: Readonly<Record<Strength, string>> = {
  'not enough data': 'not enough data to say',
  none: 'no support',
  limited: 'limited support',
  moderate: 'moderate support',
  strong: 'strong support',
  'very strong': 'very strong support',
};

/** Strength as a phrase: «strong support». */
export function strengthWords(strength: Strength): string {
  return STRENGTH_WORDS[strength];
}

/** «6 years», «8 months»; «age unknown» for null. */
export function ageWords(years: number | null): string {
  if (years === null) return 'age unknown';
  if (years >= 2) return `${Math.floor(years)} years`;
  const months = Math.max(0, Math.floor(years * 12));
  return months === 1 ? '1 month' : `${months} months`;
}

/** «1 photo», «2 photos» */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** A line for each problem, under a line that counts them. */
export function problemLines(problems: readonly Problem[]): string {
  const lines = problems.map(({ where, message }) => `  ${where}: ${message}`);
  return [`${count(problems.length, 'thing')} to look at:`, ...lines].join('\n');
}
