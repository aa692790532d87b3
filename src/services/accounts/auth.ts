import { betterAuth } from 'better-auth';
import { twoFactor, username } from 'better-auth/plugins';
import type { Platform } from '../../platform.ts';
import { afterAuth, beforeAuth, refuseDisabled } from './auth-hooks.ts';
import { mailCallbacks } from './auth-mails.ts';
import { LOCK_MINUTES, MOST_ATTEMPTS } from './lockout.ts';
import { LEAST_PASSWORD, MOST_PASSWORD } from './passwords.ts';
import {
  accountTable,
  credentialTable,
  rateLimitTable,
  sessionTable,
  twoFactorTable,
  usernameColumns,
  verificationTable,
} from './tables.ts';

export const AUTH_PATH = '/api/auth';
/** Where http/auth.ts writes the address of the client; what a client sends under this name is thrown away. */
export const ADDRESS_HEADER = 'x-homeward-address';

const HOUR = 3600;

export type Auth = ReturnType<typeof openAuth>;

/** Registration, sign-in, sessions, second factor, password reset: better-auth on our own tables. */
export function openAuth(app: Platform) {
  const { url, sessionHours } = app.config;
  return betterAuth({
    appName: 'Homeward',
    baseURL: url,
    basePath: AUTH_PATH,
    // Besides the base URL: the address that a browser has the page from, for installations reached by several names.
    trustedOrigins: (request) => (request ? [new URL(request.url).origin] : []),
    secret: Buffer.from(app.secret('sessions')).toString('base64url'),
    database: { db: app.db, type: 'postgres', transaction: true },
    user: accountTable,
    session: { ...sessionTable, expiresIn: sessionHours * HOUR, updateAge: Math.min(HOUR, (sessionHours * HOUR) / 4) },
    account: credentialTable,
    verification: verificationTable,
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: LEAST_PASSWORD,
      maxPasswordLength: MOST_PASSWORD,
      resetPasswordTokenExpiresIn: HOUR,
      revokeSessionsOnPasswordReset: true,
      ...mailCallbacks(app).emailAndPassword,
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      expiresIn: HOUR,
      ...mailCallbacks(app).emailVerification,
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 30, schema: usernameColumns }),
      twoFactor({
        issuer: 'Homeward',
        schema: twoFactorTable,
        accountLockout: { maxFailedAttempts: MOST_ATTEMPTS, durationSeconds: LOCK_MINUTES * 60 },
      }),
    ],
    hooks: { before: beforeAuth(app), after: afterAuth(app) },
    databaseHooks: { session: { create: { before: refuseDisabled(app) } } },
    rateLimit: { enabled: true, storage: 'database', ...rateLimitTable, window: 60, max: 120, customRules: LIMITS },
    advanced: {
      database: { generateId: 'uuid' },
      cookiePrefix: 'homeward',
      useSecureCookies: url.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 64 },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_, message) => app.log.warn({ error: message }, 'accounts') },
    // A refusal is an answer; anything else goes on to whom all faults go.
    onAPIError: { throw: true },
  });
}

/** Requests a minute from one network. An office of many people may share one. */
const LIMITS = {
  '/sign-in/*': { window: 60, max: 30 },
  '/sign-up/*': { window: 60, max: 10 },
  '/request-password-reset': { window: 60, max: 10 },
  '/send-verification-email': { window: 60, max: 10 },
  '/reset-password': { window: 60, max: 20 },
  '/two-factor/*': { window: 60, max: 30 },
};
