import type { Browser, CDPSession, Page } from 'playwright-core';

/** What a browser with an empty cache loads for one page. */
export interface PageWeight {
  readonly path: string;
  readonly locale: string;
  /** As sent, compressed, without photos of children. */
  readonly bytes: number;
  readonly scriptBytes: number;
  readonly fontBytes: number;
  /** Largest contentful paint on a slow phone. */
  readonly lcpMilliseconds: number;
}

interface Order {
  readonly url: string;
  readonly paths: readonly string[];
  readonly locales: readonly string[];
}

/** Lighthouse's slow 4G and mid-range phone: 1.6 Mbit/s, 150 ms, a fourth of the processor. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const CPU_RATE = 4;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Runs in the browser. */
const LARGEST_PAINT = `new Promise((resolve) => {
  const told = (list) => resolve(list.getEntries().at(-1)?.startTime ?? 0);
  new PerformanceObserver(told).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

export async function weighPages(browser: Browser, { url, paths, locales }: Order): Promise<PageWeight[]> {
  const found: PageWeight[] = [];
  for (const locale of locales)
    for (const path of paths) {
      // What the service worker fetches ahead is not what a page needs.
      const context = await browser.newContext({ ...PHONE, baseURL: url, locale, serviceWorkers: 'block' });
      found.push({ path, locale, ...(await weighPage(await context.newPage(), path)) });
      await context.close();
    }
  return found;
}

async function weighPage(page: Page, path: string): Promise<Omit<PageWeight, 'path' | 'locale'>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  const weights = countBytes(session);
  await page.goto(path, { waitUntil: 'networkidle' });
  return { ...weights(), lcpMilliseconds: Number(await page.evaluate(LARGEST_PAINT)) };
}

/** @returns what was loaded until now */
function countBytes(session: CDPSession): () => Pick<PageWeight, 'bytes' | 'scriptBytes' | 'fontBytes'> {
  const kinds = new Map<string, string>();
  const sums = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    kinds.set(requestId, /^image\/(jpeg|webp)/.test(response.mimeType) ? 'Photo' : type),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    sums.set(kind, (sums.get(kind) ?? 0) + encodedDataLength);
  });
  return () => {
    const all = [...sums.entries()].filter(([kind]) => kind !== 'Photo');
    return {
      bytes: all.reduce((sum, [, bytes]) => sum + bytes, 0),
      scriptBytes: sums.get('Script') ?? 0,
      fontBytes: sums.get('Font') ?? 0,
    };
  };
}
