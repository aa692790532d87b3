import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, messageOf } from '../core/errors.ts';
import { type JsonTarget, STANDARD_OUTPUT } from './options.ts';

/** The answer of a command: on the standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What is said beside the answer: on the standard error, so that the answer can be piped on. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Answer with JSON where that is wanted, else with words. */
export async function answer(target: JsonTarget, value: unknown, words: () => string): Promise<void> {
  if (target === undefined) return say(words());
  const text = JSON.stringify(value, null, 2);
  if (target === STANDARD_OUTPUT) return say(text);
  await writeOutput(target, `${text}\n`, []);
  note(`Written to ${target}`);
}

/**
 * Write a file that the person named; its folder is made.
 *
 * @param inputs files that the command reads: none of them is ever overwritten
 * @throws AppError `invalid` when it is an input, `unavailable` when it cannot be written
 */
export async function writeOutput(
  file: string,
  content: string | Uint8Array,
  inputs: readonly string[],
): Promise<void> {
  if (inputs.some((input) => resolve(input) === resolve(file)))
    throw new AppError('invalid', `${file} is one of the photos; name another file to write to.`);
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(file, content);
  } catch (cause) {
    throw new AppError('unavailable', `Cannot write ${file}: ${messageOf(cause)}.`, { cause });
  }
}
