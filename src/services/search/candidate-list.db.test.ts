import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { judgeAll, makeCaseWithCrop, makeProbeFor, takeAnalysed } from '../../testing/reviews.ts';
import { judgePair } from '../reviews/judge.ts';
import { listCandidatesFor } from './candidate-list.ts';

const SCORES = [4, 9, 5, 8, 6, 7];

let test: TestPlatform;
let app: TestPlatform['app'];
let officer: Actor;
let second: Actor;
let partner: Actor;
let sightingId: string;
let bestFirst: string[];

beforeAll(async () => {
  test = await openTestPlatform();
  app = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
});
afterAll(() => test.close());
beforeEach(async () => {
  const agencyId = (await makeAgency(app)).id;
  const actorOf = async (role: 'officer' | 'partner') => (await makeAccount(app, role, agencyId)).actor;
  [officer, second, partner] = [await actorOf('officer'), await actorOf('officer'), await actorOf('partner')];
  const cases = [];
  for (const _ of SCORES) cases.push(await makeCaseWithCrop(app, agencyId));
  const { sighting, candidates } = await makeProbeFor(app, cases);
  sightingId = sighting.id;
  for (const [index, { id }] of candidates.entries())
    await app.db
      .updateTable('candidate')
      .set({ score: SCORES[index] ?? 0 })
      .where('id', '=', id)
      .execute();
  const rows = app.db
    .selectFrom('candidate')
    .select('id')
    .where('face_id', '=', candidates[0]?.face_id ?? '');
  bestFirst = (await rows.orderBy('score', 'desc').execute()).map(({ id }) => id);
});

async function pagesOf(actor: Actor, limit = 2) {
  const items = [];
  let after: string | null = null;
  do {
    const page = await listCandidatesFor(app, actor, { sightingId }, { after, limit });
    items.push(...page.items);
    after = page.next;
  } while (after !== null);
  return items;
}
const known = async (actor: Actor) => (await pagesOf(actor)).filter(({ assessment }) => assessment !== null).length;

it('are best first for partners, who never judge', async () => {
  const items = await pagesOf(partner);
  expect(items.map(({ id }) => id)).toEqual(bestFirst);
  expect(await known(partner)).toBe(SCORES.length);
});

it('stand in an order of their ids for reviewers, which are random', async () => {
  const items = await pagesOf(officer);
  expect(items.map(({ id }) => id)).toEqual(bestFirst.toSorted().reverse());
  expect(await known(officer)).toBe(0);
});

it('show facts to a reviewer who has judged all of the probe, not who has judged one', async () => {
  const { pairs } = await takeAnalysed(app, officer);
  await judgePair(app, officer, pairs[0]?.id ?? '', judgementOf(-3));
  expect(await known(officer)).toBe(0);
  await judgeAll(app, officer, -3);
  expect(await known(officer)).toBe(SCORES.length);
  expect(await known(second)).toBe(0);
});

it('show a decided pair, but not to who is at work on its probe', async () => {
  await judgeAll(app, officer, -3);
  const { pairs } = await takeAnalysed(app, second);
  await judgePair(app, second, pairs[0]?.id ?? '', judgementOf(-3));
  const third = (await makeAccount(app, 'officer', 'agencyId' in officer ? officer.agencyId : null)).actor;
  expect(await known(third)).toBe(1);
  expect(await known(second)).toBe(0);
  await judgeAll(app, second, -3);
  expect(await known(second)).toBe(SCORES.length);
});

it('have an end after which a place that is not in the list has nothing', async () => {
  const after = '00000000-0000-4000-8000-000000000000';
  expect(await listCandidatesFor(app, partner, { sightingId }, { after, limit: 10 })).toEqual({
    items: [],
    next: null,
  });
});
