/** What went wrong, in words that every transport maps (docs/architecture.md, «Errors»). */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'unsupported-media'
  | 'too-many'
  | 'unavailable';

/**
 * An error whose message may be shown to the person who caused it: it says what is wrong and what to do.
 *
 * A «no» of the domain (no face, too blurred, nobody in this gallery) is a value, never an AppError.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** The message of anything thrown, for a line that a person reads. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
