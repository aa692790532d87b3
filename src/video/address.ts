import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AllowedHosts } from '../adapters/allowed-hosts.ts';
import { bracketed, readStreamUrl } from '../adapters/stream-url.ts';
import { AppError } from '../core/errors.ts';

/** An address that may be opened. */
export interface VettedStream {
  /** With credentials. */
  readonly url: string;
  /** What was checked and is to be connected to, so that a name cannot point elsewhere later. */
  readonly address: string;
  readonly port: number;
  readonly isRtsp: boolean;
  readonly isTls: boolean;
  /** Without credentials, path and query: what may be shown. */
  readonly host: string;
}

/**
 * Check an address that a person gave against the hosts that the operator allows, by name and by every address that the
 * name stands for.
 *
 * @throws AppError `invalid` when it is no stream's, or its host is not allowed; `unavailable` when the name is unknown
 */
export async function vetStream(text: string, allowed: AllowedHosts): Promise<VettedStream> {
  const { url, host, port } = readStreamUrl(text);
  const address = await vetHost(host, port, allowed);
  return {
    url: url.href,
    address,
    port,
    isRtsp: url.protocol.startsWith('rtsp'),
    isTls: url.protocol.endsWith('s:'),
    host: `${bracketed(host)}:${port}`,
  };
}

/**
 * The address to connect to, where the host is allowed.
 *
 * @throws AppError `invalid` when the host, or one of its addresses, is not allowed; `unavailable` when nobody knows it
 */
export async function vetHost(host: string, port: number, allowed: AllowedHosts): Promise<string> {
  const isNamed = allowed.hasName(host, port);
  const addresses = isIP(host) ? [host] : await resolve(host, isNamed || mayBeListed(allowed));
  const [first] = addresses;
  if (!first) throw notAllowed(allowed);
  // A name in the list vouches for its addresses; any other name is only as good as the worst of them.
  const isAllowed = isNamed || addresses.every((address) => allowed.hasAddress(address));
  if (!isAllowed || addresses.some(isNeverAllowed)) throw notAllowed(allowed);
  return first;
}

function mayBeListed(allowed: AllowedHosts): boolean {
  return !allowed.isEmpty;
}

async function resolve(host: string, mayAsk: boolean): Promise<string[]> {
  if (!mayAsk) return [];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new AppError('unavailable', 'Nobody knows this host name. Check the address.', { cause });
  }
}

/** Many machines at once, no machine at all, or the store of secrets of a cloud: not even by mistake. */
function isNeverAllowed(address: string): boolean {
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  return ['multicast', 'broadcast', 'unspecified', 'linkLocal'].includes(range);
}

function notAllowed(allowed: AllowedHosts): AppError {
  return new AppError(
    'invalid',
    allowed.isEmpty
      ? 'This server opens no streams yet. Its operator names the hosts of cameras in HOMEWARD_WATCH_HOSTS.'
      : 'This host is not among those that the server may open. Its operator can add it to HOMEWARD_WATCH_HOSTS.',
  );
}
