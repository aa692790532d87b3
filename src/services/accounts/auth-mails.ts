import { findAccount } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { accountActor } from './actor.ts';
import { forgiveAttempts } from './lockout.ts';
import { type AccountMail, mailAccount } from './mails.ts';

/** What better-auth tells of an account. */
interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Page that says whether an address was confirmed. */
const VERIFIED = encodeURIComponent('/account/verified');

/** What better-auth asks for when somebody must get a mail, and what it tells when a link of one was followed. */
export function mailCallbacks(app: Platform) {
  const link = (path: string, token: string) => `${app.config.url}${path}?token=${encodeURIComponent(token)}`;
  return {
    emailVerification: {
      sendVerificationEmail: ({ user, token }: { user: Person; token: string }) =>
        mail(app, 'verify-email', user, `${link('/api/auth/verify-email', token)}&callbackURL=${VERIFIED}`),
      afterEmailVerification: (user: Person) => note(app, 'account.verify-email', user.id),
    },
    emailAndPassword: {
      sendResetPassword: ({ user, token }: { user: Person; token: string }) =>
        mail(app, 'reset-password', user, link('/account/reset-password', token)),
      onExistingUserSignUp: ({ user }: { user: Person }) =>
        mail(app, 'account-exists', user, `${app.config.url}/account/sign-in`),
      onPasswordReset: async ({ user }: { user: Person }) => {
        await note(app, 'account.reset-password', user.id);
        await mail(app, 'password-changed', user, `${app.config.url}/account/forgotten`);
      },
    },
  };
}

/** Who was disabled gets none: the answer on the page is the same for all. */
async function mail(app: Platform, kind: AccountMail, { id, name }: Person, url: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, id);
    if (!account || account.disabledAt) return;
    const { email, locale, agencyId } = account;
    await mailAccount(app, tx, { kind, to: { email, locale, agencyId, accountId: id }, payload: { name, url } });
  });
}

async function note(app: Platform, action: string, accountId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const account = await findAccount(tx, accountId);
    if (!account) return;
    await forgiveAttempts(app, tx, accountId);
    await audit(app, tx, accountActor(account), { action, entity: 'account', entityId: accountId });
  });
}
