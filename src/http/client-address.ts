import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { Env } from './env.ts';

/**
 * Where a request comes from: the last address on its way that is not one of our proxies.
 *
 * X-Forwarded-For is written by anybody; only what a trusted proxy appended to it counts.
 */
export function clientAddress(c: Context<Env>, trustedProxies: readonly string[]): string {
  const peer = c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1';
  const hops = [...(c.req.header('x-forwarded-for') ?? '').split(','), peer].map(plain).filter((hop) => isIP(hop) > 0);
  const trusted = blockList(trustedProxies);
  return hops.findLast((hop) => !trusted.check(hop, familyOf(hop))) ?? hops[0] ?? peer;
}

/** IPv4 that came in over an IPv6 socket is IPv4. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}
