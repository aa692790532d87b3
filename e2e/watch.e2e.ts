import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../src/core/actor.ts';
import { recordHit } from '../src/services/watch/hits.ts';
import { writeState } from '../src/services/watch/states.ts';
import { fakePhoto } from '../src/testing/fake-app.ts';
import { makeAgency, makeCase } from '../src/testing/makers.ts';
import { engineOfPictures } from '../src/testing/page-world.ts';
import { addReference, runJobs } from '../src/testing/search.ts';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';
import { makeFilm } from '../src/testing/video/film.ts';
import { filmFolder } from '../src/testing/video/playing.ts';
import { fakeHit, makeFilmSource, makeSource, makeWatchOrder } from '../src/testing/watch.ts';

type Member = Awaited<ReturnType<Site['visitors']['member']>>;

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const NOBODYS_STATE = { message: null, width: 1280, height: 720, positionSeconds: null, shareDone: null };

let site: Site;
let folder: Awaited<ReturnType<typeof filmFolder>>;
let film: string;
let officer: Member;
let lead: Member;
let paths: readonly string[];
let ids: { readonly camera: string; readonly film: string; readonly order: string };

beforeAll(async () => {
  folder = await filmFolder();
  film = folder.file('gate.mp4');
  await makeFilm(film, { seconds: 8 });
  const engine = engineOfPictures();
  site = await openSite({ engine: async () => engine });
  const { app, visitors } = site;
  const admin = await visitors.firstAdmin();
  const { id: agencyId } = await makeAgency(app);
  officer = await visitors.member(admin.browser, { role: 'officer', agencyId });
  lead = await visitors.member(admin.browser, { role: 'lead', agencyId });
  ids = await watched(agencyId);
  paths = [
    ...['/watch', '/watch/sources', '/watch/sources/new', `/watch/sources/${ids.camera}`],
    ...[`/watch/sources/${ids.camera}/edit`, `/watch/sources/${ids.camera}/remove`],
    ...['/watch/films', '/watch/films/new', `/watch/films/${ids.film}`],
    ...['/watch/orders', '/watch/orders/new', `/watch/orders/${ids.order}`, '/watch/hits'],
  ];
});
afterAll(async () => {
  await site.close();
  await folder.remove();
});

/** A camera and a film under an order, and somebody who was found in the film. */
async function watched(agencyId: string): Promise<typeof ids> {
  const { app } = site;
  const leadActor: Actor = { kind: 'account', accountId: lead.accountId, role: 'lead', agencyId };
  const file = await makeCase(app, agencyId);
  await addReference(app, file.id, fakePhoto({ faces: [5] }));
  await runJobs(app);
  const camera = await makeSource(app, agencyId);
  const sent = await makeFilmSource(app, leadActor, await readFile(film));
  const sources = [camera.id, sent.id];
  const order = await makeWatchOrder(app, { agencyId, leadId: lead.accountId, sources, cases: [file.id] });
  const at = { orderId: order.id, sourceId: sent.id };
  const visit = { positionSeconds: 5 };
  await recordHit(app, await fakeHit(app, 5, { ...at, caseIds: [file.id], visit }));
  const running = { lagMilliseconds: 180, framesPerSecond: 2, facesPerMinute: 14, since: app.clock() };
  const camState = { ...NOBODYS_STATE, ...running, state: 'watching' as const };
  await writeState(app, { ...at, sourceId: camera.id }, camState);
  await writeState(app, at, { ...camState, state: 'ended', positionSeconds: 8, shareDone: 1 });
  return { camera: camera.id, film: sent.id, order: order.id };
}

describe('pages about cameras and films', () => {
  it.each([
    ['light', 'en', DESKTOP],
    ['dark', 'en', PHONE],
    ['light', 'ar', PHONE],
    ['dark', 'ar', DESKTOP],
  ] as const)('are for everybody: %s, %s', async (colorScheme, locale, viewport) => {
    for (const path of paths) {
      const page = await site.open(lead.browser, { colorScheme, viewport });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${path}?lang=${locale}`);
      expect(await page.getAttribute('html', 'lang')).toBe(locale);
      expect([path, ...(await accessibilityFaults(page))]).toEqual([path]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      expect([path, ...errors]).toEqual([path]);
      await page.close();
    }
  });

  it('let a lead sign an order, and lose nothing that was typed', async () => {
    const page = await site.open(lead.browser, { viewport: DESKTOP });
    await page.goto('/watch/orders/new');
    await page.getByLabel('Case or incident number').fill('FIR 99/2026');
    await page.getByLabel('Why this must be').fill('A child was seen at this gate an hour ago.');
    await page.getByLabel('Gate 3', { exact: true }).check();
    await page.getByLabel('All children who are sought').check();
    await page.getByRole('button', { name: 'Sign the order' }).click();
    await page.getByRole('heading', { name: /must be mended/ }).waitFor();
    expect(await page.getByLabel('Case or incident number').inputValue()).toBe('FIR 99/2026');
    expect(await page.getByLabel('Gate 3', { exact: true }).isChecked()).toBe(true);
    await page.getByLabel('Powers of the police').check();
    await page.getByLabel('I authorise this').check();
    await page.getByRole('button', { name: 'Sign the order' }).click();
    await page.getByText('Valid now').waitFor();
    const signed = new URL(page.url()).pathname;

    const theirs = await site.open(officer.browser, { viewport: PHONE });
    await theirs.goto(signed);
    await theirs.getByLabel('Why it ends').fill('The child is home.');
    await theirs.getByRole('button', { name: 'Stop this order' }).click();
    await theirs.getByText('The child is home.').waitFor();
    expect(await theirs.getByRole('button', { name: 'Stop this order' }).count()).toBe(0);
  });

  it('let an officer add a camera, mend it and remove it', async () => {
    const page = await site.open(officer.browser, { viewport: DESKTOP });
    await page.goto('/watch/sources/new');
    await page.getByLabel('Camera of a browser').check();
    await page.getByLabel('Name', { exact: true }).fill('Platform 1');
    await page.getByLabel('Where it is').fill('Hyderabad, Nampally');
    await page.getByRole('button', { name: 'Add the camera' }).click();
    await page.getByRole('link', { name: 'Say where it is and choose the point on the map' }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Platform 1');
    await page.getByLabel('Direction').fill('90');
    await page.getByLabel('Where it is').fill('Hyderabad, Nampally station');
    await pointAt(page, 17.3924, 78.4675);
    await page.getByRole('button', { name: 'Add the camera' }).click();
    await page.getByRole('img', { name: /looks east/ }).waitFor();
    await page.getByRole('link', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The source was removed').waitFor();
    expect(await page.getByRole('link', { name: 'Platform 1' }).count()).toBe(0);
  });

  it('take a film, and jump to the moment at which somebody was found', async () => {
    const page = await site.open(officer.browser, { viewport: DESKTOP });
    await page.goto('/watch/films/new');
    await page.getByLabel('Name', { exact: true }).fill('Platform 2, noon');
    await page.getByLabel('The film begins at').fill('2026-05-30T12:00:05');
    await page.getByLabel('Where it is').fill('Hyderabad');
    await page.getByLabel('The film', { exact: true }).setInputFiles(film);
    await page.getByRole('button', { name: 'Send the film' }).click();
    await page.getByRole('link', { name: 'Say where it is and choose the point on the map' }).waitFor();
    await pointAt(page, 17.3924, 78.4675);
    // The film was not chosen anew.
    await page.getByRole('button', { name: 'Send the film' }).click();
    await page.getByText('The film was taken and encrypted.').waitFor();

    await page.goto(`/watch/films/${ids.film}`);
    const shot = await page.locator('.moment img').getAttribute('src');
    expect((await page.request.get(shot ?? '')).status()).toBe(200);
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
    await page.getByRole('link', { name: 'To 0:05' }).last().click();
    await page.waitForFunction(() => Math.abs((document.querySelector('video')?.currentTime ?? 0) - 4) < 3);
    expect(await page.evaluate(() => document.querySelector('video')?.duration)).toBeCloseTo(8, 0);
    const played = await site.app.db
      .selectFrom('audit_event')
      .select('action')
      .where('action', '=', 'watch.play-film')
      .where('entity_id', '=', ids.film)
      .where('actor_id', '=', officer.accountId)
      .execute();
    expect(played.length).toBe(1);
  });
});

/** What a tap on the map does; of the map itself other tests see to it. */
async function pointAt(page: Awaited<ReturnType<Site['open']>>, latitude: number, longitude: number): Promise<void> {
  await page.evaluate(
    (point) => {
      for (const [name, value] of Object.entries(point)) {
        const field = document.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);
        if (field) field.value = String(value);
      }
    },
    { latitude, longitude },
  );
}
