import { type LookupAddress, lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { Agent, request as requestSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '../core/errors.ts';

/** Addresses that reach this machine or its own network: nobody may make Homeward call them (RFC 6890). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv6');

const TIMEOUT_MILLISECONDS = 10_000;

/** Whom the server may call, although they are in its own network: `host` or `host:port`. */
export type AllowedHosts = ReadonlySet<string>;

/**
 * Check an address that a person gave, before it is kept.
 *
 * @throws AppError `invalid` unless it is https, or a host that the operator has allowed
 */
export function vetUrl(text: string, allowed: AllowedHosts): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username || url.password) throw new AppError('invalid', 'Give an address as https://host/path.');
  if (isAllowed(url, allowed)) return url;
  if (url.protocol !== 'https:') throw new AppError('invalid', 'The address must begin with https://.');
  if (isIP(bare(url.hostname)) !== 0 && isPrivate(bare(url.hostname))) throw refusal();
  return url;
}

/** What came back. */
export interface Answer {
  readonly status: number;
}

/**
 * Send JSON to an address outside. The address is checked when the connection is made, so a name that suddenly points
 * inside does not help; redirects are not followed.
 *
 * @throws Error when nobody answers in time, or the address may not be called
 */
export function postJson(
  url: URL,
  { body, headers, allowed }: { body: string; headers: Readonly<Record<string, string>>; allowed: AllowedHosts },
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  const guarded = isAllowed(url, allowed) ? {} : { lookup: guardedLookup };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        ...guarded,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0 }));
        answer.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** For libraries that make requests of their own. */
export function guardedAgent(url: URL, allowed: AllowedHosts): Agent {
  return new Agent(isAllowed(url, allowed) ? {} : { lookup: guardedLookup });
}

const guardedLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) return done(error ?? refusal(), '', 4);
    if (addresses.some(({ address }) => isPrivate(address))) return done(refusal(), '', 4);
    return options.all ? done(null, addresses) : done(null, first.address, first.family);
  });
};

function isAllowed({ hostname, host }: URL, allowed: AllowedHosts): boolean {
  return allowed.has(host) || allowed.has(hostname);
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** `[::1]` is written in brackets in an address. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function refusal(): AppError {
  return new AppError(
    'invalid',
    'This address leads into the server’s own network. An operator can allow it in HOMEWARD_ALLOWED_HOSTS.',
  );
}
