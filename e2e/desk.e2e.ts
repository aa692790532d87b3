import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakePhoto } from '../src/testing/fake-app.ts';
import { makeAgency } from '../src/testing/makers.ts';
import { makeCaseWithCrop, makeProbeFor } from '../src/testing/reviews.ts';
import { addSighting, runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let officer: Awaited<ReturnType<Site['visitors']['member']>>;
let partner: typeof officer;
let paths: readonly string[];

beforeAll(async () => {
  site = await openSite();
  const { app, visitors } = site;
  const admin = await visitors.firstAdmin();
  const agency = await makeAgency(app);
  officer = await visitors.member(admin.browser, { role: 'officer', agencyId: agency.id });
  partner = await visitors.member(admin.browser, { role: 'partner', agencyId: agency.id });
  const { sighting } = await makeProbeFor(app, [await makeCaseWithCrop(app, agency.id)]);
  const place = { latitude: 16.51, longitude: 80.62 };
  const evidence = { capturedAt: '2026-05-01T10:00:00Z', place: { latitude: 17.4, longitude: 78.5 } };
  const { sightingId } = await addSighting(app, fakePhoto({ faces: [1, 2], ...evidence }), {
    ...place,
    remarks: 'A red shirt',
  });
  await runJobs(app);
  await app.db
    .updateTable('sighting')
    .set({ contact: JSON.stringify({ phone: '+91 98' }) })
    .where('id', '=', sightingId)
    .execute();
  paths = [
    '/desk',
    '/sightings',
    '/sightings?state=spam',
    `/sightings/${sighting.id}`,
    `/sightings/${sightingId}`,
    '/search',
  ];
});
afterAll(() => site.close());

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

it.each([
  ['light', 'en', DESKTOP],
  ['dark', 'en', PHONE],
  ['light', 'ar', PHONE],
  ['dark', 'ar', DESKTOP],
] as const)('is for everybody: %s, %s', async (colorScheme, locale, viewport) => {
  for (const path of paths) {
    const page = await site.open(officer.browser, { colorScheme, viewport });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${locale}`);
    expect(await page.getAttribute('html', 'lang')).toBe(locale);
    expect([path, ...(await accessibilityFaults(page))]).toEqual([path]);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect([path, isTooWide, errors]).toEqual([path, false, []]);
    await page.context().close();
  }
});

it('leads partners to their own desk', async () => {
  const page = await site.open(partner.browser);
  await page.goto('/desk');
  expect(await page.textContent('h1')).toBe('Desk');
  expect(await page.locator('.timeline').count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('is gone through by keyboard', async () => {
  const page = await site.open(officer.browser);
  await page.goto('/sightings');
  await page.keyboard.press('j');
  const first = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('o');
  await page.waitForURL(`**${first}`);
});

it('takes a face, a reason, and gives back, without script', async () => {
  const page = await site.open(officer.browser, { javaScriptEnabled: false });
  await page.goto(paths[4] ?? '');
  await page.click('.face-choice button >> nth=0');
  expect(await page.textContent('[role="status"].notice')).toContain('The face was chosen');
  await page.selectOption('[name="why"]', 'urgent');
  await page.click('#contact button');
  expect(await page.textContent('#contact')).toContain('+91 98');
  await page.click('summary >> text=Done with it');
  await page.click('button >> text=Mark as done');
  await page.click('button >> text=Put it back');
  expect(await page.textContent('[role="status"].notice')).toContain('among the open sightings');
});
