import { isIP } from 'node:net';
import { readAllowedHosts } from '../../adapters/allowed-hosts.ts';
import { seal, unseal } from '../../adapters/seal.ts';
import { readStreamUrl } from '../../adapters/stream-url.ts';
import type { WrappedKey } from '../../adapters/vault.ts';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';

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
  const { url, host, port } = readStreamUrl(text);
  const allowed = readAllowedHosts(watchHosts);
  // Where a name leads is known when somebody connects.
  const isAllowed = isIP(host) === 0 ? allowed.hasNetworks : allowed.hasAddress(host);
  if (isAllowed || allowed.hasName(host, port)) return url;
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
