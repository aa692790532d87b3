import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let child: string;
beforeAll(async () => {
  site = await openSite();
  const { id: agencyId } = await makeAgency(site.app);
  const { id } = await makeCase(site.app, agencyId, { is_public: true });
  child = `/children/${id}`;
});
afterAll(() => site.close());

const PATHS = ['/', '/emergency', '/missing', '/children', '/privacy', '/accessibility', '/report', '/follow'];
const PHONE = { width: 390, height: 844 };

describe.each([
  ['light, phone', { viewport: PHONE }],
  ['light, desktop', { viewport: { width: 1280, height: 800 } }],
  ['dark, phone', { viewport: PHONE, colorScheme: 'dark' }],
  ['Arabic, phone', { viewport: PHONE, locale: 'ar' }],
  ['Arabic, dark, desktop', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', locale: 'ar' }],
] as const)('%s', (_, look) => {
  it('has no fault that axe finds, none in the console, and fits the width', async () => {
    const page = await site.open(undefined, look);
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    for (const path of [...PATHS, child]) {
      await page.goto(path);
      expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([path, overflow <= 0]).toEqual([path, true]);
    }
    expect(errors).toEqual([]);
  });
});

it('reaches numbers, children and the report by keyboard alone', async () => {
  const page = await site.open(undefined, { locale: 'en-IN' });
  await page.goto('/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/report');
});

it('shows the numbers of a chosen country without script', async () => {
  const page = await site.open(undefined, { javaScriptEnabled: false });
  await page.goto('/');
  await page.getByLabel('Country').selectOption('ES');
  await page.getByRole('button', { name: 'Show numbers' }).click();
  expect(await page.locator('#numbers').textContent()).toContain('In Spain');
});

it('leads from a child to the report', async () => {
  const page = await site.open();
  await page.goto('/children');
  await page.getByRole('link', { name: /Asha/ }).click();
  expect(await page.title()).toBe('Asha is missing · Homeward');
  await page.getByRole('link', { name: 'I have seen Asha' }).click();
  expect(page.url()).toContain('/report?case=');
});
