import type { Page } from 'playwright-core';
import type { Client } from '../demo/client.ts';
import type { Demo } from '../demo/demo.ts';

/** One page to take a picture of. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Who looks; without, the public. */
  readonly as?: Client;
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Every page of Homeward, with the ids that it has in this demo. */
export async function pagesOf(demo: Demo): Promise<Shot[]> {
  return [...pagesOfFamilies(demo), ...(await pagesOfOfficers(demo)), ...pagesOfOperators(demo)];
}

function list(as: Client | undefined, paths: Readonly<Record<string, string>>): Shot[] {
  return Object.entries(paths).map(([name, path]) => ({ name, path, ...(as && { as }) }));
}

function pagesOfFamilies({ cast: { guardians }, caseIds: [asha, ravi, , , , salman], trackingCodes }: Demo): Shot[] {
  const [mother, father] = guardians;
  return [
    ...list(undefined, {
      home: '/',
      report: '/report',
      follow: '/follow',
      'follow-report': `/follow/${trackingCodes[2]}`,
      children: '/children',
      child: `/children/${ravi}`,
      privacy: '/privacy',
      accessibility: '/accessibility',
      preferences: '/preferences',
      emergency: '/emergency',
      missing: '/missing',
      'not-found': '/nothing-here',
      'sign-in': '/account/sign-in',
      register: '/account/register',
      forgotten: '/account/forgotten',
    }),
    ...list(mother, { 'guardian-case-found': `/cases/${asha}` }),
    ...list(father, {
      'guardian-cases': '/cases',
      'guardian-case': `/cases/${salman}`,
      'guardian-new-case': '/cases/new',
      account: '/account',
      alerts: '/account/alerts',
    }),
  ];
}

async function pagesOfOfficers({ cast: { officers, lead }, caseIds: [asha, ravi] }: Demo): Promise<Shot[]> {
  const [other, officer] = officers;
  const { items: sightings } = await officer.get('/api/v1/sightings');
  const { items: matches } = await officer.get('/api/v1/matches');
  return [
    ...list(officer, {
      desk: '/desk',
      cases: '/cases',
      case: `/cases/${ravi}`,
      'case-photos': `/cases/${ravi}/photos`,
      'case-places': `/cases/${asha}/places`,
      'case-candidates': `/cases/${ravi}/candidates`,
      'case-history': `/cases/${ravi}/history`,
      'case-settings': `/cases/${ravi}/settings`,
      sightings: '/sightings',
      sighting: `/sightings/${sightings.find(isOfTwo)?.id}`,
      search: '/search',
      map: '/map',
      review: '/review',
      matches: '/matches',
      match: `/matches/${matches[0]?.id}`,
      messages: '/agency/messages',
    }),
    ...(await pagesOfWatch(officer, lead)),
    { name: 'review-alone', path: '/review', as: other, act: take },
    { name: 'review-pair', path: '/review', as: officer, act: compare },
    ...list(lead, { agency: '/agency', 'lead-desk': '/desk', calibration: '/admin/calibration' }),
  ];
}

async function pagesOfWatch(officer: Client, lead: Client): Promise<Shot[]> {
  const { items: sources } = await officer.get('/api/v1/watch/sources');
  const { items: orders } = await officer.get('/api/v1/watch/orders');
  const idOf = (wanted: string) => sources.find(({ kind }: { kind: string }) => kind === wanted)?.id;
  return [
    ...list(officer, {
      watch: '/watch',
      'watch-hits': '/watch/hits',
      'watch-orders': '/watch/orders',
      'watch-order': `/watch/orders/${orders.at(-1)?.id}`,
      'watch-sources': '/watch/sources',
      'watch-source': `/watch/sources/${idOf('stream')}`,
      'watch-source-new': '/watch/sources/new',
      'watch-films': '/watch/films',
      'watch-film': `/watch/films/${idOf('file')}`,
      'watch-film-new': '/watch/films/new',
      'watch-camera': '/watch/camera',
    }),
    ...list(lead, { 'watch-order-new': '/watch/orders/new' }),
  ];
}

/** The one with two faces in its photo. */
function isOfTwo({ place }: { readonly place: string | null }): boolean {
  return place?.startsWith('Nalgonda') ?? false;
}

/** The next face of the queue, or the one that was begun. */
async function take(page: Page): Promise<void> {
  await page.click('main .main');
  await page.waitForSelector('.compare.is-live');
}

/** On to the first pair: faces side by side, one part judged. */
async function compare(page: Page): Promise<void> {
  await take(page);
  if (await page.locator('[name=quality]').count()) {
    await page.check('[name=quality][value=good]');
    await page.click('.review-form button.main');
    await page.waitForSelector('.compare.is-live:not(.compare-one)');
  }
  await page.check('#f-finding-eyes input[value=similar]');
  await page.mouse.move(0, 0);
  await page.evaluate('scrollTo(0, 0)');
}

function pagesOfOperators({ cast: { admin, auditor } }: Demo): Shot[] {
  return [
    ...list(admin, {
      admin: '/admin',
      people: '/admin/people',
      agencies: '/admin/agencies',
      jobs: '/admin/jobs',
      models: '/admin/models',
      retention: '/admin/retention',
      configuration: '/admin/configuration',
    }),
    ...list(auditor, { audit: '/admin/audit' }),
  ];
}
