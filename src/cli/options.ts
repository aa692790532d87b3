import { InvalidArgumentError, Option } from 'commander';
import { messageOf } from '../core/errors.ts';
import { DETECTOR_NAMES, type DetectorName } from '../face/detect.ts';

/** Where JSON goes: `-` is the standard output, anything else a file; undefined means words for people. */
export type JsonTarget = string | undefined;

/** What stands for the standard output in `--json`. */
export const STANDARD_OUTPUT = '-';

/** `--json` on every command. */
export function jsonOption(): Option {
  return new Option(
    '--json [file.json]',
    'answer with one JSON value instead of words: on the standard output, or in FILE when its name ends in .json',
  );
}

/** `--detector` on every command that looks for faces. */
export function detectorOption(): Option {
  return new Option('--detector <name>', 'how faces are found; cascade asks several detectors and is the best')
    .choices(DETECTOR_NAMES)
    .default('cascade' satisfies DetectorName);
}

/**
 * Tie the file of `--json` to it before the words are told apart.
 *
 * `--json` takes a file or none, and photos follow options: without this, `homeward faces --json photo.jpg` would mean
 * «write JSON over photo.jpg».
 */
export function tieJsonFile(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  const tied: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    const isOption = word === '--json' && (end < 0 || index < end);
    if (isOption && (next === STANDARD_OUTPUT || /\.json$/i.test(next))) {
      tied.push(`--json=${next}`);
      index++;
    } else tied.push(isOption ? `--json=${STANDARD_OUTPUT}` : word);
  }
  return tied;
}

/** A parser for an option that must be a whole number in a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** A proportion, as `1%` or `0.01`. */
export function proportion(text: string): number {
  const [, digits, percent] = /^(\d*\.?\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (percent ? 100 : 1);
  if (digits && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Give a proportion between 0 and 1, such as 1% or 0.01.');
}

/** Let a parser of ours speak through commander: its refusal becomes a usage error. */
export function argument<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error));
    }
  };
}
