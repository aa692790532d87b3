import type { findRecipient } from '../../db/alerts.ts';
import type { ClaimedMessage } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';

type Recipient = NonNullable<Awaited<ReturnType<typeof findRecipient>>>;

/** What became of an attempt to deliver. */
export type Outcome =
  | { readonly outcome: 'sent'; readonly messageId: string }
  /** For good: the address does not exist, the subscription was taken back. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** For now. */
  | { readonly outcome: 'delayed'; readonly reason: string }
  /** What it tells is no longer true, or the recipient may no longer know. */
  | { readonly outcome: 'outdated' };

/** One way to reach somebody: e-mail, webhook, push. */
export interface Channel {
  /** @param recipient null for an address without an account */
  deliver(app: Platform, message: ClaimedMessage, recipient: Recipient | null): Promise<Outcome>;
}
