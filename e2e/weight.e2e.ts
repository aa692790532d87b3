import { afterAll, beforeAll, expect, it } from 'vitest';
import { weighPages } from '../bench/web/browser.ts';
import { openSite, type Site } from '../src/testing/site.ts';

/** For one who pays for each megabyte: all of a public page before photos, with an empty cache and no fonts of one's own. */
const BUDGET = 100_000;
const SCRIPT_BUDGET = 30_000;

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

it('public pages stay within their budget in every language', async () => {
  const paths = ['/', '/report', '/missing', '/emergency'];
  const pages = await weighPages(site.browser, { url: site.url, paths, locales: ['en', 'hi', 'te', 'es', 'ar'] });
  const told = pages.map(({ path, locale, bytes, scriptBytes, fontBytes }) => ({
    ...{ page: `${locale} ${path}`, bytes, scriptBytes, fontBytes },
  }));
  expect(told.filter(({ bytes, scriptBytes }) => bytes > BUDGET || scriptBytes > SCRIPT_BUDGET)).toEqual([]);
  expect(told.filter(({ fontBytes }) => fontBytes === 0)).toEqual([]); // or nothing was measured
});

it('the whole of a font comes for a rare letter, and then alone', async () => {
  const page = await site.open(undefined, { locale: 'te' });
  const fonts: string[] = [];
  page.on('response', (answer) => {
    const [, font] = /\/([a-z-]+)-[A-Z0-9]+\.woff2$/.exec(answer.url()) ?? [];
    if (font) fonts.push(font);
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  expect(fonts.sort()).toEqual(['latin-letters', 'telugu-letters']);
  await page.evaluate(() => {
    document.querySelector('h1')?.append(' కోఴి');
  });
  await page.waitForLoadState('networkidle');
  await expect.poll(() => fonts).toContain('telugu-whole');
});
