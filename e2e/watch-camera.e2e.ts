import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cameraVideo } from '../src/testing/camera-video.ts';
import { openChromium } from '../src/testing/chromium.ts';
import { makeAgency } from '../src/testing/makers.ts';
import { engineOfOneFace } from '../src/testing/page-world.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';
import { makeSource, makeWatchOrder } from '../src/testing/watch.ts';

let site: Site;
let folder: string;
let browser: Browser;
let agencyId: string;
let officer: Awaited<ReturnType<Site['visitors']['member']>>;

beforeAll(async () => {
  const engine = await engineOfOneFace();
  site = await openSite({ engine: async () => engine });
  folder = await mkdtemp(join(tmpdir(), 'homeward-camera-'));
  const video = join(folder, 'child.y4m');
  await writeFile(video, await cameraVideo(fileURLToPath(new URL('../samples/children/i01/A.jpg', import.meta.url))));
  browser = await openChromium([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${video}`,
  ]);
  const admin = await site.visitors.firstAdmin();
  agencyId = (await makeAgency(site.app)).id;
  officer = await site.visitors.member(admin.browser, { role: 'officer', agencyId });
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: site.url, locale: 'en-GB', ...options });
  await context.addCookies([...officer.browser.cookies].map(([name, value]) => ({ name, value, url: site.url })));
  const page = await context.newPage();
  await page.goto('/watch/camera');
  return page;
}

it('says what to do while no order names such a camera', async () => {
  const page = await openPage();
  await page.getByText('No valid watch order').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('frames faces as they are seen, until somebody stops it or the order ends', async () => {
  const { id: source } = await makeSource(site.app, agencyId);
  const { id: order } = await makeWatchOrder(site.app, { agencyId, leadId: officer.accountId, sources: [source] });
  const page = await openPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.getByRole('button', { name: 'Begin to look' }).click();
  await page.getByText('Looking.').waitFor();
  await page.waitForSelector('.look rect.is-tracked');
  await page.getByText(/^Faces seen: 1 /).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped. Nobody is searched for.').waitFor();
  expect(await page.locator('.look rect').count()).toBe(0);

  await page.getByRole('button', { name: 'Begin to look' }).click();
  await page.waitForSelector('.look rect.is-tracked');
  await site.app.db.updateTable('watch_order').set({ ends_at: new Date() }).where('id', '=', order).execute();
  await page.getByText('The watch order has ended. Nobody is searched for any more.').waitFor();
  expect(await page.getByRole('button', { name: 'Begin to look' }).isVisible()).toBe(true);
  expect(errors).toEqual([]);
});
