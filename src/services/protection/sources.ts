import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Actor } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';

/** Whoever has one address of these usually has them all: a household, a company, a mobile cell. */
const NETWORK_BITS = { ipv4: 24, ipv6: 56 };

/**
 * Who sends, as a word that tells nobody who it is: their account or API key, or else their network.
 *
 * The public is told apart by network and day: the HMAC key changes daily, so nobody can be followed for longer.
 */
export function sourceOf(app: Platform, actor: Actor, address: string): Buffer {
  const key = app.secret('sources');
  const day = createHmac('sha256', key).update(app.clock().toISOString().slice(0, 10)).digest();
  return createHmac('sha256', day).update(nameOf(actor, address)).digest();
}

function nameOf(actor: Actor, address: string): string {
  if (actor.kind === 'account') return `account ${actor.accountId}`;
  return actor.kind === 'api-key' ? `key ${actor.keyId}` : `network ${networkOf(address)}`;
}

/** The network of an address: /24 of IPv4, /56 of IPv6; what is no address is its own network. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  const bits = NETWORK_BITS[parsed.kind()];
  const bytes = parsed.toByteArray().map((byte, at) => byte & maskOf(bits - 8 * at));
  return `${ipaddr.fromByteArray(bytes)}/${bits}`;
}

function maskOf(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}
