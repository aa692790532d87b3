import type { Database } from '../../db/database.ts';
import type { JsonObject } from '../../db/schema.ts';
import type { Platform } from '../../platform.ts';
import { queueMessage } from '../alerts/outbox.ts';
import { hashToken } from './tokens.ts';

export type AccountMail = 'verify-email' | 'reset-password' | 'account-exists' | 'password-changed' | 'invitation';

export interface MailTo {
  readonly email: string;
  readonly accountId?: string;
  readonly agencyId?: string | null;
  readonly locale?: string;
}

/** Mails of one kind to one address within this time are one mail: nobody floods a mailbox. */
const QUIET_MINUTES = 2;

/** Put a mail about an account into the outbox. It names nobody but the one who gets it. */
export async function mailAccount(
  app: Platform,
  tx: Database,
  mail: { readonly kind: AccountMail; readonly to: MailTo; readonly payload: JsonObject },
): Promise<void> {
  const { kind, to, payload } = mail;
  const quiet = Math.floor(app.clock().getTime() / (QUIET_MINUTES * 60_000));
  const who = hashToken(to.email.toLowerCase()).toString('hex').slice(0, 32);
  await queueMessage(app, tx, {
    dedupeKey: `${kind} ${who} ${quiet}`,
    channel: 'email',
    kind,
    address: to.email,
    recipientId: to.accountId ?? null,
    agencyId: to.agencyId ?? null,
    locale: to.locale ?? 'en',
    payload,
  });
}
