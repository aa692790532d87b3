import { openDemo } from '../../scripts/demo/demo.ts';
import { openChromium } from '../../src/testing/chromium.ts';
import { type PageWeight, weighPages } from './browser.ts';
import { answerTimes, type LoadReport } from './load.ts';

/** What pages weigh, how soon they show, how fast the server makes them. */
export interface WebReport {
  readonly pages: readonly PageWeight[];
  readonly publicPages: LoadReport;
  readonly staffPages: LoadReport;
}

const LOCALES = ['en', 'hi', 'te', 'es', 'ar'];
/** Requests a second, spread evenly over the pages. */
const RATE = 50;
const SECONDS = 20;

/** Measure the pages of the demo. */
export async function benchWeb(log: (line: string) => void): Promise<WebReport> {
  const demo = await openDemo(log);
  const browser = await openChromium();
  try {
    const child = `/children/${demo.caseIds[1]}`;
    const paths = ['/', '/report', '/follow', '/children', child, '/missing', '/emergency', '/privacy'];
    const pages = await weighPages(browser, { url: demo.url, paths, locales: LOCALES });
    for (const { path, locale, bytes, lcpMilliseconds } of pages)
      log(`web: ${locale} ${path}: ${(bytes / 1000).toFixed(0)} kB, ${lcpMilliseconds.toFixed(0)} ms`);
    const load = { url: demo.url, rate: RATE, seconds: SECONDS };
    const publicPages = await answerTimes({ ...load, paths, cookies: new Map() });
    const [officer] = demo.cast.officers;
    const staff = ['/desk', '/cases', `/cases/${demo.caseIds[1]}`, '/sightings', '/review', '/matches'];
    const staffPages = await answerTimes({ ...load, paths: staff, cookies: officer.cookies });
    return { pages, publicPages, staffPages };
  } finally {
    await browser.close();
    await demo.close();
  }
}
