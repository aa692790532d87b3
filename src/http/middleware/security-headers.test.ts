import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { securityHeaders } from './security-headers.ts';

const imagesFrom = async (mapTiles: { url: string; attribution: string } | null) => {
  const answer = await new Hono()
    .use(securityHeaders({ mapTiles }))
    .get('/', (c) => c.text(''))
    .request('/');
  return answer.headers.get('content-security-policy')?.match(/img-src ([^;]+)/)?.[1];
};

it('loads pictures from elsewhere only where tiles of a map server are set', async () => {
  expect(await imagesFrom(null)).toBe("'self' blob: data:");
  const url = 'https://tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=1';
  expect(await imagesFrom({ url, attribution: '' })).toBe("'self' blob: data: https://tiles.example.org:8443");
});

it('spares scripts, styles and fonts what is said of documents', async () => {
  const app = new Hono().use(securityHeaders({ mapTiles: null })).get('/assets/none.js', (c) => c.notFound());
  app.get('*', (c) => c.text(''));
  const { headers } = await app.request('/assets/app-ABCDEFGH.js');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('content-security-policy')).toBeNull();
  for (const path of ['/assets/none.js', '/service-worker.js', '/cases', '/'])
    expect((await app.request(path)).headers.get('content-security-policy')).toContain("default-src 'self'");
});
