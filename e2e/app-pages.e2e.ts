import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

const CHILD = fileURLToPath(new URL('../samples/children/i01/A.jpg', import.meta.url));
/** All script of the form of a report, as sent, until somebody does something: bytes. */
const MOST_SCRIPT = 30_000;

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

describe.each([
  ['en-GB', 'light', phone],
  ['en-GB', 'dark', desktop],
  ['ar', 'light', desktop],
  ['ar', 'dark', phone],
] as const)('in %s, %s', (locale, colorScheme, viewport) => {
  const open = async (path: string): Promise<Page> => {
    const page = await site.open(undefined, { locale, colorScheme, viewport });
    await page.goto(path);
    return page;
  };

  it.each(['/preferences', '/offline', '/report'])('%s is for everybody', async (path) => {
    const page = await open(path);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it('so is a chosen photo', async () => {
    const page = await open('/report');
    await page.waitForFunction(() => customElements.get('photo-input'));
    await page.setInputFiles('photo-input input[type=file]', CHILD);
    await page.locator('.photo-card').waitFor();
    await expect.poll(() => page.locator('[data-part="picture"]').isVisible()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

it('is small: script of the form of a report', async () => {
  const page = await site.open(undefined, { serviceWorkers: 'block' });
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto('/report', { waitUntil: 'networkidle' });
  await page.setInputFiles('photo-input input[type=file]', CHILD);
  await page.locator('.photo-card').waitFor();
  await page.waitForTimeout(500);
  const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT);
});
