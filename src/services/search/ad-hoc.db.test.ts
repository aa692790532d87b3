import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, forgetEverything, runJobs } from '../../testing/search.ts';
import { receivePhoto } from '../photos/intake.ts';
import { AdHocSearch, searchAdHoc } from './ad-hoc.ts';
import { listCandidatesFor } from './candidate-list.ts';
import { similarCases } from './similar-cases.ts';
import { viewSearch } from './view-search.ts';

let test: TestPlatform;
let app: Platform;
let agency: { readonly id: string };
let officer: Actor;
let lead: Actor;

beforeAll(async () => {
  test = await openTestPlatform();
  app = test.app;
});
afterAll(() => test.close());
beforeEach(async () => {
  await forgetEverything(app);
  agency = await makeAgency(app);
  officer = (await makeAccount(app, 'officer', agency.id)).actor;
  lead = (await makeAccount(app, 'lead', agency.id)).actor;
});

const PROTECTED = { is_protected: true, protected_reason: 'refuge' };

async function sought(person: number, given: Parameters<typeof makeCase>[2] = {}, agencyId = agency.id) {
  const child = await makeCase(app, agencyId, given);
  await addReference(app, child.id, fakePhoto({ faces: [person], remark: child.id }));
  await runJobs(app);
  return child;
}

async function search(actor: Actor, faces: readonly number[], face?: number) {
  async function* content() {
    yield fakePhoto({ faces, remark: `${Math.random()}` });
  }
  const request = AdHocSearch.parse({ reasonCode: 'found-child', incident: 'FIR 17/2026', face });
  return searchAdHoc(app, actor, await receivePhoto(app, content()), request);
}

/** Search and view. */
async function found(actor: Actor, faces: readonly number[]) {
  const answer = await search(actor, faces);
  if (answer.outcome !== 'searched') throw new Error('nothing was searched');
  return viewSearch(app, actor, answer.searchId);
}

describe('a search by hand', () => {
  it('finds a child of the own agency, on record', async () => {
    const child = await sought(1);
    await sought(2);
    const view = await found(officer, [1]);
    expect(view).toMatchObject({ reasonCode: 'found-child', incident: 'FIR 17/2026' });
    expect(view.candidates[0]).toMatchObject({ rank: 1, caseId: child.id, caseNumber: child.number });
    const rows = await app.db
      .selectFrom('audit_event')
      .select(['action', 'reason_code', 'details', 'entity_id'])
      .execute();
    const entries = rows.filter(({ entity_id }) => entity_id === view.id);
    expect(entries).toMatchObject([
      { action: 'search.ad-hoc', reason_code: 'found-child', details: { incident: 'FIR 17/2026' } },
      { action: 'search.view' },
    ]);
    // Kept as evidence until its retention ends, and never searched for.
    const photos = await app.db.selectFrom('photo').where('purpose', '=', 'probe').selectAll().execute();
    expect(photos).toMatchObject([{ search_id: view.id, state: 'waiting' }]);
    await runJobs(app);
    expect(await app.db.selectFrom('candidate').selectAll().execute()).toEqual([]);
  });

  it('tells of another agency’s case only the number and whom to call', async () => {
    const other = await makeAgency(app, { name: 'Police of the next district' });
    const child = await sought(1, {}, other.id);
    expect((await found(officer, [1])).candidates).toEqual([
      {
        rank: 1,
        caseNumber: child.number,
        caseId: null,
        agency: { name: other.name, phone: '100', email: 'desk@agency.example' },
        strength: expect.any(String),
        oneIn: expect.any(Number),
      },
    ]);
  });

  it('asks which face is meant, and keeps nothing', async () => {
    await sought(1);
    expect(await search(officer, [1, 2])).toMatchObject({ outcome: 'choose-face', faces: [{ face: 0 }, { face: 1 }] });
    expect(await search(officer, [])).toMatchObject({ outcome: 'no-face' });
    expect(await app.db.selectFrom('photo').where('purpose', '=', 'probe').selectAll().execute()).toEqual([]);
    expect(await search(officer, [2, 1], 1)).toMatchObject({ outcome: 'searched' });
  });

  it('needs a reason and a number', () => {
    expect(AdHocSearch.safeParse({ reasonCode: 'curiosity', incident: 'FIR 17' }).success).toBe(false);
    expect(AdHocSearch.safeParse({ reasonCode: 'found-child', incident: ' ' }).success).toBe(false);
  });

  it('is for officers and leads', async () => {
    for (const role of ['partner', 'guardian', 'admin', 'auditor'] as const) {
      const { actor } = await makeAccount(app, role, role === 'partner' ? agency.id : null);
      await expect(search(actor, [1])).rejects.toBeInstanceOf(AppError);
    }
    await expect(search({ kind: 'public' }, [1])).rejects.toBeInstanceOf(AppError);
    const other = await makeAccount(app, 'officer', (await makeAgency(app)).id);
    await sought(1);
    const { id } = await found(officer, [1]);
    await expect(viewSearch(app, other.actor, id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a protected child', () => {
  it('is for all but its agency’s lead as if it were not there', async () => {
    const other = await makeAgency(app);
    await sought(2);
    await sought(3, {}, other.id);
    const before = await found(officer, [1]);
    const child = await sought(1, PROTECTED);
    const after = await found(officer, [1]);
    expect(after.candidates).toEqual(before.candidates);
    const foreign = (await makeAccount(app, 'lead', other.id)).actor;
    expect((await found(foreign, [1])).candidates.map(({ caseNumber }) => caseNumber)).not.toContain(child.number);
    expect((await found(lead, [1])).candidates[0]).toMatchObject({ rank: 1, caseId: child.id });
  });

  it('vanishes from results that were kept', async () => {
    const child = await sought(1);
    const { id, candidates } = await found(officer, [1]);
    expect(candidates).toHaveLength(1);
    await app.db.updateTable('case_file').set(PROTECTED).where('id', '=', child.id).execute();
    expect((await viewSearch(app, officer, id)).candidates).toEqual([]);
    expect((await viewSearch(app, lead, id)).candidates).toHaveLength(1);
  });

  it('is in no list of candidates of others', async () => {
    const child = await sought(1, PROTECTED);
    const { sightingId } = await addSighting(app, fakePhoto({ faces: [1], remark: 'seen' }));
    await runJobs(app);
    const page = { after: null, limit: 10 };
    expect((await listCandidatesFor(app, officer, { sightingId }, page)).items).toEqual([]);
    await expect(listCandidatesFor(app, officer, { caseId: child.id }, page)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await listCandidatesFor(app, lead, { sightingId }, page)).items).toHaveLength(1);
  });
});

describe('lists of candidates', () => {
  it('show reviewers what the machine thinks only when the pair is decided', async () => {
    const child = await sought(1);
    await sought(2);
    const { sightingId } = await addSighting(app, fakePhoto({ faces: [1], remark: 'seen' }));
    await runJobs(app);
    const list = (actor: Actor, limit = 10) => listCandidatesFor(app, actor, { sightingId }, { after: null, limit });
    const { items } = await list(officer);
    expect(items).toMatchObject([{ assessment: null }, { assessment: null }]);
    const decided = items.find(({ caseId }) => caseId === child.id)?.id ?? '';
    await app.db.insertInto('decision').values({ candidate_id: decided, outcome: 'same' }).execute();
    for (const { id, assessment } of (await list(officer)).items)
      if (id === decided) expect(assessment?.reasons).toEqual(expect.arrayContaining([]));
      else expect(assessment).toBeNull();
    const partner = (await makeAccount(app, 'partner', agency.id)).actor;
    expect((await list(partner)).items).toMatchObject([
      { id: decided, assessment: { isAlert: true } },
      { assessment: {} },
    ]);
    const other = (await makeAccount(app, 'officer', (await makeAgency(app)).id)).actor;
    expect((await list(other)).items).toEqual([]);
    const first = await list(officer, 1);
    const second = await listCandidatesFor(app, officer, { sightingId }, { after: first.next, limit: 1 });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(second.next).toBeNull();
  });
});

describe('cases with a like face', () => {
  it('are found across agencies, the case itself left out', async () => {
    const other = await makeAgency(app);
    const [first, second] = [await sought(1), await sought(1, {}, other.id)];
    await sought(5);
    expect((await similarCases(app, first.id)).map(({ caseId }) => caseId)).toEqual([second.id]);
    const closed = await sought(1, { state: 'resolved' });
    expect(await similarCases(app, closed.id)).toEqual([]);
  });
});
