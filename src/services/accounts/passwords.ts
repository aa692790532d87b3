import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { AppError } from '../../core/errors.ts';

export const LEAST_PASSWORD = 12;
export const MOST_PASSWORD = 128;

/** zxcvbn's scale of 0 to 4; 3 and up take more than 10⁸ guesses. */
const LEAST_STRENGTH = 3;

/** Characters that must be left when everything known about the person is cut out. */
const LEAST_UNKNOWN = 8;

/**
 * Refuse a password that is short, common, or made of what is known about the person.
 *
 * @param own name, user name and e-mail address of whose password it is
 * @throws AppError `invalid` with what to do
 */
export function refuseWeakPassword(password: string, own: readonly string[] = []): void {
  if (password.length < LEAST_PASSWORD) throw new AppError('invalid', `Use at least ${LEAST_PASSWORD} characters.`);
  if (password.length > MOST_PASSWORD) throw new AppError('invalid', `Use at most ${MOST_PASSWORD} characters.`);
  if (withoutWords(password, ['homeward', ...own.flatMap(wordsOf)]).length < LEAST_UNKNOWN)
    throw new AppError('invalid', 'This password is made of your name or address. Use words that nobody expects.');
  const { score } = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }).check(password);
  if (score < LEAST_STRENGTH)
    throw new AppError(
      'invalid',
      'This password is easy to guess. Use four words that have nothing to do with each other, or a password manager.',
    );
}

function wordsOf(text: string): string[] {
  return [text, ...text.split(/[\s@._-]+/)].filter((word) => word.length > 2);
}

function withoutWords(password: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ''), password.toLowerCase());
}
