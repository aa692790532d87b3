import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openEngine } from '../src/face/engine.ts';
import { makeAccount, makeAgency } from '../src/testing/makers.ts';
import { openTestModels } from '../src/testing/models.ts';
import { runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';
import { PASSWORD } from '../src/testing/visitors.ts';

const PHONE = { viewport: { width: 390, height: 844 } };
const SAMPLES = new URL('../samples/children/i01/', import.meta.url).pathname;

let engine: Engine;
let site: Site;
let photo: string;
beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
  site = await openSite({ engine: async () => engine });
  const agency = await makeAgency(site.app);
  await makeAccount(site.app, 'officer', agency.id);
  photo = join(SAMPLES, (await readdir(SAMPLES)).find((name) => /\.jpe?g$/.test(name)) ?? '');
});
afterAll(async () => {
  await site.close();
  await engine.close();
});

async function look(page: Page, name: string): Promise<void> {
  expect(await accessibilityFaults(page), name).toEqual([]);
}

it('somebody whose child is missing registers, describes the child on a phone, and sends it', async () => {
  const page = await site.open(undefined, PHONE);
  await page.goto('/account/register');
  await page.getByLabel('Your name').fill('Meera Rao');
  await page.getByLabel('E-mail address').fill('meera@family.example');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('I have read').check();
  await page.getByRole('button', { name: 'Make an account' }).click();
  await page.waitForLoadState();
  const link = await site.visitors.linkTo('meera@family.example', 'verify-email');
  await page.goto(link.pathname + link.search);
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail address or user name').fill('meera@family.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/cases');
  await look(page, 'list-empty');

  await page.getByRole('link', { name: 'Open a case for my child' }).click();
  await look(page, 'step-1');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByLabel('Name of the child').fill('Asha Rao');
  await page.getByLabel('Girl', { exact: true }).check();
  await page.getByLabel('Year', { exact: true }).fill('2017');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL('**/last-seen');
  await look(page, 'step-2');
  await page.getByLabel('Day').fill('2026-05-30');
  await page.getByLabel('Where', { exact: true }).fill('Secunderabad station');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL('**/looks');
  await look(page, 'step-3');
  await page.getByLabel('Marks that do not change').fill('Mole below the left eye');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL('**/photos');
  await look(page, 'step-4');
  await page.locator('input[type="file"]').setInputFiles(photo);
  await page.getByRole('button', { name: 'Add these photos' }).click();
  await page.getByText('Photos so far').waitFor();
  await runJobs(site.app);
  await page.reload();
  await look(page, 'step-4-photos');
  expect(await page.locator('main').textContent()).toMatch(/A good photo|can be used/);
  await page.getByRole('link', { name: 'Go on', exact: true }).click();
  await page.waitForURL('**/consent');
  await look(page, 'step-5');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('only if you agree').first().waitFor();
  await look(page, 'step-5-wrong');
  await page.getByLabel('Your name, and what').fill('Meera Rao, mother');
  await page.getByLabel('I am allowed to decide').check();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL('**/check');
  await look(page, 'step-6');
  await page.getByRole('button', { name: 'Send to the agency' }).click();
  await page.getByText('It is sent').waitFor();
  await look(page, 'case');
  await page.goto('/cases');
  await look(page, 'list');
  for (const [name, options] of [
    ['desktop', { viewport: { width: 1280, height: 800 } }],
    ['dark', { ...PHONE, colorScheme: 'dark' }],
    ['ar', { ...PHONE, locale: 'ar' }],
  ] as const) {
    const cookies = await page.context().cookies();
    const other = await site.open(undefined, options);
    await other.context().addCookies(cookies.filter((cookie) => cookie.name.includes('session')));
    const locale = { name: 'homeward-locale', value: name === 'ar' ? 'ar' : 'en', url: site.url };
    await other.context().addCookies([locale]);
    await other.goto('/cases');
    await look(other, `list-${name}`);
    await other.locator('main h2 a').first().click();
    await look(other, `case-${name}`);
    const id = new URL(other.url()).pathname.split('/')[2];
    for (const step of ['child', 'photos', 'consent', 'check']) {
      await other.goto(`/cases/new/${id}/${step}`);
      await look(other, `${step}-${name}`);
    }
  }
});

it('works without script, and by keyboard alone', async () => {
  const guardian = await site.visitors.guardian('keys@family.example');
  await site.visitors.signIn(guardian, 'keys@family.example');
  const page = await site.open(guardian, { ...PHONE, javaScriptEnabled: false });
  await page.goto('/cases/new');
  await page.getByLabel('Name of the child').focus();
  await page.keyboard.type('Ravi Rao');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/last-seen');
  await page.getByLabel('Where', { exact: true }).focus();
  await page.keyboard.type('Vijayawada bus station');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/looks');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await page.keyboard.press('Space');
  await page.waitForURL('**/photos');
  await page.locator('input[type="file"]').setInputFiles(photo);
  await page.getByLabel('When was it taken?').fill('2024-05');
  await page.getByRole('button', { name: 'Add these photos' }).click();
  await page.getByText('Taken: May 2024').waitFor();
  await page.getByRole('link', { name: 'Go on', exact: true }).click();
  await page.getByLabel('I am allowed to decide').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/check');
  expect(await page.locator('main').textContent()).toContain('Vijayawada bus station');
  await page.getByLabel('Something else').fill('He speaks Telugu.');
  await page.getByRole('button', { name: 'Send to the agency' }).click();
  await page.getByText('It is sent').waitFor();
  expect(await page.locator('main').textContent()).toContain('He speaks Telugu.');
});
