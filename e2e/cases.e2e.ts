import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runJobs } from '../src/testing/search.ts';
import { accessibilityFaults } from '../src/testing/site.ts';
import { makeCaseWithPhotos, openCasesWorld } from './cases-world.ts';

let world: Awaited<ReturnType<typeof openCasesWorld>>;
beforeAll(async () => {
  world = await openCasesWorld();
});
afterAll(() => world.site.close());

const LOOKS = [
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light', language: 'en' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark', language: 'ar' },
] as const;

const PATHS = ['', '/edit', '/photos', '/places', '/candidates', '/history', '/notes', '/documents', '/settings']
  .concat(['/publish', '/resolve', '/protect', '/print'])
  .map((path) => (id: string) => `/cases/${id}${path}`)
  .concat([() => '/cases', () => '/cases?text=nobody&sex=male', () => '/cases/import', () => '/cases/views']);

it('has no fault for a screen reader, in any look', async () => {
  const faults: string[] = [];
  for (const { language, ...look } of LOOKS) {
    const page = await world.site.open(world.officer.browser, look);
    for (const pathOf of PATHS) {
      const path = pathOf(world.caseId);
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${path} ${language}: ${fault}`));
      faults.push(...(await overflowOf(page)).map((fault) => `${path} ${language}: ${fault}`));
    }
    await page.context().close();
  }
  expect(faults).toEqual([]);
});

it('finds a case by its filters, and keeps the filters as a view', async () => {
  const page = await world.site.open(world.officer.browser);
  await page.goto('/cases');
  await page.getByLabel('Find a case').fill('asha vijayawada');
  await page.getByText('More filters').click();
  await page.getByLabel('Sex').selectOption('female');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'Asha Rao' }).waitFor();
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('Girls of Vijayawada');
  await page.getByLabel('Share it with my agency').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The view is saved.').waitFor();
  expect(new URL(page.url()).searchParams.get('sex')).toBe('female');

  const lead = await world.site.open(world.lead.browser);
  await lead.goto('/cases');
  await lead.getByRole('link', { name: 'Girls of Vijayawada' }).click();
  expect(new URL(lead.url()).searchParams.get('text')).toBe('asha vijayawada');
});

it('imports a table: preview, mistakes mended in place, drafts', async () => {
  const page = await world.site.open(world.officer.browser);
  await page.goto('/cases/import');
  const table = 'child_name,country,birth_date\nBilal Khan,IN,2015\nAsha Rao,IN,2016-05-03\nCora Lee,Indland,2018';
  await page
    .getByLabel('Table (CSV file)')
    .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.getByRole('button', { name: 'Check the table' }).click();
  await page.getByText('3 rows: 2 can be imported, 1 has mistakes').waitFor();
  expect(await page.locator('.tag', { hasText: 'May be known already' }).count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create 1 draft' }).click();
  await page.getByText('1 draft was created').waitFor();
  const left = page.getByLabel('The table');
  expect(await left.inputValue()).not.toContain('Bilal');
  await left.fill((await left.inputValue()).replace('Indland', 'IN'));
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('button', { name: 'Create 1 draft' }).click();
  await page.getByText('1 draft was created').waitFor();
  await page.goto('/cases?state=draft');
  expect(await page.locator('.case-row').count()).toBe(2);
});

it('makes a case public after saying what follows, and takes it back', async () => {
  const page = await world.site.open(world.officer.browser);
  await page.goto(`/cases/${world.caseId}/settings`);
  await page.getByRole('link', { name: 'Make the case public' }).click();
  await page.getByText('What is public is copied').waitFor();
  await page.getByLabel('In your own words').fill('The mother asked for it');
  await page.getByRole('button', { name: 'Make the case public' }).click();
  await page.getByRole('heading', { name: 'The case is public' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'The case is not public' }).waitFor();
});

it('shows a photo with the name of whoever looks, and never from a cache', async () => {
  const page = await world.site.open(world.officer.browser);
  const loaded = page.waitForResponse((response) => response.url().includes('/images/photos/'));
  await page.goto(`/cases/${world.caseId}/photos`);
  const response = await loaded;
  expect(response.headers()).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' });
  const other = await world.site.open(world.lead.browser);
  expect((await other.goto(new URL(response.url()).pathname + new URL(response.url()).search))?.status()).toBe(404);
});

it('closes a case, and shows the certificate of what was erased', async () => {
  const id = await makeCaseWithPhotos(world.app, world.actor);
  const page = await world.site.open(world.officer.browser);
  await page.goto(`/cases/${id}/resolve`);
  await page.getByLabel('The child was found safe').check();
  await page.getByLabel('In your own words').fill('Back with her mother');
  await page.getByRole('button', { name: 'Resolve the case and erase' }).click();
  await page.getByRole('heading', { name: 'This case is resolved' }).waitFor();
  await runJobs(world.app);
  await page.goto(`/cases/${id}/documents`);
  await page.getByText('Face templates are erased').waitFor();
  await page.getByText('nothing of it is left').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

/** Things that stick out of the page to the side. */
async function overflowOf(page: Page): Promise<string[]> {
  const { inner, whole } = await page.evaluate(() => ({
    inner: document.documentElement.clientWidth,
    whole: document.documentElement.scrollWidth,
  }));
  return whole > inner ? [`${whole - inner} pixels too wide`] : [];
}
