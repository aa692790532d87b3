import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aboutNothing, type Call, namesSomething, partsOf, send } from '../testing/matrix/call.ts';
import { type Caller, type Callers, makeCallers } from '../testing/matrix/callers.ts';
import { CANARIES, leaksIn } from '../testing/matrix/canaries.ts';
import { CASE_CALLS } from '../testing/matrix/case-calls.ts';
import { PEOPLE_CALLS } from '../testing/matrix/people-calls.ts';
import { EXPECTED, expectedFor } from '../testing/matrix/table.ts';
import { WORK_CALLS } from '../testing/matrix/work-calls.ts';
import { openWorld, type World } from '../testing/matrix/world.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { greyWatching } from '../testing/watch.ts';
import { OPEN_ROUTES, SCOPE_OF } from './api/document.ts';
import { apiDocument } from './api/v1.ts';

const CALLS = { ...PEOPLE_CALLS, ...WORK_CALLS, ...CASE_CALLS };
const ROUTES = Object.keys(EXPECTED);
/** Asked last: when all is there that must not be in them. */
const LISTS = ROUTES.filter((route) => route.startsWith('GET ') && !route.includes('{'));
/** Beside the API of the document. */
const OTHER_ROUTES = ['GET /api/v1/openapi.json'];

let test: TestPlatform;
let url: string;
let callers: Callers;
let world: World;
let cells = 0;
const seen = new Set<string>();

beforeAll(async () => {
  test = await openTestPlatform();
  const requests = { account: 1_000_000, 'api-key': 1_000_000 };
  const config = { ...test.app.config, apiRequests: requests, watchHosts: ['127.0.0.1'] };
  const watching = await greyWatching();
  const app = { ...test.app, config, watching: async () => watching };
  url = config.url;
  callers = await makeCallers(app);
  world = openWorld(app, callers);
});
afterAll(() => test.close());

const makerOf = (route: string) => {
  const maker = CALLS[route];
  if (!maker) throw new RangeError(`nobody wrote how to call ${route}`);
  return maker;
};

const letterOf = (status: number) => (status < 300 ? 'y' : ({ 401: '1', 403: '3', 404: '4' }[status] ?? `${status}`));

/** Ask, and compare with the table; what must not be in an answer is in none. */
async function wrongOf(route: string, caller: Caller, isProtected: boolean): Promise<string[]> {
  const call = await makerOf(route)(world, { isProtected, caller });
  const wanted = expectedFor(route, caller, isProtected);
  const answer = await send(callers, route, call, { caller, url });
  cells++;
  const wrong = leaksIn(answer.text + JSON.stringify([...answer.headers]), caller).map((word) => `leaks ${word}`);
  for (const [planted] of Object.values(CANARIES)) if (answer.text.includes(planted)) seen.add(planted);
  const got = letterOf(answer.status);
  if (got !== wanted) wrong.push(`wanted ${wanted}, got ${got}: ${answer.text.slice(0, 200)}`);
  if (!answer.headers.get('cache-control')?.includes('no-store')) wrong.push('may be cached');
  wrong.push(
    ...(await tellingOf(route, call, {
      caller,
      mayKnow: wanted === 'y' || (isProtected && caller.column === 'L'),
      text: answer.text,
    })),
  );
  return wrong.map((what) => `${caller.name}${isProtected ? ' (protected)' : ''}: ${what}`);
}

/** What is out of reach and what is not there get the same answer, to the byte. */
async function tellingOf(
  route: string,
  call: Call,
  { caller, mayKnow, text }: { caller: Caller; mayKnow: boolean; text: string },
): Promise<string[]> {
  if (!namesSomething(call)) return [];
  const answer = await send(callers, route, aboutNothing(call), { caller, url });
  const letter = letterOf(answer.status);
  if (mayKnow) return letter === '4' ? [] : [`of nothing got ${letter}: ${answer.text.slice(0, 200)}`];
  return answer.text === text ? [] : [`of nothing another answer: ${answer.text.slice(0, 200)} instead of ${text}`];
}

it('the document says who may call with which scope as the table does', () => {
  for (const [route, row] of Object.entries(EXPECTED).filter(([each]) => !each.includes('('))) {
    const [scope] = row.slice(row.lastIndexOf(' ') + 1).split('|');
    expect([route, row.startsWith('y')]).toEqual([route, OPEN_ROUTES.has(route)]);
    expect([route, SCOPE_OF[route] ?? '']).toEqual([route, scope?.replace(/[-*]/, '')]);
  }
});

it('the table has every route of the API, and no other', () => {
  const documented = Object.entries(apiDocument(world.app).paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...new Set(ROUTES.map((route) => Object.values(partsOf(route)).join(' ')))].sort()).toEqual(
    documented.toSorted(),
  );
  const served = callers.server.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
    .map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replaceAll(/:(\w+)/g, '{$1}')}`);
  const others = OTHER_ROUTES.map((route) => route.replace('/api/v1', ''));
  expect([...new Set(served)].sort()).toEqual([...documented, ...others].sort());
});

async function wrongOfAll(route: string, isProtected: boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (const caller of callers.all) wrong.push(...(await wrongOf(route, caller, isProtected)));
  return wrong;
}

describe('everybody gets what the table says', () => {
  it.each(ROUTES.filter((route) => !LISTS.includes(route)))('%s', async (route) => {
    expect(await wrongOfAll(route, false)).toEqual([]);
  });
});

describe('a protected case is there for the lead of its agency alone', () => {
  it.each(Object.keys(CASE_CALLS))('%s', async (route) => {
    expect(await wrongOfAll(route, true)).toEqual([]);
  });
});

describe('lists hold what everybody may see', () => {
  it.each(LISTS)('%s', async (route) => {
    expect(await wrongOfAll(route, false)).toEqual([]);
  });
});

it('all that must not leak was there to be read by those who may', () => {
  const planted = Object.values(CANARIES).map(([word]) => word);
  expect(planted.filter((word) => !seen.has(word))).toEqual([]);
  expect(cells).toBe((ROUTES.length + Object.keys(CASE_CALLS).length) * callers.all.length);
});

it('a key that opens nothing and one that is none are told so', async () => {
  const nobody = { ...callers.byName('public'), headers: { authorization: 'Bearer hw_wrong' } };
  for (const route of ROUTES.filter((each) => !each.includes('('))) {
    const call = await makerOf(route)(world, { isProtected: false, caller: nobody });
    expect([route, (await send(callers, route, call, { caller: nobody, url })).status]).toEqual([route, 401]);
  }
});

it('no write with a cookie is taken from the pages of others', async () => {
  for (const name of ['lead A', 'guardian A', 'admin'])
    for (const route of ROUTES.filter((each) => !each.startsWith('GET '))) {
      const caller = callers.byName(name);
      const call = await makerOf(route)(world, { isProtected: false, caller });
      for (const origin of ['https://evil.example', 'null:', null]) {
        const answer = await send(callers, route, call, { caller, url, origin });
        expect([route, answer.status]).toEqual([route, 403]);
        expect(answer.text).toContain('does not come from the pages of Homeward');
      }
    }
});
