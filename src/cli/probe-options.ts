import { type FaceChoice, parseFaceChoice } from '../adapters/face-choice.ts';
import { AppError } from '../core/errors.ts';
import { argument } from './options.ts';

/** Stands for «the only probe» in a choice of a face. */
const ONLY_PROBE = '';

/** One more `N` or `FILE=N` of `--face`. */
export function collectFace(
  text: string,
  before: ReadonlyMap<string, FaceChoice> = new Map(),
): Map<string, FaceChoice> {
  const at = text.lastIndexOf('=');
  const file = at < 0 ? ONLY_PROBE : text.slice(0, at);
  return new Map([...before, [file, argument(parseFaceChoice)(text.slice(at + 1))]]);
}

/**
 * Which face is meant in each probe.
 *
 * @throws AppError `invalid` when one number is given for several probes, or for a probe that is not there
 */
export function choicesFor(
  probes: readonly string[],
  given: ReadonlyMap<string, FaceChoice> = new Map(),
): (path: string) => FaceChoice | null {
  if (given.has(ONLY_PROBE) && probes.length > 1)
    throw new AppError(
      'invalid',
      `There are ${probes.length} photos: say which one is meant, as in --face ${probes[0]}=2.`,
    );
  const unknown = [...given.keys()].find((file) => file !== ONLY_PROBE && !probes.includes(file));
  if (unknown !== undefined)
    throw new AppError('invalid', `--face ${unknown}=…: this photo is not among those to search for.`);
  return (path) => given.get(path) ?? given.get(ONLY_PROBE) ?? null;
}
