import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

const CHILD = fileURLToPath(new URL('../samples/children/i01/A.jpg', import.meta.url));

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** A page whose service worker has kept what it needs. */
async function openKept(path: string): Promise<Page> {
  const page = await site.open();
  await page.goto(path);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect.poll(() => page.evaluate(() => caches.match('/report').then(Boolean))).toBe(true);
  return page;
}

it('keeps a report without a line, encrypted, and sends it when there is one', async () => {
  const page = await openKept('/');
  const context = page.context();
  await context.setOffline(true);
  await page.goto('/children');
  await page.getByRole('heading', { name: 'There is no connection' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.goto('/report');
  await page.waitForFunction(() => customElements.get('photo-input') && customElements.get('offline-queue'));
  await page.setInputFiles('photo-input input[type=file]', CHILD);
  await page.locator('.photo-card').waitFor();
  await page.evaluate(() => {
    for (const step of document.querySelectorAll<HTMLElement>('.step')) step.hidden = false;
  });
  await page.fill('[name=place]', 'Nampally station, platform 2');
  await page.fill('[name=remarks]', 'A girl in a yellow dress');
  await page.check('[name=when][value=now]');
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form.report')?.requestSubmit());
  await page.getByText('Waiting to be sent').waitFor();
  expect(await page.locator('.waiting-photos img').count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await keptBytes(page)).not.toContain('yellow dress');

  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  const code = page.locator('[data-part="code"]');
  await code.waitFor({ timeout: 60_000 });
  expect(await code.textContent()).toMatch(/^[A-Z0-9-]{8,}$/);
  expect(await accessibilityFaults(page)).toEqual([]);
  const sighting = await site.app.db.selectFrom('sighting').selectAll().executeTakeFirstOrThrow();
  expect(sighting).toMatchObject({ place: 'Nampally station, platform 2', remarks: 'A girl in a yellow dress' });
  const photos = await site.app.db.selectFrom('photo').selectAll().where('sighting_id', '=', sighting.id).execute();
  expect(photos).toHaveLength(1);

  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.locator('.waiting').waitFor({ state: 'hidden' });
});

it('keeps no page of somebody who is signed in', async () => {
  const admin = await site.visitors.firstAdmin();
  const page = await site.open(admin.browser);
  await page.goto('/preferences');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForTimeout(1000);
  await page.goto('/report');
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('homeward-shell');
    return (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => !path.startsWith('/assets/'));
  });
  expect(kept).toEqual([]);
});

/** What lies on the device, as text. */
function keptBytes(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open('homeward');
        request.onsuccess = () => {
          const all = request.result.transaction('reports').objectStore('reports').getAll();
          all.onsuccess = () =>
            resolve(all.result.map(({ sealed }) => new TextDecoder('latin1').decode(sealed)).join(''));
        };
      }),
  );
}
