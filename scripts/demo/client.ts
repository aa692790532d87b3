import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { totp } from '../../src/testing/browser.ts';

/** Somebody at a browser: keeps cookies, speaks JSON, says so when the server says no. */
export interface Client {
  readonly cookies: ReadonlyMap<string, string>;
  get(path: string): Promise<Json>;
  post(path: string, body?: object | FormData): Promise<Json>;
  put(path: string, body: object): Promise<Json>;
  patch(path: string, body: object): Promise<Json>;
  picture(path: string): Promise<Uint8Array>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of all kinds
type Json = any;

/** Somebody to sign in as. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly password: string;
  /** Of the authenticator app; null for guardians. */
  readonly secret: string | null;
}

const PASSWORD = 'kettle orbit fern lagoon';
const HOME = { timeZone: 'Asia/Kolkata' };

/** @param more headers of every request */
export function openClient(url: string, more: Readonly<Record<string, string>> = {}): Client {
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, body?: object | FormData): Promise<Response> => {
    const headers = new Headers({ origin: url, ...more });
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const isForm = body instanceof FormData;
    if (body && !isForm) headers.set('content-type', 'application/json');
    const payload = body && !isForm ? JSON.stringify(body) : (body ?? null);
    const answer = await fetch(url + path, { method, headers, body: payload });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const json = async (answer: Response): Promise<Json> => {
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  };
  return {
    cookies,
    get: async (path) => json(await send('GET', path)),
    post: async (path, body = {}) => json(await send('POST', path, body)),
    put: async (path, body) => json(await send('PUT', path, body)),
    patch: async (path, body) => json(await send('PATCH', path, body)),
    picture: async (path) => new Uint8Array(await (await send('GET', path)).arrayBuffer()),
  };
}

/** Accept an invitation as the staff do: name and password, sign in, second factor. */
export async function join(
  url: string,
  link: URL,
  person: Pick<Person, 'name' | 'email' | 'role'>,
): Promise<{ client: Client; person: Person }> {
  const client = openClient(url);
  await client.post('/api/v1/invitations/accept', {
    token: link.searchParams.get('token'),
    password: PASSWORD,
    name: person.name,
    email: person.email,
  });
  await client.post('/api/auth/sign-in/email', { email: person.email, password: PASSWORD });
  const { totpURI } = await client.post('/api/auth/two-factor/enable', { password: PASSWORD });
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  await client.post('/api/auth/two-factor/verify-totp', { code: totp(secret) });
  await client.patch('/api/v1/account', HOME);
  return { client, person: { ...person, password: PASSWORD, secret } };
}

/** Register as a guardian does. @param confirm opens the link of the mail that then comes */
export async function register(
  url: string,
  person: { name: string; email: string },
  confirm: () => Promise<URL>,
): Promise<{ client: Client; person: Person }> {
  const client = openClient(url);
  await client.post('/api/auth/sign-up/email', { ...person, password: PASSWORD });
  await fetch(await confirm(), { redirect: 'manual' });
  await client.post('/api/auth/sign-in/email', { email: person.email, password: PASSWORD });
  await client.patch('/api/v1/account', HOME);
  return { client, person: { ...person, role: 'guardian', password: PASSWORD, secret: null } };
}

/** What a browser computes for a moment before it may report: base64 of challenge and solution. */
export async function proofOfWork(client: Client): Promise<string> {
  const challenge = await client.get('/api/v1/proof-of-work');
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
