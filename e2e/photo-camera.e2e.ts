import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openEngine } from '../src/face/engine.ts';
import { readCapture } from '../src/face/exif.ts';
import { cameraVideo } from '../src/testing/camera-video.ts';
import { openChromium } from '../src/testing/chromium.ts';
import { openTestModels } from '../src/testing/models.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

const sample = (name: string) => fileURLToPath(new URL(`../samples/children/${name}`, import.meta.url));

let engine: Engine;
let site: Site;
let folder: string;
let browser: Browser;
beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
  site = await openSite({ engine: async () => engine });
  folder = await mkdtemp(join(tmpdir(), 'homeward-camera-'));
  const video = join(folder, 'child.y4m');
  await writeFile(video, await cameraVideo(sample('i01/A.jpg')));
  browser = await openChromium([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${video}`,
  ]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await engine.close();
  await rm(folder, { recursive: true });
});

async function openReport(of: Browser, options = {}): Promise<Page> {
  const page = await of.newPage({ baseURL: site.url, locale: 'en-GB', ...options });
  await page.goto('/report');
  await page.waitForFunction(() => customElements.get('photo-input'));
  return page;
}

it('takes a photo with the camera, which carries its time, and says that it is good', async () => {
  const page = await openReport(browser);
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('dialog video')?.videoWidth ?? 0) > 0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take the photo' }).click();
  await page.getByRole('button', { name: 'Once more' }).click();
  await page.getByRole('button', { name: 'Take the photo' }).click();
  await page.getByRole('button', { name: 'Use this photo' }).click();
  await page.getByText('A good photo').waitFor();
  expect(await page.locator('.photo-frame rect').count()).toBe(1);
  const bytes = await page.$eval('photo-input input[type=file]', async (input) => [
    ...new Uint8Array(
      (await (input as HTMLInputElement).files?.[0]?.slice(0, 100_000).arrayBuffer()) ?? new ArrayBuffer(0),
    ),
  ]);
  const { exif, width } = await sharp(Buffer.from(bytes)).metadata();
  expect(width).toBe(640);
  const takenAt = (await readCapture(exif, new Date())).capturedAt?.getTime() ?? 0;
  expect(Math.abs(Date.now() - takenAt)).toBeLessThan(60_000);
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('closes by Escape and lets go of the camera', async () => {
  const page = await openReport(browser);
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('dialog video')?.videoWidth ?? 0) > 0);
  await page.evaluate(() => {
    const { srcObject } = document.querySelector('dialog video') as HTMLVideoElement;
    Object.assign(globalThis, { tracks: (srcObject as MediaStream).getTracks() });
  });
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  const states = await page.evaluate(() =>
    (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map((t) => t.readyState),
  );
  expect(states).toEqual(['ended']);
  expect(await page.locator('.photo-card').count()).toBe(0);
});

it('says what to do without a camera', async () => {
  const page = await openReport(site.browser);
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await page.getByText('The camera cannot be opened').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('tells of no face, and of several', async () => {
  const page = await openReport(site.browser);
  const grass = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#494' } })
    .jpeg()
    .toBuffer();
  const [one, two] = await Promise.all(
    ['i01/A.jpg', 'i05/A.jpg'].map((name) => sharp(sample(name)).resize(400, 400).toBuffer()),
  );
  const both = await sharp({ create: { width: 900, height: 420, channels: 3, background: '#777' } })
    .composite([
      { input: one ?? '', left: 10, top: 10 },
      { input: two ?? '', left: 480, top: 10 },
    ])
    .jpeg()
    .toBuffer();
  await page.setInputFiles('photo-input input[type=file]', [
    { name: 'grass.jpg', mimeType: 'image/jpeg', buffer: grass },
    { name: 'both.jpg', mimeType: 'image/jpeg', buffer: both },
  ]);
  await page.getByText('We see no face here').waitFor();
  await page.getByText('There are 2 faces').waitFor();
  expect(await page.locator('.photo-frame rect').count()).toBe(2);
  expect(await site.app.db.selectFrom('blob').selectAll().execute()).toEqual([]);
});
