import type { Context } from 'hono';
import type { TextKey } from '../../../adapters/texts.ts';
import type { Env } from '../../env.ts';
import type { FormState } from '../../forms.ts';
import type { StepResult } from './auth-step.ts';

type Refusal = Extract<StepResult, { isDone: false }>;

const WORDS: Readonly<Record<string, TextKey>> = {
  INVALID_EMAIL_OR_PASSWORD: 'account.wrong-password',
  INVALID_USERNAME_OR_PASSWORD: 'account.wrong-password',
  EMAIL_NOT_VERIFIED: 'account.not-verified',
  SIGN_IN_LOCKED: 'account.locked',
  INVALID_CODE: 'account.wrong-code',
  INVALID_BACKUP_CODE: 'account.wrong-code',
  CODE_USED: 'account.code-used',
  INVALID_TWO_FACTOR_COOKIE: 'account.code-too-late',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'account.code-too-late',
  ACCOUNT_TEMPORARILY_LOCKED: 'account.locked',
  INVALID_PASSWORD: 'account.present-password-wrong',
  INVALID_TOKEN: 'account.link-old',
};

/** Which field of a form a refusal is about. */
const FIELDS: Readonly<Record<string, string>> = {
  PASSWORD_TOO_WEAK: 'password',
  PASSWORD_TOO_SHORT: 'password',
  PASSWORD_TOO_LONG: 'password',
  INVALID_PASSWORD: 'password',
  INVALID_EMAIL: 'email',
  INVALID_CODE: 'code',
  INVALID_BACKUP_CODE: 'code',
  USERNAME_TOO_SHORT: 'username',
  USERNAME_TOO_LONG: 'username',
  INVALID_USERNAME: 'username',
};

/** A form that better-auth refused, with why, in the language of the page. Passwords and codes are never shown again. */
export function refusedForm(c: Context<Env>, values: Record<string, string>, refusal: Refusal): FormState {
  const { text, message } = c.var.page.texts;
  const known = refusal.status === 429 && !WORDS[refusal.code] ? 'account.too-many' : WORDS[refusal.code];
  const words = known ? text(known) : message(`${refusal.message.replace(/\.$/, '')}.`);
  return { values: withoutSecrets(values), errors: { [FIELDS[refusal.code] ?? '']: words } };
}

const SECRETS = new Set(['password', 'currentPassword', 'newPassword', 'code']);

export function withoutSecrets(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !SECRETS.has(name)));
}
