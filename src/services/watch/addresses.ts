import { BlockList, isIP } from 'node:net';
import { seal, unseal } from '../../adapters/seal.ts';
import type { WrappedKey } from '../../adapters/vault.ts';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';

/** What a stream may come by, with the port where none is named. */
const PORTS: Readonly<Record<string, number>> = { 'rtsp:': 554, 'rtsps:': 322, 'http:': 80, 'https:': 443 };

/**
 * The address of a camera in the network, checked before it is kept.
 *
 * The server connects to nothing that an operator has not named. A name may lead elsewhere tomorrow: whoever connects
 * checks the address that it leads to then.
 *
 * @param watchHosts the setting HOMEWARD_WATCH_HOSTS: `host`, `host:port` or networks
 * @throws AppError `invalid`, which repeats nothing of the address: there may be a password in it
 */
export function readStreamAddress(text: string, watchHosts: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || PORTS[url.protocol] === undefined)
    throw new AppError('invalid', 'Give the camera’s address as rtsp://, rtsps://, http:// or https://.');
  if (mayReach(url, watchHosts)) return url;
  throw new AppError(
    'invalid',
    'This host is not among those that the server may connect to. An operator can name it in HOMEWARD_WATCH_HOSTS.',
  );
}

/** All of an address that anybody is shown. */
export function shownHost({ host }: URL): string {
  return host;
}

/** An address, with user and password, as it lies in the database: for its own source only. */
export function sealAddress(app: Platform, key: WrappedKey, sourceId: string, url: URL): Buffer {
  return seal(app.vault.open(key), Buffer.from(url.href), sourceId);
}

/** @throws AppError `unavailable` when it was damaged or belongs to another source */
export function openAddress(app: Platform, key: WrappedKey, sourceId: string, sealed: Uint8Array): string {
  return unseal(app.vault.open(key), sealed, sourceId).toString();
}

function mayReach({ protocol, hostname, port }: URL, watchHosts: readonly string[]): boolean {
  const named = watchHosts.map((each) => each.toLowerCase());
  const name = hostname.toLowerCase();
  if (named.includes(name) || named.includes(`${name}:${port || PORTS[protocol]}`)) return true;
  const networks = named.filter((each) => each.includes('/'));
  const bare = hostname.replace(/^\[|\]$/g, '');
  // Where a name leads is known when somebody connects.
  if (isIP(bare) === 0) return networks.length > 0;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list.check(bare, familyOf(bare));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
