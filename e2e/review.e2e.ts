import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAgency } from '../src/testing/makers.ts';
import { makeCaseWithCrop, makeProbeFor } from '../src/testing/reviews.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let reviewers: Awaited<ReturnType<Site['visitors']['member']>>[];

beforeAll(async () => {
  site = await openSite();
  const admin = await site.visitors.firstAdmin();
  const { id: agencyId } = await makeAgency(site.app);
  reviewers = [
    await site.visitors.member(admin.browser, { role: 'officer', agencyId }),
    await site.visitors.member(admin.browser, { role: 'officer', agencyId }),
  ];
  await makeProbeFor(site.app, [
    await makeCaseWithCrop(site.app, agencyId),
    await makeCaseWithCrop(site.app, agencyId),
  ]);
});
afterAll(() => site.close());

const open = (who: number, options = {}) => site.open(reviewers[who]?.browser, options);

/** Press Tab until the focus is where it is wanted. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${selector}`);
}

async function analyse(page: Page): Promise<void> {
  await page.goto('/review');
  await tabTo(page, 'main button.main');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/review\/[0-9a-f-]{36}/);
  if (page.url().includes('/pairs/')) return;
  await tabTo(page, 'input[name=quality]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '.review-form button.main');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/pairs\//);
}

it('judges a whole probe by keyboard alone', async () => {
  const page = await open(0);
  await analyse(page);
  for (const pair of [1, 2]) {
    await page.waitForFunction((number) => document.querySelector('h1')?.textContent === `Pair ${number} of 2`, pair);
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    for (let part = 0; part < 21; part++) await page.keyboard.press(part === 11 ? 'u' : 's');
    expect(await page.textContent('[data-progress]')).toBe('21 of 21 parts');
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    expect(await page.textContent('[data-conclusion]')).toBe('Strong support for different children');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('confirm-title');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(pair === 1 ? (url) => !url.pathname.endsWith('facts') : /facts$/);
  }
  expect(await page.textContent('main')).toContain('Vijayawada bus station');
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('treats all pictures alike, keeps what was filled in, and moves nothing by itself where that is not wanted', async () => {
  const page = await open(1, { reducedMotion: 'reduce' });
  await analyse(page);
  const frames = () =>
    page.$$eval('.compare-window', (all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
  const transforms = () =>
    page.$$eval('.compare-picture', (all) => [
      ...new Set(all.map((each) => getComputedStyle(each).scale + (each as HTMLElement).style.transform)),
    ]);
  const before = await frames();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await tabTo(page, '.compare-window');
  await page.keyboard.press('ArrowLeft');
  expect(await transforms()).toEqual(['nonetranslate(8%, 0%) scale(1.5625)']);
  const box = (await page.locator('.compare-window').first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + 50, box.y + 50);
  await page.mouse.wheel(0, -200);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 70);
  await page.mouse.up();
  expect(await transforms()).toHaveLength(1);
  expect(await frames()).toEqual(before);

  const shown = () => page.locator('.compare-over').isVisible();
  await page.keyboard.press('f');
  expect(await shown()).toBe(true);
  await page.waitForTimeout(1600);
  expect(await shown()).toBe(true);
  await page.keyboard.press('r');
  expect(await shown()).toBe(false);
  expect(await transforms()).toEqual(['nonetranslate(0%, 0%) scale(1)']);

  await page.check('#f-finding-skin input[value=different-explained]');
  await page.fill('#f-note-skin', 'Evening light');
  await page.reload();
  expect(await page.inputValue('#f-note-skin')).toBe('Evening light');
  expect(await page.locator('[data-restored]').isVisible()).toBe(true);
  await page.check('#f-finding-eyes input[value=similar]');
  await page.fill('#f-note-skin', '');
  await page.click('[data-submit] button');
  await page.waitForSelector('#errors');
  expect(await page.isChecked('#f-finding-eyes input[value=similar]')).toBe(true);
});

it('changes over by itself where motion is welcome, and says when the time has passed', async () => {
  const page = await open(1);
  await page.clock.install();
  await analyse(page);
  await page.keyboard.press('f');
  const shown = () => page.locator('.compare-over').isVisible();
  expect(await shown()).toBe(true);
  await page.clock.runFor(800);
  expect(await shown()).toBe(false);
  await page.keyboard.press('f');
  await page.clock.fastForward(26 * 60_000);
  expect(await page.locator('[data-soon]').isVisible()).toBe(true);
  await page.clock.fastForward(5 * 60_000);
  expect(await page.locator('[data-over]').isVisible()).toBe(true);
});

it('is accessible in light and dark, on a phone and a desk, from right to left', async () => {
  const [desk, phone] = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ];
  for (const [language, options] of [
    ['en', { viewport: desk }],
    ['en', { viewport: phone, colorScheme: 'dark' }],
    ['ar', { viewport: phone }],
    ['ar', { viewport: desk, colorScheme: 'dark' }],
  ] as const) {
    const page = await open(1, options);
    // What was chosen here goes before the language of the account.
    await page.context().addCookies([{ name: 'homeward-locale', value: language, url: site.url }]);
    for (const path of ['/review', '/review/measures', '/matches']) {
      await page.goto(path);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await page.goto('/review');
    await page.click('main button.main');
    await page.waitForURL(/\/pairs\//);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
});
