import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, type Callers, makeCallers } from '../../testing/matrix/callers.ts';
import { CANARIES, leaksIn } from '../../testing/matrix/canaries.ts';
import { openWorld, type World } from '../../testing/matrix/world.ts';
import { CASE_IDS, PAGES, wantedFor } from '../../testing/page-table.ts';
import { engineOfPictures, makeThings, signedFor } from '../../testing/page-world.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { PUBLIC_PAGES, pathOf } from '../../testing/public-pages.ts';
import { greyWatching } from '../../testing/watch.ts';

const TEMPLATES = Object.keys(PAGES);
const OF_CASES = TEMPLATES.filter((each) => CASE_IDS.some((id) => each.includes(`{${id}}`)));

/** Pages that are walked by way of others. */
const SENT_ON = ['/safeguards', '/report/sent'];
const REPORTED: string = CANARIES.sighting[0];

let test: TestPlatform;
let world: World;
let callers: Callers;
let people: Caller[];
let things: Record<'open' | 'protected', Readonly<Record<string, string>>>;
const seen = new Set<string>();

beforeAll(async () => {
  const engine = engineOfPictures();
  test = await openTestPlatform({ engine: async () => engine });
  const watching = await greyWatching();
  const app = { ...test.app, watching: async () => watching };
  callers = await makeCallers(app);
  world = openWorld(app, callers);
  people = callers.all.filter(({ key }) => !key);
  const asset = Object.values(JSON.parse(readFileSync('public/assets/manifest.json', 'utf8')))[0];
  const isProtected = { ...(await makeThings(world, true)), asset: String(asset) };
  things = { protected: isProtected, open: { ...(await makeThings(world, false)), asset: String(asset) } };
});
afterAll(() => test.close());

/** What this caller is answered, as a letter of the table, and all that can be read in it. */
async function ask(template: string, caller: Caller, isProtected: boolean) {
  const path = pathOf(template, things[isProtected ? 'protected' : 'open']);
  const { url } = test.app.config;
  const address = path.startsWith('/images/') ? await signedFor(world, caller, path) : path;
  const answer = await callers.server.request(url + address, { headers: caller.headers });
  if (path.startsWith('/live') && answer.status === 200) {
    await answer.body?.cancel();
    return { letter: 'y', text: '' };
  }
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
  return { letter: letterOf(answer), text };
}

function letterOf(answer: Response): string {
  const to = answer.headers.get('location');
  if (to?.startsWith('/account/sign-in')) return 's';
  if (to === '/account/second-factor') return '2';
  if (to) return 'r';
  return { 200: 'y', 401: '1', 403: '3', 404: '4', 409: 'c' }[answer.status] ?? `${answer.status}`;
}

async function faultsOf(template: string, isProtected: boolean): Promise<string[]> {
  const faults: string[] = [];
  for (const caller of people) {
    const { letter, text } = await ask(template, caller, isProtected);
    const wanted = wantedFor(template, caller.column, isProtected);
    if (letter !== wanted) faults.push(`${caller.name}: wanted ${wanted}, got ${letter}`);
    // Whoever has the code of a report reads their own words.
    const leaks = leaksIn(text, caller).filter((word) => !(template.includes('{code}') && word === REPORTED));
    for (const word of leaks) faults.push(`${caller.name}: reads ${word}`);
    for (const [word] of Object.values(CANARIES)) if (text.includes(word)) seen.add(word);
  }
  return faults;
}

it('the table has every page that is mounted, and no other', () => {
  const routes = callers.server.routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/'));
  const mounted = [...new Set(routes.map(({ path }) => path))];
  const ways = mounted.map((path) => ({ path, way: wayOf(path) }));
  const known = TEMPLATES.map((each) => {
    const [path = ''] = pathOf(each, things.open).split('?');
    return ways.find(({ way }) => way.test(path))?.path ?? `nothing answers ${each}`;
  });
  expect([...new Set(known)].toSorted()).toEqual(mounted.toSorted());
});

/** `/cases/:id{[0-9a-f-]{36}}/:step` as an expression. */
function wayOf(path: string): RegExp {
  const parts = path.split(/:\w+(\{(?:[^{}]|\{[^{}]*\})*\})?/);
  const words = parts.map((part, index) => {
    if (index % 2 === 0) return (part ?? '').replace(/[.+?]/g, '\\$&');
    return part ? `(?:${part.slice(1, -1)})` : '[^/]+';
  });
  return new RegExp(`^${words.join('')}$`);
}

it('what is there for anybody is what the walk without script walks', async () => {
  const walked: string[] = PUBLIC_PAGES.map((each) => each.replace('{child}', '{public}'));
  const pages: string[] = [];
  for (const template of TEMPLATES.filter((each) => wantedFor(each, 'P') === 'y')) {
    const answer = await callers.server.request(test.app.config.url + pathOf(template, things.open));
    if (answer.headers.get('content-type')?.startsWith('text/html')) pages.push(template);
    await answer.body?.cancel();
  }
  expect(pages.toSorted()).toEqual(walked.filter((each) => !SENT_ON.includes(each)).toSorted());
});

describe('everybody sees what the table says, and reads nothing that is not theirs', () => {
  it.each(TEMPLATES)('%s', async (template) => {
    expect(await faultsOf(template, false)).toEqual([]);
  });
});

describe('a protected case is there for the lead of its agency alone', () => {
  it.each(OF_CASES)('%s', async (template) => {
    expect(await faultsOf(template, true)).toEqual([]);
  });
});

it('what must not leak was there to be read by those who may', () => {
  for (const name of ['child', 'protected', 'draft', 'sighting', 'place', 'mark'] as const)
    expect([name, seen.has(CANARIES[name][0])]).toEqual([name, true]);
});
