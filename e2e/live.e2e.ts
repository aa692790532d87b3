import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAgency } from '../src/testing/makers.ts';
import { openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let officer: Awaited<ReturnType<Site['visitors']['member']>>;
beforeAll(async () => {
  site = await openSite();
  const admin = await site.visitors.firstAdmin();
  const agency = await makeAgency(site.app);
  officer = await site.visitors.member(admin.browser, { role: 'officer', agencyId: agency.id });
});
afterAll(() => site.close());

/** Somebody of the public, at a browser without script, sends a report. */
async function report(place: string): Promise<void> {
  const page = await site.open(undefined, { javaScriptEnabled: false });
  await page.goto('/report');
  await page.fill('[name="place"]', place);
  await page.selectOption('[name="country"]', 'IN');
  await page.check('[name="when"][value="now"]');
  await page.fill('[name="remarks"]', 'A girl in a red shirt, alone');
  await page.click('form.report button[type="submit"]');
  await page.waitForURL('**/report/sent');
  await page.context().close();
}

/** The stream is open: from here on, nothing may be missed. */
async function openInbox(): Promise<Page> {
  const page = await site.open(officer.browser);
  const opened = page.waitForResponse((response) => response.url().includes('/live?'));
  await page.goto('/sightings');
  expect((await opened).status()).toBe(200);
  return page;
}

it('shows an officer a report as it comes in, without loading the page, and says so', async () => {
  const inbox = await openInbox();
  let loads = 0;
  inbox.on('load', () => loads++);
  await report('Vijayawada bus station');
  await inbox.waitForSelector('.sighting-row >> text=Vijayawada bus station', { timeout: 2000 });
  expect(loads).toBe(0);
  await expect.poll(() => inbox.textContent('live-list [role="status"]')).toBe('The list is up to date.');
});

it('moves nothing under somebody who is in the list, and offers the news instead', async () => {
  const inbox = await openInbox();
  await inbox.focus('.sighting-row a');
  const focused = await inbox.evaluate(() => document.activeElement?.textContent);
  await report('Guntur market');
  const news = inbox.getByRole('button', { name: 'Something new. Show it' });
  await news.waitFor({ timeout: 5000 });
  expect(await inbox.evaluate(() => document.activeElement?.textContent)).toBe(focused);
  expect(await inbox.locator('text=Guntur market').count()).toBe(0);
  await news.click();
  expect(await inbox.locator('.sighting-row >> text=Guntur market').count()).toBe(1);
  expect(await news.isVisible()).toBe(false);
});

it('ends with the session', async () => {
  const inbox = await openInbox();
  const ended = inbox.waitForEvent('requestfinished', (request) => request.url().includes('/live?'));
  await officer.browser.post('/api/auth/sign-out', {});
  await ended;
  const answer = await inbox.request.get('/live?topics=sightings');
  expect(answer.status()).toBe(401);
});
