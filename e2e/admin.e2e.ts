import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCALE_COOKIE } from '../src/http/middleware/page.ts';
import { fakePhoto } from '../src/testing/fake-app.ts';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { addReference, runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
let admin: Awaited<ReturnType<Site['visitors']['firstAdmin']>>;
let agency: Awaited<ReturnType<typeof makeAgency>>;
let lead: Awaited<ReturnType<Site['visitors']['member']>>;
let auditor: Awaited<ReturnType<Site['visitors']['member']>>;

beforeAll(async () => {
  site = await openSite();
  admin = await site.visitors.firstAdmin();
  agency = await makeAgency(site.app, { name: 'Child Protection Unit' });
  lead = await site.visitors.member(admin.browser, { role: 'lead', agencyId: agency.id });
  auditor = await site.visitors.member(admin.browser, { role: 'auditor', agencyId: null });
  for (let child = 0; child < 4; child++) {
    const { id } = await makeCase(site.app, agency.id);
    await addReference(site.app, id, fakePhoto({ faces: [child] }));
  }
  await runJobs(site.app);
}, 120_000);
afterAll(() => site.close());

async function failJob(): Promise<void> {
  await sql`insert into pgboss.job (id, name, data, source_name)
    values (${randomUUID()}, 'dead-letters', '{}'::jsonb, 'search-case')`.execute(site.app.db);
}

it('invites somebody: the link in the mail makes them one of the staff', async () => {
  const page = await site.open(admin.browser);
  await page.goto('/admin/people');
  await page.getByRole('link', { name: 'Invite somebody' }).click();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  // The browser itself asks for the address; without one of the agency the server says what is missing.
  await page.getByLabel('E-mail').fill('colleague@agency.example');
  await page.getByLabel('Officer', { exact: true }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Choose the agency');
  expect(await page.getByLabel('E-mail').inputValue()).toBe('colleague@agency.example');
  await page.getByLabel('Agency', { exact: true }).selectOption({ label: 'Child Protection Unit' });
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByRole('status').filter({ hasText: 'on its way' }).waitFor();
  const link = await site.visitors.linkTo('colleague@agency.example', 'invitation');
  await site.visitors.join(link, 'colleague@agency.example');
  await page.reload();
  expect(await page.getByRole('cell', { name: 'colleague@agency.example' }).count()).toBe(1);
});

it('checks the audit log, and says so', async () => {
  const page = await site.open(auditor.browser);
  await page.goto('/admin/audit');
  await page.getByRole('main').getByRole('link', { name: 'Check the log' }).last().click();
  await page.getByRole('button', { name: 'Check every row now' }).click();
  await page.getByRole('heading', { name: /The log is whole: \d+ rows/ }).waitFor();
});

it('retries failed jobs, one and all, by keyboard', async () => {
  for (let job = 0; job < 3; job++) await failJob();
  const page = await site.open(admin.browser);
  await page.goto('/admin/jobs');
  await page.getByRole('heading', { name: 'Failed for good (3)' }).waitFor();
  await page.getByRole('button', { name: 'Try again' }).first().press('Enter');
  await page.getByRole('heading', { name: 'Failed for good (2)' }).waitFor();
  await page.locator('summary', { hasText: 'Try all again' }).press('Enter');
  await page.getByRole('button', { name: 'Try all again' }).press('Enter');
  await page.getByText('Nothing failed').waitFor();
});

it('asks why before somebody is shut out, without script too', async () => {
  const page = await site.open(admin.browser, { javaScriptEnabled: false });
  const { accountId } = await site.visitors.member(admin.browser, { role: 'officer', agencyId: agency.id });
  await page.goto(`/admin/people/${accountId}`);
  await page.getByRole('link', { name: 'Disable account' }).click();
  await page.getByRole('button', { name: 'Disable account' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Say why');
  await page.getByLabel('Why').selectOption({ label: 'Left the agency' });
  await page.getByRole('button', { name: 'Disable account' }).click();
  await page.getByRole('status').filter({ hasText: 'disabled' }).waitFor();
  await page.getByRole('link', { name: 'Enable account' }).waitFor();
});

/** Whose pages these are, and which. */
const PAGES = {
  admin: [
    ...['/admin', '/admin/people', '/admin/people/invite', '/admin/people/{lead}', '/admin/people/{lead}/role'],
    ...['/admin/people/{lead}/disable', '/admin/agencies', '/admin/agencies/new', '/admin/jobs', '/admin/messages'],
    ...['/admin/models', '/admin/retention', '/admin/retention/run', '/admin/keys', '/admin/configuration'],
  ],
  auditor: ['/admin/audit', '/admin/audit?from=x', '/admin/audit?action=nothing', '/admin/audit/verify'],
  lead: [
    ...['/agency', '/agency/edit', '/agency/people', '/agency/people/invite', '/agency/messages', '/agency/webhooks'],
    ...['/agency/webhooks/new', '/agency/keys', '/agency/keys/new', '/admin/calibration'],
  ],
} as const;

it.each([
  ['light', 'en', 1280],
  ['dark', 'en', 390],
  ['light', 'ar', 390],
  ['dark', 'ar', 1280],
] as const)('is for everybody: %s, %s, %i pixels', { timeout: 120_000 }, async (colorScheme, locale, width) => {
  await failJob();
  const browsers = { admin: admin.browser, auditor: auditor.browser, lead: lead.browser };
  const faults: string[] = [];
  for (const who of ['admin', 'auditor', 'lead'] as const) {
    const page = await site.open(browsers[who], { colorScheme, viewport: { width, height: 844 } });
    // Chosen here, it goes before the language of the account.
    await page.context().addCookies([{ name: LOCALE_COOKIE, value: locale, url: site.url }]);
    for (const path of PAGES[who]) faults.push(...(await faultsOf(page, path.replace('{lead}', lead.accountId))));
    expect(await page.getAttribute('html', 'lang')).toBe(locale);
    await page.context().close();
  }
  expect(faults).toEqual([]);
});

async function faultsOf(page: Page, path: string): Promise<string[]> {
  const errors: string[] = [];
  const note = (message: { type(): string; text(): string }) => {
    // A page that shows a form again answers 422, which a console calls an error.
    if (message.type() === 'error' && !message.text().includes('422')) errors.push(message.text());
  };
  page.on('console', note);
  const answer = await page.goto(path);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const faults = [
    ...(answer?.status() === 200 || answer?.status() === 422 ? [] : [`answered ${answer?.status()}`]),
    ...(await accessibilityFaults(page)),
    ...errors,
    ...(excess > 0 ? [`${excess} pixels too wide`] : []),
  ];
  page.off('console', note);
  return faults.map((fault) => `${path}: ${fault}`);
}
