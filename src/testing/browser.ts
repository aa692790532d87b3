import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import type { Env } from '../http/env.ts';

/** A browser, as far as the server can tell: it keeps cookies and says where its requests come from. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(path: string): Promise<Answer>;
  send(method: string, path: string, body?: object): Promise<Answer>;
  post(path: string, body?: object): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As JSON where it is JSON, else as text; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly body: any;
}

/**
 * @param url as HOMEWARD_URL has it
 * @param address of the browser; each has a limit of requests of its own
 */
export function openBrowser(server: Hono<Env>, url: string, address: string): Browser {
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, body?: object): Promise<Answer> => {
    const headers = new Headers({ origin: new URL(url).origin, 'x-forwarded-for': address });
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (body) headers.set('content-type', 'application/json');
    const answer = await server.request(url + path, { method, headers, body: body ? JSON.stringify(body) : null });
    for (const cookie of answer.headers.getSetCookie()) keep(cookies, cookie);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text ? (isJson(answer) ? JSON.parse(text) : text) : null,
    };
  };
  return { cookies, send, get: (path) => send('GET', path), post: (path, body = {}) => send('POST', path, body) };
}

function isJson(answer: Response): boolean {
  return /\bjson\b/.test(answer.headers.get('content-type') ?? '');
}

function keep(cookies: Map<string, string>, header: string): void {
  const [pair = ''] = header.split(';');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  if (value === '' || /max-age=0/i.test(header)) cookies.delete(name);
  else cookies.set(name, value);
}

/** For which a code is shown. */
const STEP_SECONDS = 30;

/**
 * The code that an authenticator app shows.
 *
 * @param secret base32, as the `otpauth:` address has it
 * @see RFC 6238
 */
export function totp(secret: string, at = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / STEP_SECONDS)));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code is good once. For a second sign-in there is the one that comes next: it is taken half a minute early. */
export function nextTotp(secret: string): string {
  return totp(secret, Date.now() + STEP_SECONDS * 1000);
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '').toUpperCase()]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
