import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';
import { judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { judgeAll, makeCaseWithCrop, makeProbeFor, takeAnalysed } from '../../testing/reviews.ts';
import { topUpControls } from './controls.ts';
import { viewFacts } from './facts.ts';
import { judgePair } from './judge.ts';
import { listSensitivities, viewOwnSensitivity } from './measures.ts';
import { takeProbe, viewQueue } from './queue.ts';
import { viewSession } from './sessions.ts';

let test: TestPlatform;
/** Gives only controls, and none at all. */
let always: Platform;
let never: Platform;
let agencyId: string;
let officer: Actor;
let colleague: Actor;
let lead: Actor;
let cases: Awaited<ReturnType<typeof makeCaseWithCrop>>[];

beforeAll(async () => {
  test = await openTestPlatform();
  always = { ...test.app, config: { ...test.app.config, controlRate: 1 } };
  never = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
});
afterAll(() => test.close());
beforeEach(async () => {
  agencyId = (await makeAgency(test.app)).id;
  officer = (await makeAccount(test.app, 'officer', agencyId)).actor;
  colleague = (await makeAccount(test.app, 'officer', agencyId)).actor;
  lead = (await makeAccount(test.app, 'lead', agencyId)).actor;
  cases = [];
  for (let index = 0; index < 4; index++) cases.push(await makeCaseWithCrop(test.app, agencyId));
});

const controls = () => test.app.db.selectFrom('review_control').selectAll().where('agency_id', '=', agencyId).execute();
const isControlSession = async (id: string) => {
  const rows = await test.app.db.selectFrom('review_pair').select('control_id').where('session_id', '=', id).execute();
  return rows.every(({ control_id }) => control_id !== null);
};

it('pairs photos of different open cases of one agency, and stops when there are enough', async () => {
  await topUpControls(always);
  const made = await controls();
  // Four photos against three other cases each.
  expect(made).toHaveLength(12);
  const owners = new Map(cases.map(({ faceId, id }) => [faceId, id]));
  for (const { face_id, case_id } of made) expect(owners.get(face_id)).not.toBe(case_id);
  await topUpControls(always);
  expect(await controls()).toHaveLength(12);
  expect(
    await test.app.db
      .selectFrom('candidate')
      .where(
        'case_id',
        'in',
        cases.map(({ id }) => id),
      )
      .select('id')
      .execute(),
  ).toEqual([]);
});

it('makes none when they are turned off', async () => {
  await topUpControls(never);
  expect(await controls()).toEqual([]);
});

it.each([
  ['a protected case', { is_protected: true, protected_reason: 'refuge' }],
  ['a closed case', { state: 'resolved' }],
  ['a case that may not be searched', { legal_basis: null }],
  ['a child of the other sex', { sex: 'male' }],
  ['a child of quite another age', { born_about: new Date('2009-01-01T00:00:00Z') }],
] as const)('never uses %s', async (_, change) => {
  const odd = cases[0]?.id ?? '';
  await test.app.db.updateTable('case_file').set(change).where('id', '=', odd).execute();
  await topUpControls(always);
  const made = await controls();
  expect(made).toHaveLength(6);
  expect(made.some(({ face_id, case_id }) => case_id === odd || face_id === cases[0]?.faceId)).toBe(false);
});

it('never uses siblings, possible duplicates and children of one name', async () => {
  const { db } = test.app;
  const [a, b, c, d] = cases.map(({ id }) => id).sort();
  await db
    .insertInto('case_relation')
    .values({ case_id: a ?? '', other_case_id: b ?? '', kind: 'sibling' })
    .execute();
  await db
    .insertInto('duplicate_proposal')
    .values({ case_id: a ?? '', other_case_id: c ?? '', reasons: '[]' })
    .execute();
  await db
    .updateTable('case_file')
    .set({ name_keys: ['asa rao'] })
    .where('id', 'in', [a ?? '', d ?? ''])
    .execute();
  await topUpControls(always);
  const made = await controls();
  expect(made).toHaveLength(6);
  expect(made.map(({ case_id }) => case_id)).not.toContain(a);
});

it('looks like a probe with candidates in every answer before its end', async () => {
  await topUpControls(always);
  const real = await makeProbeFor(test.app, cases.slice(0, 3));
  expect(real.candidates).toHaveLength(3);
  const story = async (app: Platform, actor: Actor) => {
    const answers: unknown[] = [await viewQueue(app, actor)];
    const session = await takeAnalysed(app, actor);
    answers.push(session, await viewQueue(app, actor), await viewOwnSensitivity(app, actor));
    for (const { id } of session.pairs.slice(1)) answers.push(await judgePair(app, actor, id, judgementOf(-3)));
    answers.push(await viewSession(app, actor, session.id), await takeProbe(app, actor));
    answers.push(await viewQueue(app, actor), await viewOwnSensitivity(app, actor));
    answers.push(await viewFacts(app, actor, session.id).catch(String));
    const text = JSON.stringify(answers).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
    return { text, isControl: await isControlSession(session.id) };
  };
  const mixedIn = await story(always, officer);
  const ordinary = await story(never, colleague);
  expect([mixedIn.isControl, ordinary.isControl]).toEqual([true, false]);
  expect(mixedIn.text).toBe(ordinary.text);
});

it('is told only at the end, counts only then, and leads to nothing', async () => {
  await topUpControls(always);
  await makeProbeFor(test.app, cases.slice(0, 3));
  const session = await takeAnalysed(always, officer);
  const [one, ...rest] = session.pairs;
  await judgePair(always, officer, one?.id ?? '', judgementOf(3));
  expect(await viewOwnSensitivity(always, officer)).toMatchObject({ controls: 0, falseAlarms: 0 });
  for (const { id } of rest) await judgePair(always, officer, id, judgementOf(-3));
  const { pairs } = await viewFacts(always, officer, session.id);
  expect(pairs.every(({ isControl, facts, standing }) => isControl && facts === null && standing === null)).toBe(true);
  expect(await viewOwnSensitivity(always, officer)).toMatchObject({ controls: session.pairs.length, falseAlarms: 1 });
  const { db } = test.app;
  expect(
    await db
      .selectFrom('decision')
      .innerJoin('candidate', 'candidate.id', 'candidate_id')
      .where(
        'case_id',
        'in',
        cases.map(({ id }) => id),
      )
      .select('outcome')
      .execute(),
  ).toEqual([]);
  expect(await viewQueue(always, officer)).toMatchObject({ waiting: 1 });
});

it('is mixed in only where something waits: an empty queue stays empty', async () => {
  await topUpControls(always);
  expect(await takeProbe(always, officer)).toEqual({ session: null });
});

it('is not given to whoever works on one of its cases, nor twice', async () => {
  await topUpControls(always);
  await makeProbeFor(test.app, cases.slice(0, 3));
  const officerId = officer.kind === 'account' ? officer.accountId : '';
  await test.app.db.updateTable('case_file').set({ officer_id: officerId }).where('agency_id', '=', agencyId).execute();
  expect(await isControlSession((await takeAnalysed(always, officer)).id)).toBe(false);
  const seen = new Set<string>();
  for (;;) {
    const { id, pairs } = await judgeAll(always, colleague, -3);
    if (!(await isControlSession(id))) break;
    for (const pair of pairs) seen.add(pair.id);
  }
  expect(seen.size).toBe(12);
});

it('comes about as often as is set', async () => {
  const app = { ...test.app, config: { ...test.app.config, controlRate: 0.5 } };
  await topUpControls(app);
  await makeProbeFor(app, cases.slice(0, 1));
  let given = 0;
  for (let index = 0; index < 100; index++) {
    const { session } = await takeProbe(app, officer);
    if (await isControlSession(session?.id ?? '')) given++;
    await app.db
      .updateTable('review_session')
      .set({ finished_at: app.clock() })
      .where('id', '=', session?.id ?? '')
      .execute();
  }
  // Five deviations of a fair coin: a right programme fails here once in a million times.
  expect(given).toBeGreaterThan(25);
  expect(given).toBeLessThan(75);
});

it('shows the lead how each reviewer does, and officers only themselves', async () => {
  await topUpControls(always);
  await makeProbeFor(test.app, cases.slice(0, 1));
  await judgeAll(always, officer, 3);
  await judgeAll(never, officer, 3);
  await judgeAll(never, colleague, 2);
  const everybody = await listSensitivities(never, lead);
  expect(everybody).toHaveLength(3);
  const own = everybody.find(({ reviewer }) => officer.kind === 'account' && reviewer.id === officer.accountId);
  expect(own?.sensitivity).toMatchObject({ controls: 1, falseAlarms: 1, mates: 1, hits: 1, dPrime: 0 });
  expect(own?.sensitivity.caution).toContain('Too few to judge anybody by');
  expect(await viewOwnSensitivity(never, officer)).toEqual(own?.sensitivity);
  await expect(listSensitivities(never, officer)).rejects.toMatchObject({ code: 'forbidden' });
});
