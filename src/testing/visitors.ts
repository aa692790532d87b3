import { z } from 'zod';
import { httpServer } from '../http/server.ts';
import type { Platform } from '../platform.ts';
import { ensureFirstAdminLink } from '../services/accounts/first-admin.ts';
import { type Browser, openBrowser, totp } from './browser.ts';

export const PASSWORD = 'kettle orbit fern lagoon';

/** Somebody of the staff, signed in with the second factor. */
interface Member {
  readonly browser: Browser;
  readonly accountId: string;
  /** Of the authenticator app. */
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

/** People at their browsers, who come to accounts as everybody does: over HTTP, with the links of their mails. */
export interface Visitors {
  readonly server: ReturnType<typeof httpServer>;
  /** Somebody new, at a network of their own: limits of one test do not reach another. */
  visitor(): Browser;
  /** The link in the newest mail of a kind to an address. */
  linkTo(email: string, kind: string): Promise<URL>;
  kindsTo(email: string): Promise<string[]>;
  guardian(email: string, more?: object): Promise<Browser>;
  signIn(browser: Browser, email: string, password?: string): ReturnType<Browser['post']>;
  /** Accept an invitation, sign in, set up the second factor. @param email of the first admin, who gives it */
  join(link: URL, email: string): Promise<Member>;
  firstAdmin(): Promise<Member>;
  /** Somebody invited by an admin. */
  member(admin: Browser, place: { role: string; agencyId: string | null }): Promise<Member & { email: string }>;
}

export function openVisitors(app: Platform): Visitors {
  const server = httpServer(app);
  let people = 0;
  const { url } = app.config;

  const mails = (email: string) =>
    app.db
      .selectFrom('message')
      .select(['kind', 'payload'])
      .where('address', '=', email)
      .orderBy('created_at', 'desc')
      .execute();
  const visitors: Visitors = {
    server,
    visitor: () => openBrowser(server, url, `203.0.${Math.floor(++people / 250)}.${people % 250}`),
    async linkTo(email, kind) {
      const { payload } = (await mails(email)).find((each) => each.kind === kind) ?? {};
      return new URL(z.object({ url: z.string() }).parse(payload).url);
    },
    kindsTo: async (email) => (await mails(email)).map(({ kind }) => kind),
    async guardian(email, more = {}) {
      const browser = visitors.visitor();
      const fields = { name: 'Meera Iyer', email, password: PASSWORD, ...more };
      await ok(browser.post('/api/auth/sign-up/email', fields));
      const { pathname, search } = await visitors.linkTo(email, 'verify-email');
      await ok(browser.get(pathname + search));
      return browser;
    },
    signIn: (browser, email, password = PASSWORD) => browser.post('/api/auth/sign-in/email', { email, password }),
    async join(link, email) {
      const browser = visitors.visitor();
      const token = link.searchParams.get('token');
      const person = { token, name: 'Staff Person', password: PASSWORD, email };
      const accepted = await ok(browser.post('/api/v1/invitations/accept', person));
      await ok(visitors.signIn(browser, email));
      const { body } = await ok(browser.post('/api/auth/two-factor/enable', { password: PASSWORD }));
      const secret = new URL(body.totpURI).searchParams.get('secret') ?? '';
      await ok(browser.post('/api/auth/two-factor/verify-totp', { code: totp(secret) }));
      return { browser, accountId: accepted.body.accountId, secret, backupCodes: body.backupCodes };
    },
    firstAdmin: async () =>
      visitors.join(new URL((await ensureFirstAdminLink(app)) ?? 'none:'), 'admin@homeward.example'),
    async member(admin, { role, agencyId }) {
      const email = `${role}-${++people}@agency.example`;
      await ok(admin.post('/api/v1/invitations', { email, role, agencyId }));
      return { ...(await visitors.join(await visitors.linkTo(email, 'invitation'), email)), email };
    },
  };
  return visitors;
}

async function ok(answering: ReturnType<Browser['post']>): ReturnType<Browser['post']> {
  const answer = await answering;
  // Links of mails lead on to a page, and say in its address when they no longer work.
  if (answer.status < 400 && !answer.headers.get('location')?.includes('error=')) return answer;
  throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
