import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AllowedHosts } from '../adapters/allowed-hosts.ts';
import { readStreamUrl } from '../adapters/stream-url.ts';
import { AppError } from '../core/errors.ts';
import { vetHost } from './address.ts';

/** A film that is read piece by piece, wherever it lies. */
export interface FilmPieces {
  /** Its length. */
  readonly bytes: number;
  read(range: { readonly start: number; readonly length?: number }): Promise<AsyncIterable<Uint8Array>>;
}

/** What may be reached through a gate: one film, or hosts. */
export type GatePolicy = { readonly film: FilmPieces } | { readonly allowed: AllowedHosts };

/** The only way out of a decoder process. */
export interface Gate {
  /** Why the last request was refused or failed; null when none was. */
  refusal(): AppError | null;
  close(): Promise<void>;
}

/** For http and https: a proxy on this machine, with a password of its own. */
interface HttpGate extends Gate {
  readonly proxy: string;
  /** Where the decoder finds the film. */
  readonly filmUrl: string;
}

/** A name that no machine has (RFC 6761); it exists behind the gate only. */
const FILM_URL = 'http://film.invalid/film';

/**
 * Open a gate.
 *
 * FFmpeg follows redirects, and play lists name further addresses: each of their connections comes through here, and is
 * checked like the address that a person gave. The connection goes to the very address that was checked.
 */
export async function openGate(policy: GatePolicy): Promise<HttpGate> {
  const password = randomBytes(18).toString('base64url');
  let refusal: AppError | null = null;
  const keep = (error: unknown) => {
    refusal = error instanceof AppError ? error : refusal;
  };
  const server = createServer((asked, answer) => {
    if (!isKnown(asked, password))
      return void answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="gate"' }).end();
    pass(asked, answer, policy).catch((error: unknown) => {
      keep(error);
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(error instanceof AppError && error.code === 'invalid' ? 403 : 502).end();
    });
  });
  const tunnels = new Set<Duplex>();
  server.on('connect', (asked: IncomingMessage, socket: Duplex) => {
    tunnels.add(socket.once('close', () => tunnels.delete(socket)));
    tunnel(asked, socket, { policy, password }).catch((error: unknown) => {
      keep(error);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    proxy: `http://gate:${password}@127.0.0.1:${port}`,
    filmUrl: FILM_URL,
    refusal: () => refusal,
    close: () =>
      closeServer(server, () => {
        server.closeAllConnections();
        for (const socket of tunnels) socket.destroy();
      }),
  };
}

async function pass(asked: IncomingMessage, answer: ServerResponse, policy: GatePolicy): Promise<void> {
  if ('film' in policy) {
    if (new URL(asked.url ?? '', FILM_URL).href !== FILM_URL)
      throw new AppError('invalid', 'A film may not open other addresses.');
    return sendFilm(asked, answer, policy.film);
  }
  const { url, host, port } = readStreamUrl(asked.url ?? '');
  if (url.protocol !== 'http:') throw new AppError('invalid', 'Give the address as http:// or https://.');
  const address = await vetHost(host, port, policy.allowed);
  await forward({ asked, answer, url }, address, port);
}

interface Passing {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly url: URL;
}

async function forward({ asked, answer, url }: Passing, address: string, port: number): Promise<void> {
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = asked.headers;
  const sent = request({
    host: address,
    port,
    method: asked.method,
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, connection: 'close' },
    agent: false,
  });
  answer.once('close', () => sent.destroy());
  sent.end();
  const [came] = (await once(sent, 'response').catch(throwUnreachable)) as [IncomingMessage];
  answer.writeHead(came.statusCode ?? 502, came.headers);
  await pipeline(came, answer);
}

async function tunnel(
  asked: IncomingMessage,
  socket: Duplex,
  { policy, password }: { policy: GatePolicy; password: string },
): Promise<void> {
  socket.on('error', () => socket.destroy());
  if (!isKnown(asked, password))
    return void socket.end(
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="gate"\r\n\r\n',
    );
  if ('film' in policy) throw new AppError('invalid', 'A film may not open other addresses.');
  const { host, port } = readStreamUrl(`https://${asked.url}`);
  const address = await vetHost(host, port, policy.allowed);
  const out = connect(port, address);
  socket.once('close', () => out.destroy());
  await once(out, 'connect').catch(throwUnreachable);
  out.on('error', () => socket.destroy());
  out.once('close', () => socket.destroy());
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  out.pipe(socket);
  socket.pipe(out);
}

async function sendFilm(asked: IncomingMessage, answer: ServerResponse, film: FilmPieces): Promise<void> {
  const start = Number(/^bytes=(\d+)-/.exec(asked.headers.range ?? '')?.[1] ?? 0);
  if (start >= film.bytes)
    return void answer.writeHead(film.bytes === 0 ? 200 : 416, { 'content-length': 0, 'accept-ranges': 'bytes' }).end();
  answer.writeHead(206, {
    'accept-ranges': 'bytes',
    'content-length': film.bytes - start,
    'content-range': `bytes ${start}-${film.bytes - 1}/${film.bytes}`,
  });
  if (asked.method === 'HEAD') return void answer.end();
  try {
    await pipeline(Readable.from(await film.read({ start })), answer);
  } catch (error) {
    // FFmpeg hangs up whenever it jumps to another place.
    if (!answer.destroyed || error instanceof AppError) throw error;
  }
}

function isKnown(asked: IncomingMessage, password: string): boolean {
  const given = Buffer.from(asked.headers['proxy-authorization'] ?? '');
  const wanted = Buffer.from(`Basic ${Buffer.from(`gate:${password}`).toString('base64')}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** For a camera that nothing comes back from. */
export function unreachable(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The camera cannot be reached. Check that it is switched on, and its address and port.',
    { cause },
  );
}

function throwUnreachable(cause: unknown): never {
  throw unreachable(cause);
}

/** Take no more connections and end those that there are. */
export async function closeServer(server: Server, hangUp: () => void): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  hangUp();
  await closed;
}
