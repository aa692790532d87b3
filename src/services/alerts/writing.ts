import type { Texts } from '../../adapters/texts.ts';
import type { findRecipient } from '../../db/alerts.ts';
import type { ClaimedMessage } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';
import type { Letter } from './letter.tsx';

export type Recipient = NonNullable<Awaited<ReturnType<typeof findRecipient>>>;

/** What a letter is written from. */
export interface Writing {
  readonly app: Platform;
  readonly message: ClaimedMessage;
  /** Null: an address without an account, as of an invitation. */
  readonly recipient: Recipient | null;
  readonly texts: Texts;
}

/** Writes the letter of one kind, from what is true now; null when it must not go out any more. */
export type Writer = (writing: Writing) => Promise<Letter | null>;
