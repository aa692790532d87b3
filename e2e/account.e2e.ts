import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFirstAdminLink } from '../src/services/accounts/first-admin.ts';
import { nextTotp, totp } from '../src/testing/browser.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';
import { PASSWORD } from '../src/testing/visitors.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const LOOKS = [
  { viewport: { width: 1280, height: 800 } },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const },
  { viewport: { width: 390, height: 844 }, locale: 'ar' },
];

/** Go on with the main button of the page. */
async function press(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-left', ''));
  await page.locator('main button.main').first().click();
  // Between two documents there may be none.
  await page.waitForFunction(() => {
    const root: HTMLElement | null = document.documentElement;
    return root !== null && !('left' in root.dataset) && document.readyState === 'complete';
  });
}

it.each([
  'sign-in',
  'second-factor',
  'register',
  'forgotten',
  'reset-password',
  'verified',
  'verified?error=TOKEN_EXPIRED',
])('/account/%s can be used by everybody', async (path) => {
  for (const look of LOOKS) {
    const page = await site.open(undefined, look);
    await page.goto(`/account/${path}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  }
});

describe('a new installation', () => {
  let secret = '';

  it('is set up by whoever has the link: account, second factor, agency, lead', async () => {
    const page = await site.open();
    await page.goto((await ensureFirstAdminLink(site.app)) ?? 'none');
    await page.getByLabel('E-mail address').fill('first@homeward.example');
    await page.getByLabel('Your name').fill('Ada First');
    await page.getByLabel('New password').fill('short');
    await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''));
    await press(page);
    expect(await page.getByRole('alert').textContent()).toContain('12 characters');
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada First');

    const strength = page.locator('new-password').getByRole('status');
    await page.getByLabel('New password').fill('Ada');
    expect(await strength.textContent()).toContain('Too short');
    await page.getByLabel('New password').fill('aaaaaaaaaaaaaaaaaa');
    expect(await strength.textContent()).toContain('Easy to guess');
    await page.getByLabel('New password').fill(PASSWORD);
    expect(await strength.textContent()).toContain('Long.');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await page.getByLabel('New password').getAttribute('type')).toBe('text');
    expect(await accessibilityFaults(page)).toEqual([]);
    await press(page);
    expect(new URL(page.url()).pathname).toBe('/account/second-factor');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Password').fill(PASSWORD);
    await press(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    secret = ((await page.locator('main p code').textContent()) ?? '').replaceAll(' ', '');
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await press(page);
    expect(await page.getByRole('alert').count()).toBe(1);
    await page.getByLabel('Code', { exact: true }).fill(totp(secret));
    await press(page);
    expect(await page.locator('.backup-codes code').count()).toBeGreaterThan(5);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    const kept = await readFile(await file.path(), 'utf8');
    for (const code of await page.locator('.backup-codes code').allTextContents()) expect(kept).toContain(code);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'I have kept them' }).click();

    expect(new URL(page.url()).pathname).toBe('/setup');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Name of the agency').fill('Hyderabad City Police');
    await page.getByLabel('Country').selectOption('IN');
    await press(page);
    await page.getByLabel('E-mail address of the lead').fill('lead@police.example');
    await press(page);
    expect(await page.getByRole('status').textContent()).toContain('invitation');
    expect(await site.visitors.kindsTo('lead@police.example')).toEqual(['invitation']);
  });

  it('asks for the code when its admin signs in again, and goes where they wanted to go', async () => {
    const page = await site.open();
    await page.goto('/account');
    expect(page.url()).toContain('/account/sign-in?next=%2Faccount');
    await page.goto('/account/sign-in?next=%2Fsetup');
    await page.getByLabel('E-mail address or user name').fill('first@homeward.example');
    await page.getByLabel('Password').fill(PASSWORD);
    await press(page);
    await page.getByLabel('Code', { exact: true }).fill(nextTotp(secret));
    await press(page);
    expect(new URL(page.url()).pathname).toBe('/setup');
    await page.goto('/account');
    expect(await page.locator('h1').textContent()).toBe('Your account');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Your name').fill('Ada the First');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.locator('.menu-name').textContent()).toBe('Ada the First');
    await page.locator('.menu summary').click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    expect(await page.getByRole('status').textContent()).toContain('signed out');
  });
});

it('a guardian registers, follows the link of the mail and signs in', async () => {
  const page = await site.open();
  await page.goto('/account/register');
  await page.getByLabel('Your name').fill('Meera Rao');
  await page.getByLabel('E-mail address').fill('meera@family.example');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('I have read').check();
  await press(page);
  expect(await page.locator('main').textContent()).toContain('meera@family.example');
  await page.goto(String(await site.visitors.linkTo('meera@family.example', 'verify-email')));
  expect(await page.locator('h1').textContent()).toBe('Your address is confirmed');
  await page.getByRole('link', { name: 'Sign in' }).last().click();
  await page.getByLabel('E-mail address or user name').fill('meera@family.example');
  await page.getByLabel('Password').fill('not the password');
  await press(page);
  expect(await page.getByRole('alert').count()).toBe(1);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page);
  expect(new URL(page.url()).pathname).toBe('/cases');
  await page.goto('/account/alerts');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByLabel('Gathered').check();
  await press(page);
  expect(await page.getByLabel('Gathered').isChecked()).toBe(true);
});

it('says the same to whoever has an account and whoever has none', async () => {
  const answers = await Promise.all(
    ['meera@family.example', 'nobody@family.example'].map(async (email) => {
      const page = await site.open();
      await page.goto('/account/forgotten');
      await page.getByLabel('E-mail address').fill(email);
      await press(page);
      return (await page.locator('main').textContent())?.replace(email, '');
    }),
  );
  expect(answers[0]).toBe(answers[1]);
});

it('goes to no other site after the sign-in', async () => {
  const page = await site.open();
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/account/sign-out']) {
    await page.goto(`/account/sign-in?next=${encodeURIComponent(next)}`);
    expect(await page.locator('input[name=next]').count()).toBe(0);
  }
});
