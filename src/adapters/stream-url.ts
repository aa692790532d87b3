import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError } from '../core/errors.ts';

const PORTS: Readonly<Record<string, number>> = { 'rtsp:': 554, 'rtsps:': 322, 'http:': 80, 'https:': 443 };

/** The parts of an address, without asking anybody. @throws AppError `invalid` */
export function readStreamUrl(text: string): { url: URL; host: string; port: number } {
  const wrong = () => new AppError('invalid', 'Give the address as rtsp://host/path, rtsps://, http:// or https://.');
  const trimmed = text.trim();
  // Node reads «rtsp:///x» or a backslash in ways of its own; nobody writes them in good faith.
  if (/[\s\\\p{Cc}]/u.test(trimmed) || !/^(rtsps?|https?):\/\/[^/]/i.test(trimmed) || !URL.canParse(trimmed))
    throw wrong();
  const url = new URL(trimmed);
  const protocolPort = PORTS[url.protocol];
  const host = hostOf(url);
  if (protocolPort === undefined || !host) throw wrong();
  return { url, host, port: url.port === '' ? protocolPort : Number(url.port) };
}

/** As a host is written in an address. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** In lower case, without brackets and final dot. Numbers such as 2130706433 or 0x7f.1 as the address that they are. */
function hostOf(url: URL): string {
  // Only for http does Node turn odd numbers into addresses; name look-ups would do it for the others.
  const web = URL.canParse(`http://${url.hostname}/`) ? new URL(`http://${url.hostname}/`).hostname : '';
  const bare = web.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return isIP(bare) === 6 ? ipaddr.process(bare).toString() : bare;
}
