import { CommanderError } from 'commander';
import { AppError, type ErrorCode, messageOf } from '../core/errors.ts';

/** What the exit code of `homeward` says. docs/cli.md shows this table. */
export const EXIT = {
  fine: 0,
  someFailed: 1,
  usage: 2,
  nothingDone: 3,
  unavailable: 4,
  fault: 70,
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** The meaning of each exit code, for docs/cli.md and `homeward --help`. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  fine: 'all went well; also when the answer is «nobody in this gallery»',
  someFailed: 'some photos, folders or rows could not be used; each has its line, the rest was done',
  usage: 'the command line is wrong; nothing was done',
  nothingDone: 'nothing could be done: what was named is missing or cannot be used',
  unavailable: 'something is missing on this machine, such as the models; the message says what to run',
  fault: 'a fault of Homeward itself: please report it',
  interrupted: 'stopped by Ctrl-C; what was done is kept, and the same command goes on from there',
};

const EXIT_OF_ERROR = {
  invalid: EXIT.nothingDone,
  unauthenticated: EXIT.nothingDone,
  forbidden: EXIT.nothingDone,
  'not-found': EXIT.nothingDone,
  conflict: EXIT.nothingDone,
  'unsupported-media': EXIT.nothingDone,
  'too-many': EXIT.nothingDone,
  unavailable: EXIT.unavailable,
} as const satisfies Record<ErrorCode, Exit>;

/** Thrown through a command when the person pressed Ctrl-C. */
export class Interruption extends Error {}

/** Tell the person what went wrong. @returns the exit code for it */
export function reportError(error: unknown): Exit {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof Interruption) {
    console.error('Stopped. What was done is kept; the same command goes on from there.');
    return EXIT.interrupted;
  }
  if (error instanceof AppError) {
    console.error(error.message);
    return EXIT_OF_ERROR[error.code];
  }
  const detail = error instanceof Error ? error.stack : messageOf(error);
  console.error(`A fault of Homeward, not yours. Please report it with these lines:\n${detail}`);
  return EXIT.fault;
}

/** Let the program end with this code unless something worse was said before. */
export function exitWith(code: Exit): void {
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
}
