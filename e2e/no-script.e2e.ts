import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../src/face/engine.ts';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { openTestModels } from '../src/testing/models.ts';
import { PUBLIC_PAGES, pathOf } from '../src/testing/public-pages.ts';
import { runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

const PHOTO = new URL('../samples/children/i04/A.jpg', import.meta.url).pathname;
const LANGUAGES = ['en', 'hi', 'te', 'es', 'ar'];
/** Whoever reads without script: a phone, from top to bottom. */
const READER = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };

let engine: Engine;
let site: Site;
let page: Page;
let ids: Record<'child' | 'code' | 'token', string>;
/** What the browser complains of; a script that is turned off is no fault. */
const complaints: string[] = [];

beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
  site = await openSite({ engine: async () => engine });
  const { id: agencyId } = await makeAgency(site.app);
  const { id: child } = await makeCase(site.app, agencyId, { is_public: true });
  page = await site.open(undefined, READER);
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${page.url()}: ${message.text()}`));
  page.on(
    'response',
    (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
  );
  ids = { child, code: await report(), token: await invite(agencyId) };
});
beforeEach(() => {
  complaints.length = 0;
});
afterAll(async () => {
  await site?.close();
  await engine?.close();
});

async function invite(agencyId: string): Promise<string> {
  const admin = await site.visitors.firstAdmin();
  const email = 'new@agency.example';
  await admin.browser.post('/api/v1/invitations', { email, role: 'officer', agencyId });
  return (await site.visitors.linkTo(email, 'invitation')).searchParams.get('token') ?? '';
}

/** The whole report in one form, with a real photo. @returns the tracking code */
async function report(): Promise<string> {
  await page.goto('/report');
  expect(await deadParts(page)).toEqual([]);
  await page.locator('input[type="file"]').setInputFiles(PHOTO);
  await page.getByLabel('Where was the child?').fill('Secunderabad station');
  await page.getByLabel('Just now').check();
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.waitForURL('**/report/sent');
  await runJobs(site.app);
  return (await page.locator('.tracking-code').textContent()) ?? '';
}

/** What is on a page and does nothing, or is needed and cannot be reached. */
function deadParts(shown: Page): Promise<string[]> {
  return shown.evaluate(() => {
    const isVisible = (each: Element) => each.checkVisibility({ visibilityProperty: true });
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const buttons = all('button').filter((each) => isVisible(each) && !each.matches('form button[type="submit"]'));
    const links = all('a').filter((each) => {
      const to = each.getAttribute('href');
      return isVisible(each) && (!to || (to.startsWith('#') && !document.getElementById(to.slice(1))));
    });
    // What a style sheet hides, a choice beside it shows; what is hidden by attribute, script alone could show.
    const fields = all('form [hidden] [name]').filter((each) => !each.matches('[type="hidden"]'));
    const forms = all('form').filter(
      (form) => !form.closest('details') && ![...form.querySelectorAll('[type="submit"]')].some(isVisible),
    );
    return [...buttons, ...links, ...fields, ...forms].map((each) => each.outerHTML.slice(0, 200));
  });
}

/** The same page where axe can run, and the scripts of the page still cannot. */
async function faultsOf(template: string): Promise<string[]> {
  const shown = await site.open(undefined, { ...READER, javaScriptEnabled: true });
  await shown.context().addCookies(await page.context().cookies());
  await shown.route('**/*.js', (route) => route.abort());
  await shown.goto(pathOf(template, ids));
  const faults = await accessibilityFaults(shown);
  await shown.context().close();
  return faults;
}

describe.each(PUBLIC_PAGES)('%s', (template) => {
  it('answers, says what it is, and leads nowhere that needs script', async () => {
    const answer = await page.goto(pathOf(template, ids));
    expect(answer?.status()).toBe(200);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.title()).not.toBe('');
    expect(await deadParts(page)).toEqual([]);
    expect(await faultsOf(template)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });
});

it('follows a report with its code', async () => {
  await page.goto('/follow');
  await page.getByLabel('Tracking code').fill(ids.code.toLowerCase());
  await page.getByRole('button', { name: 'Open' }).click();
  await page.waitForURL(`**/follow/${ids.code}`);
  await page.getByLabel('What else do you know?').fill('She took the train to Guntur');
  await page.getByRole('button', { name: 'Add to the report' }).click();
  expect(await page.locator('main').textContent()).toContain('She took the train to Guntur');
  expect(complaints).toEqual([]);
});

it.each(LANGUAGES)('speaks %s, once that is chosen', async (language) => {
  const reader = await site.open(undefined, READER);
  await reader.goto('/preferences');
  await reader.locator(`[name="locale"][value="${language}"]`).check();
  await reader.locator('main form button[type="submit"]').first().click();
  await reader.goto('/report');
  expect(await reader.getAttribute('html', 'lang')).toBe(language);
  expect(await reader.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  expect(await deadParts(reader)).toEqual([]);
});
