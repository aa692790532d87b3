import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { findAccount } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { html, type Letter, plainText } from '../alerts/letter.tsx';
import { audit } from '../audit.ts';
import { requirePermission } from '../policy.ts';
import { requireAccount } from './actor.ts';
import { newToken } from './tokens.ts';

/** What became of a test mail. `reason` is what the mail server said. */
export type TestMail =
  | { readonly outcome: 'sent'; readonly to: string }
  | { readonly outcome: 'off' }
  | { readonly outcome: 'refused' | 'delayed'; readonly reason: string };

/** Send a mail to one's own address at once, past the outbox, to see that mails go out. */
export async function sendTestMail(app: Platform, actor: Actor): Promise<TestMail> {
  requirePermission(actor, 'system.view');
  const account = await findAccount(app.db, requireAccount(actor).accountId);
  if (!account) throw new AppError('unauthenticated', 'Sign in first.');
  if (app.config.smtpUrl === null) return { outcome: 'off' };
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'system.test-mail', entity: 'system' }));
  const texts = app.texts(account.locale);
  const letter: Letter = {
    subject: texts.text('account.test-mail-subject'),
    greeting: texts.text('mail.greeting', { name: account.name }),
    paragraphs: [texts.text('account.test-mail-letter')],
    facts: [],
    action: null,
    footer: [],
  };
  const delivery = await app.mailer.send({
    to: account.email,
    subject: letter.subject,
    text: plainText(letter),
    html: html(letter, texts),
    messageId: `<${newToken()}@${new URL(app.config.url).hostname}>`,
    thread: null,
    locale: texts.locale,
    unsubscribeUrl: null,
  });
  return delivery.outcome === 'sent' ? { outcome: 'sent', to: account.email } : delivery;
}
