import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';
import type { Env } from './env.ts';

const addressOf = async (peer: string, forwarded?: string, proxies: readonly string[] = ['127.0.0.0/8', '::1']) => {
  const server = new Hono<Env>().get('/', (c) => c.text(clientAddress(c, proxies)));
  const request = new Request('http://localhost/', { headers: forwarded ? { 'X-Forwarded-For': forwarded } : {} });
  const answer = await server.fetch(request, { incoming: { socket: { remoteAddress: peer } } });
  return answer.text();
};

it('is the peer, whatever an untrusted one says', async () => {
  expect(await addressOf('198.51.100.7')).toBe('198.51.100.7');
  expect(await addressOf('198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
  expect(await addressOf('::ffff:198.51.100.7')).toBe('198.51.100.7');
});

it('is the last address before the trusted proxies, not what the client wrote in front', async () => {
  expect(await addressOf('127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(await addressOf('127.0.0.1', '6.6.6.6, 203.0.113.9')).toBe('203.0.113.9');
  expect(await addressOf('10.1.2.3', '203.0.113.9, 10.9.9.9', ['10.0.0.0/8'])).toBe('203.0.113.9');
  expect(await addressOf('2001:db8::5', '2001:db8:1::9', ['2001:db8::/64'])).toBe('2001:db8:1::9');
});

it('takes nothing that is no address', async () => {
  expect(await addressOf('127.0.0.1', 'unknown, <script>')).toBe('127.0.0.1');
});
