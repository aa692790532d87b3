import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCapture } from '../src/face/exif.ts';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

const CHILD = fileURLToPath(new URL('../samples/children/i01/A.jpg', import.meta.url));

let site: Site;
let portrait: Buffer;
beforeAll(async () => {
  site = await openSite();
  // Noise keeps it large: several pieces.
  const noise = {
    create: {
      width: 1600,
      height: 1200,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  } as const;
  const face = await sharp(CHILD).resize(600, 600).toBuffer();
  portrait = await sharp(noise)
    .composite([{ input: face }])
    .withExif({ IFD2: { DateTimeOriginal: '2026:05:30 14:10:00', OffsetTimeOriginal: '+05:30' } })
    .jpeg({ quality: 96 })
    .toBuffer();
});
afterAll(() => site.close());

const photoFile = () => ({ name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: portrait });
const cards = (page: Page) => page.locator('.photo-card');
const chosen = (page: Page) =>
  page.$eval('photo-input input[type=file]', (input) =>
    [...((input as HTMLInputElement).files ?? [])].map(({ size }) => size),
  );

async function openReport(): Promise<Page> {
  const page = await site.open();
  await page.goto('/report');
  await page.waitForFunction(() => customElements.get('photo-input'));
  return page;
}

async function fillIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const step of document.querySelectorAll<HTMLElement>('.step')) step.hidden = false;
  });
  await page.fill('[name=place]', 'Secunderabad station');
  await page.check('[name=when][value=now]');
}

const submit = (page: Page) =>
  page.evaluate(() => {
    document.querySelector<HTMLFormElement>('form.report')?.requestSubmit();
  });

it('takes files, drops and pastes, no more than the form takes, and refuses what is no photo', async () => {
  const page = await openReport();
  await page.setInputFiles('photo-input input[type=file]', [photoFile()]);
  await cards(page).first().waitFor();
  for (const type of ['drop', 'paste'])
    await page.evaluate(async (kind) => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, kind.length * 10, 20);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      const data = new DataTransfer();
      data.items.add(new File([blob ?? ''], `${kind}.png`, { type: 'image/png' }));
      const target = kind === 'drop' ? document.querySelector('photo-input') : document;
      const options = { bubbles: true, cancelable: true };
      target?.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data }),
      );
    }, type);
  await expect.poll(() => cards(page).count()).toBe(3);
  expect(await chosen(page)).toHaveLength(3);

  await page.setInputFiles('photo-input input[type=file]', [
    { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
  ]);
  await page.getByText('That is not a photo').waitFor();
  expect(await chosen(page)).toHaveLength(3);
  const more = [1, 2, 3].map((n) => ({
    name: `${n}.jpg`,
    mimeType: 'image/jpeg',
    buffer: portrait.subarray(0, portrait.length - n),
  }));
  await page.setInputFiles('photo-input input[type=file]', more);
  await page.getByText('At most 5 photos').waitFor();
  expect(await cards(page).count()).toBe(5);

  await page.getByRole('button', { name: 'Remove' }).first().click();
  expect(await chosen(page)).toHaveLength(4);
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('turns a photo and keeps its time; the original stays as it is otherwise', async () => {
  const page = await openReport();
  await page.setInputFiles('photo-input input[type=file]', [photoFile()]);
  await cards(page).first().waitFor();
  expect(await chosen(page)).toEqual([portrait.length]);
  await page.getByRole('button', { name: 'Turn' }).click();
  await expect.poll(async () => (await chosen(page))[0] !== portrait.length).toBe(true);
  const bytes = await page.$eval('photo-input input[type=file]', async (input) => [
    ...new Uint8Array(
      (await (input as HTMLInputElement).files?.[0]?.slice(0, 100_000).arrayBuffer()) ?? new ArrayBuffer(0),
    ),
  ]);
  const turned = Buffer.from(bytes);
  expect(await sharp(turned).metadata()).toMatchObject({ width: 1200, height: 1600, orientation: 1 });
  const { exif } = await sharp(turned).metadata();
  expect((await readCapture(exif, new Date())).capturedAt?.toISOString()).toBe('2026-05-30T08:40:00.000Z');
});

it('comes through a line that breaks, and goes on where it was', async () => {
  const page = await openReport();
  await page.setInputFiles('photo-input input[type=file]', [photoFile()]);
  await fillIn(page);
  let pieces = 0;
  let broken = 0;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    pieces++;
    if (pieces % 2 === 0) return route.continue();
    broken++;
    // Every other time the answer is lost after the piece arrived.
    if (broken % 2 === 0) await route.fetch();
    return route.abort('connectionreset');
  });
  await submit(page);
  await page.waitForURL('**/report/sent', { timeout: 60_000 });
  expect(broken).toBeGreaterThan(1);
  const stored = await site.app.db
    .selectFrom('photo')
    .innerJoin('blob', 'blob.id', 'photo.original_id')
    .select(['blob.bytes', 'blob.sha256'])
    .execute();
  expect(stored.at(-1)?.bytes).toBe(portrait.length);
  expect(await site.app.db.selectFrom('upload').selectAll().execute()).toEqual([]);
});

it('keeps what arrived when the form must be mended', async () => {
  const page = await openReport();
  await page.setInputFiles('photo-input input[type=file]', [photoFile()]);
  await fillIn(page);
  await page.check('[name=when][value=at]');
  await page.fill('[name=seenAt]', '2031-01-01T10:00');
  await submit(page);
  await page.getByText('Photo 1 has arrived').waitFor({ state: 'attached' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await fillIn(page);
  await submit(page);
  await page.waitForURL('**/report/sent');
});

it('is a plain choice of files without script', async () => {
  const page = await site.open(undefined, { javaScriptEnabled: false });
  await page.goto('/report');
  expect(await page.locator('photo-input input[type=file]').isVisible()).toBe(true);
  expect(await page.locator('.photo-ways').isVisible()).toBe(false);
});

it('sends references one form each, with their own dates', async () => {
  const admin = await site.visitors.firstAdmin();
  const agency = await makeAgency(site.app);
  const officer = await site.visitors.member(admin.browser, { role: 'officer', agencyId: agency.id });
  const { id } = await makeCase(site.app, agency.id);
  const page = await site.open(officer.browser);
  await page.goto(`/cases/${id}/photos`);
  await page.waitForFunction(() => customElements.get('photo-input'));
  const photos = [1, 2, 3].map((n) => ({
    ...photoFile(),
    name: `${n}.jpg`,
    buffer: Buffer.concat([portrait, Buffer.alloc(n)]),
  }));
  await page.setInputFiles('photo-input input[type=file]', photos);
  await expect.poll(() => cards(page).count()).toBe(3);
  const dates = page.getByLabel('When was it taken?');
  await dates.nth(0).fill('2019');
  await dates.nth(1).fill('last summer');
  await dates.nth(2).fill('2024-02-03');
  expect(await accessibilityFaults(page)).toEqual([]);
  const send = page.locator('form:has(photo-input) button[type=submit]');
  await send.click();
  await cards(page).nth(1).locator('.error').waitFor();
  expect(await cards(page).nth(0).locator('[data-part="sent"]').isVisible()).toBe(true);
  await dates.nth(1).fill('2022-07');
  await send.click();
  await page.locator('.notice-done').waitFor();
  const stored = await site.app.db
    .selectFrom('photo')
    .select('captured_on')
    .where('case_id', '=', id)
    .orderBy('created_at')
    .execute();
  expect(stored.map((photo) => photo.captured_on)).toEqual(['2019', '2022-07', '2024-02-03']);
});
