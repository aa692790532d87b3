import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { iconSprite } from './icon-sprite.ts';

/** The same depth from src/http and dist/http. */
const FOLDER = new URL('../../public/assets/', import.meta.url);
const ICONS = new URL('../../public/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  png: 'image/png',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

/** A name that changes with the content may be kept for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_DAY = 'public, max-age=86400';

/** What browsers load beside pages, as scripts/build-web.mjs made it. */
export interface Assets {
  /** The address of a file, by the name of its source: `app.css`, `photo-input.js`. */
  url(name: string): string;
  /** The address of the drawing of an icon. */
  readonly iconsUrl: string;
  readonly routes: Hono;
}

export function openAssets(): Assets {
  const names = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')));
  const files = new Set(Object.values(names));
  const sprite = iconSprite();
  const iconsUrl = `/assets/icons-${sprite.hash}.svg`;
  const routes = new Hono()
    .get('/assets/:name', async (c) => {
      const name = c.req.param('name');
      if (`/assets/${name}` === iconsUrl) return answer(sprite.svg, 'svg');
      // Chunks that entries share have no name of their own in the manifest.
      if (!files.has(name) && !/^chunk-[A-Z0-9]+\.js$/.test(name)) return c.notFound();
      return fileAnswer(name, c.req.header('accept-encoding') ?? '');
    })
    .get('/service-worker.js', async (c) => {
      const name = names['service-worker.js'];
      if (!name) return c.notFound();
      const headers = { 'content-type': TYPES.js ?? '', 'cache-control': 'no-cache' };
      return c.body(await readFile(new URL(name, FOLDER)), 200, headers);
    })
    .get('/:name{icon-(192|512|maskable)\\.png|favicon\\.svg|apple-touch-icon\\.png}', async (c) => {
      const name = c.req.param('name');
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? '';
      return c.body(await readFile(new URL(name, ICONS)), 200, { 'content-type': type, 'cache-control': FOR_A_DAY });
    });
  return {
    iconsUrl,
    routes,
    url: (name) => {
      const found = names[name];
      if (!found) throw new RangeError(`public/assets has no ${name}: run npm run build`);
      return `/assets/${found}`;
    },
  };
}

async function fileAnswer(name: string, encodings: string): Promise<Response> {
  const type = name.slice(name.lastIndexOf('.') + 1);
  const isSmall = /\bbr\b/.test(encodings) && (type === 'js' || type === 'css');
  const content = await readFile(new URL(isSmall ? `${name}.br` : name, FOLDER));
  return answer(content, type, isSmall ? { 'content-encoding': 'br' } : {});
}

function answer(content: string | Uint8Array<ArrayBuffer>, type: string, more: Record<string, string> = {}): Response {
  const headers = { 'content-type': TYPES[type] ?? '', 'cache-control': FOR_EVER, vary: 'accept-encoding', ...more };
  return new Response(content, { headers });
}
