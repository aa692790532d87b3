import { SYNC_TAG, sendReports } from './send-reports.ts';

/**
 * Homeward without a line: the page that says so, and the empty form of a report, which waits on the device until it
 * can be sent. Nothing that says anything about anybody is kept here.
 */
declare const self: ServiceWorkerGlobalScope;

/** Scripts that pages load later, put here by scripts/build-web.mjs; a change of any makes this a new worker. */
declare const SHELL: readonly string[];

const CACHE = 'homeward-shell';
const OFFLINE = '/offline';
const PAGES = [OFFLINE, '/report'];
const ASSETS = '/assets/';

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === 'POST' && pathname === '/preferences') event.waitUntil(keepPagesAfter(event));
  if (request.mode === 'navigate') event.respondWith(page(request, pathname));
  else if (request.method === 'GET' && pathname.startsWith(ASSETS)) event.respondWith(asset(request));
});

self.addEventListener('sync', (event) => {
  const { tag } = event as Event & { tag: string };
  if (tag === SYNC_TAG) (event as ExtendableEvent).waitUntil(sendReports());
});

/** From the network; where there is none, what is kept. */
async function page(request: Request, pathname: string): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (request.method === 'GET' && PAGES.includes(pathname) && !new URL(request.url).search)
      await keepPage(pathname, answer.clone());
    return answer;
  } catch {
    const kept = request.method === 'GET' && PAGES.includes(pathname) ? pathname : OFFLINE;
    return (await caches.match(kept)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** Their names change with their content: what is kept is right. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.map((name) => ASSETS + name));
  await keepPages();
}

async function keepPages(): Promise<void> {
  for (const path of PAGES) await keepPage(path, await fetch(path));
}

/** Language and look have changed. */
async function keepPagesAfter({ handled }: FetchEvent): Promise<void> {
  await handled.catch(() => undefined);
  await keepPages();
}

/** A page that the server marks as somebody's own is not kept. */
async function keepPage(path: string, answer: Response): Promise<void> {
  if (!answer.ok || /no-store|private/.test(answer.headers.get('cache-control') ?? '')) return;
  const cache = await caches.open(CACHE);
  const html = await answer.clone().text();
  const assets = [...new Set(html.match(/\/assets\/[\w.-]+/g) ?? [])];
  await Promise.all(assets.map(async (url) => (await cache.match(url)) ?? cache.add(url)));
  await cache.put(path, answer);
}

/** Assets that neither the kept pages nor the scripts name any more. */
async function dropOld(): Promise<void> {
  const cache = await caches.open(CACHE);
  const pages = await Promise.all(PAGES.map(async (path) => (await (await cache.match(path))?.text()) ?? ''));
  const named = new Set([
    ...SHELL.map((name) => ASSETS + name),
    ...pages.flatMap((html) => html.match(/\/assets\/[\w.-]+/g) ?? []),
  ]);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const isFont = pathname.endsWith('.woff2');
    if (pathname.startsWith(ASSETS) && !isFont && !named.has(pathname)) await cache.delete(request);
  }
}
