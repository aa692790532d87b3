import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakePhoto } from '../src/testing/fake-app.ts';
import { runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let photo: string;
beforeAll(async () => {
  site = await openSite();
  photo = join(await mkdtemp(join(tmpdir(), 'homeward-')), 'photo.jpg');
  await writeFile(photo, fakePhoto({ faces: [1, 2] }));
});
afterAll(() => site.close());

const PHONE = { viewport: { width: 390, height: 844 } };
const code = async (page: Page) => (await page.locator('.tracking-code').textContent()) ?? '';
const stepOf = (page: Page) => page.locator('section.step:not([hidden])');

it('is sent without script, and nothing typed is lost on the way', async () => {
  const page = await site.open(undefined, { ...PHONE, javaScriptEnabled: false });
  await page.goto('/report');
  await page.getByLabel('Where was the child?').fill('Bus station');
  await page.getByLabel('What else did you see?').fill('A blue cap');
  await page.getByRole('button', { name: 'Send the report' }).click();
  expect(await page.locator('#errors').textContent()).toContain('Say when you saw the child');
  expect(await page.getByLabel('Where was the child?').inputValue()).toBe('Bus station');
  await page.getByLabel('Just now').check();
  await page.locator('input[type="file"]').setInputFiles(photo);
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.waitForURL('**/report/sent');
  expect(await code(page)).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/);
  expect(page.url()).not.toContain(await code(page));
});

it('goes a step at a time with the keyboard, shows what was typed, and is trusted', async () => {
  const page = await site.open(undefined, PHONE);
  await page.goto('/report');
  await page.locator('input[type="file"]').setInputFiles(photo);
  const next = async (heading: string) => {
    await stepOf(page).getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: heading }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    expect(await accessibilityFaults(page)).toEqual([]);
  };
  await next('Where and when');
  await page.getByLabel('Where was the child?').fill('Secunderabad station');
  await page.getByLabel('At another time').check();
  await page.getByLabel('Date and time').fill('2026-01-05T14:30');
  await next('The child');
  await page.getByLabel('Girl', { exact: true }).check();
  await next('How we can reach you');
  await page.goBack();
  expect(await stepOf(page).getByRole('heading').textContent()).toBe('The child');
  await next('How we can reach you');
  await page.getByLabel('E-mail').fill('reporter@example.org');
  await next('Check and send');
  const check = await page.locator('.check-list').textContent();
  for (const said of ['1 photo', 'Secunderabad station', 'January 5, 2026', 'Girl', 'reporter@example.org'])
    expect(check).toContain(said);
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.waitForURL('**/report/sent');
  expect(await accessibilityFaults(page)).toEqual([]);

  const sighting = await site.app.db
    .selectFrom('sighting')
    .select(['seen_at', 'contact'])
    .where('place', '=', 'Secunderabad station')
    .executeTakeFirstOrThrow();
  expect(sighting.seen_at).toEqual(new Date('2026-01-05T14:30+05:30'));
  expect(await site.app.db.selectFrom('spent_proof').selectAll().execute()).toHaveLength(1);

  await runJobs(site.app);
  await page.getByRole('link', { name: 'See and add to your report' }).click();
  expect(await page.getByRole('heading', { name: 'Whom do you mean?' }).count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: /This child: Face 2/ }).click();
  await page.getByText('We know now whom you mean').waitFor();
  await page.getByText('Erase my contact details').click();
  await page.getByRole('button', { name: 'Yes, erase them' }).click();
  await page.getByText('Your contact details are erased').waitFor();
});

it('finds the time in the photo, and says so', async () => {
  const { default: sharp } = await import('sharp');
  const exif = { IFD2: { DateTimeOriginal: '2026:03:01 14:30:00' } };
  const teal = sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } });
  await writeFile(`${photo}.exif.jpg`, await teal.jpeg().withExif(exif).toBuffer());
  const page = await site.open();
  await page.goto('/report');
  await page.locator('input[type="file"]').setInputFiles(`${photo}.exif.jpg`);
  await page.waitForFunction(() => document.querySelector('[name="when"][value="at"]:checked'));
  await stepOf(page).getByRole('button', { name: 'Next' }).click();
  expect(await page.getByLabel('Date and time').inputValue()).toBe('2026-03-01T14:30');
  expect(await page.getByText('taken from your photo').isVisible()).toBe(true);
});
