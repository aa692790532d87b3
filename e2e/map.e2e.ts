import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MILLISECONDS } from '../src/core/dates.ts';
import { insertSighting } from '../src/db/sightings.ts';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';
import { makeSource } from '../src/testing/watch.ts';

const CHARMINAR = { latitude: 17.3616, longitude: 78.4747 };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

let site: Site;
let officer: Awaited<ReturnType<Site['visitors']['member']>> & { readonly agencyId: string };

beforeAll(async () => {
  site = await openSite();
  const { id: agencyId } = await makeAgency(site.app);
  const admin = await site.visitors.firstAdmin();
  officer = { ...(await site.visitors.member(admin.browser, { role: 'officer', agencyId })), agencyId };
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MILLISECONDS);
  await makeCase(site.app, agencyId, { last_seen_at: daysAgo(5) });
  for (const [place, latitude, longitude, days] of [
    ['Charminar, near the bangle market', CHARMINAR.latitude, CHARMINAR.longitude, 1],
    ['Laad Bazaar', 17.3621, 78.4731, 2],
    ['Vijayawada bus stand', 16.5088, 80.6174, 3],
    ['Nagpur station', 21.1527, 79.0887, 60],
  ] as const)
    await insertSighting(site.app.db, {
      trackingHash: Buffer.from(crypto.getRandomValues(new Uint8Array(32))),
      ...{ channel: 'web', place, latitude, longitude, accuracyMetres: null, country: 'IN', seenAt: daysAgo(days) },
      ...{ sex: null, ageYears: null, remarks: null, contact: null, reportedBy: null, locale: 'en' },
      ...{ sourceHash: Buffer.alloc(32), keepUntil: daysAgo(-300), at: daysAgo(days) },
    });
});
afterAll(() => site.close());

describe('the map of officers', () => {
  it('shows signs and a list; points that touch are one sign that opens', async () => {
    const page = await site.open(officer.browser, { viewport: DESKTOP });
    const errors = errorsOf(page);
    await page.goto('/map');
    await page.waitForSelector('.map-sign');
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.map-list li').count()).toBe(4);
    const several = page.getByRole('button', { name: '3 places here' });
    await several.press('Enter');
    const two = page.getByRole('button', { name: '2 places here' });
    await two.waitFor();
    await page.waitForTimeout(400);
    await two.press('Enter');
    await page.waitForTimeout(400);
    if (!(await page.locator('.leaflet-popup').isVisible())) await two.press('Enter');
    const links = page.locator('.leaflet-popup a[href^="/sightings/"]');
    await links.first().waitFor();
    expect((await links.allTextContents()).join()).toMatch(/Charminar.*Laad Bazaar/);
    expect(errors).toEqual([]);
  });

  it('is narrowed by a form', async () => {
    const page = await site.open(officer.browser, { viewport: DESKTOP, javaScriptEnabled: false });
    await page.goto('/map');
    await page.selectOption('select[name=days]', '90');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('.map-list').textContent()).toContain('Nagpur station');
    expect(await page.locator('.map-view img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  });

  it('has no faults of accessibility, in any look', async () => {
    for (const [locale, colorScheme, viewport] of LOOKS) {
      const page = await site.open(officer.browser, { viewport, colorScheme, locale });
      await page.goto(`/map?lang=${locale.slice(0, 2)}`);
      await page.waitForSelector('.map-sign');
      await page.waitForLoadState('networkidle');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.context().close();
    }
  });

  it('shows what the cameras of the agency cover, and when sightings were made', async () => {
    const { id } = await makeSource(site.app, officer.agencyId);
    const page = await site.open(officer.browser, { viewport: DESKTOP });
    await page.goto('/map');
    await page.waitForSelector('path.map-coverage', { state: 'attached' });
    expect(await page.locator(`#point-${id} a`).getAttribute('href')).toBe(`/watch/sources/${id}`);
    const times = page.getByRole('figure').filter({ hasText: 'Sightings on this map, week by week' });
    expect(await times.locator('tr').count()).toBe(6);
    expect(await accessibilityFaults(page)).toEqual([]);
    const still = await site.open(officer.browser, { viewport: PHONE, javaScriptEnabled: false });
    await still.goto('/map');
    expect(await still.locator('polygon.map-coverage').count()).toBe(1);
  });
});

describe('the place of a report', () => {
  it('comes from the device, with its accuracy', async () => {
    const page = await site.open(undefined, {
      ...{ viewport: PHONE, permissions: ['geolocation'] },
      geolocation: { ...CHARMINAR, accuracy: 25 },
    });
    await openPlace(page);
    await page.getByRole('button', { name: 'Use my location' }).click();
    const said = page.locator('place-input [role=status]');
    await said.getByText(/exact to about 25 metres/).waitFor();
    expect(await said.textContent()).toContain('Hyderabad');
    expect(await valuesOf(page)).toMatchObject({ latitude: '17.36160', longitude: '78.47470', accuracyMetres: '25' });
    await page.getByRole('button', { name: 'Remove the point' }).click();
    expect(await valuesOf(page)).toMatchObject({ latitude: '', longitude: '', accuracyMetres: '' });
  });

  it('says so when the browser may not tell', async () => {
    const page = await site.open(undefined, { viewport: PHONE });
    await openPlace(page);
    await page.getByRole('button', { name: 'Use my location' }).click();
    await page.getByText('Your browser may not tell us where you are').waitFor();
  });

  it('comes from the name of a town, with the keyboard', async () => {
    const page = await site.open(undefined, { viewport: PHONE });
    await openPlace(page);
    const words = page.locator('input[name=place]');
    await words.pressSequentially('Kakin');
    await page.getByRole('option').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await words.press('ArrowDown');
    await words.press('Enter');
    expect(await words.inputValue()).toContain('Kākināda');
    expect(Number((await valuesOf(page)).latitude)).toBeCloseTo(16.96, 1);
  });

  it('is a point that somebody taps, or the middle of the map with the keyboard', async () => {
    for (const [locale, colorScheme] of LOOKS) {
      const page = await site.open(undefined, { viewport: PHONE, colorScheme, locale });
      const errors = errorsOf(page);
      await openPlace(page, locale.slice(0, 2));
      await page.locator('place-input [data-do=map]').click();
      const map = page.locator('.place-canvas.leaflet-container');
      await map.waitFor();
      await page.waitForLoadState('networkidle');
      await map.click({ position: { x: 120, y: 120 } });
      expect((await valuesOf(page)).latitude).not.toBe('');
      await map.focus();
      await map.press('Enter');
      expect(Number((await valuesOf(page)).latitude)).toBeCloseTo(20, 0);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });
});

const LOOKS = [
  ['en-GB', 'light', DESKTOP],
  ['en-GB', 'dark', PHONE],
  ['ar', 'light', PHONE],
  ['ar', 'dark', DESKTOP],
] as const;

/** The second step of a report. */
async function openPlace(page: Page, language = 'en'): Promise<void> {
  await page.goto(`/report?lang=${language}`);
  await page.locator('[data-next]:visible').click();
  await page.locator('place-input .place-tools').waitFor();
}

async function valuesOf(page: Page): Promise<Record<string, string>> {
  const fields = ['latitude', 'longitude', 'accuracyMetres'];
  const values = await Promise.all(fields.map((name) => page.locator(`input[name=${name}]`).inputValue()));
  return Object.fromEntries(fields.map((name, at) => [name, values[at] ?? '']));
}

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}
