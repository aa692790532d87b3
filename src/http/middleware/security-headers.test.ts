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
