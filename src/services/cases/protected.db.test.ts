import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { putProposal } from '../../db/duplicates.ts';
import { makeOpenCase, makePeople, newCase, type People } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { createCase } from './create.ts';
import { listDuplicates } from './duplicates.ts';
import { editCase } from './edit.ts';
import { exportCase } from './export.ts';
import { CaseFilter } from './filter.ts';
import { linkGuardian, takeOverCase } from './guardian.ts';
import { countCasesFor, listCasesFor } from './list.ts';
import { listNotesOf, writeNote } from './notes.ts';
import { setProtection, setPublicity } from './publicity.ts';
import { listRelativesOf, relateCases, unrelateCases } from './relations.ts';
import { openCase, resolveCase } from './state.ts';
import { listTimeline } from './timeline.ts';
import { viewCase } from './view.ts';

let test: TestPlatform;
let people: People;
let others: [string, Actor][];
beforeEach(async () => {
  test = await openTestPlatform();
  people = await makePeople(test.app);
  others = [
    ['officer of the agency', people.officer],
    ['partner of the agency', people.partner],
    ['program of the agency', people.program],
    ['officer of another agency', people.otherOfficer],
    ['lead of another agency', people.otherLead],
    ['its guardian', people.guardian],
    ['another guardian', people.otherGuardian],
    ['admin', people.admin],
    ['auditor', people.auditor],
    ['public', { kind: 'public' }],
  ];
});
afterEach(() => test.close());

const ABSENT = '11111111-1111-4111-8111-111111111111';

/** What somebody is answered, or refused with, as JSON. */
async function answer(ask: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await ask());
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** Every list, count and search that could tell of a case. */
async function allLists(actor: Actor, knownId: string): Promise<string[]> {
  const { app } = test;
  const filters = [{}, { text: 'amina' }, { text: 'HW-2026' }, { state: 'open' }, { sex: 'female', ageTo: '12' }];
  return Promise.all([
    ...filters.flatMap((filter) => [
      answer(() => listCasesFor(app, actor, CaseFilter.parse(filter))),
      answer(() => listCasesFor(app, actor, CaseFilter.parse(filter), { sort: 'name', limit: 1 })),
      answer(() => countCasesFor(app, actor, CaseFilter.parse(filter))),
    ]),
    answer(() => listDuplicates(app, actor)),
    answer(() => listDuplicates(app, actor, { caseId: knownId })),
    answer(() => listRelativesOf(app, actor, knownId)),
    answer(() => listTimeline(app, actor, knownId)),
    answer(() => viewCase(app, actor, knownId)),
    answer(() => listNotesOf(app, actor, knownId)),
  ]);
}

/** Every way to ask for one case by its id. */
function allOfCase(actor: Actor, id: string, relative: string): Promise<string[]> {
  const { app } = test;
  return Promise.all([
    answer(() => viewCase(app, actor, id)),
    answer(() => editCase(app, actor, id, { version: 1, clothing: 'x' })),
    answer(() => listTimeline(app, actor, id)),
    answer(() => listNotesOf(app, actor, id)),
    answer(() => writeNote(app, actor, id, { text: 'x', visibility: 'staff' })),
    answer(() => listRelativesOf(app, actor, id)),
    answer(() => unrelateCases(app, actor, relative, id)),
    answer(() => listDuplicates(app, actor, { caseId: id })),
    answer(() => takeOverCase(app, actor, id)),
    answer(() => linkGuardian(app, actor, id, { email: null })),
    answer(() => openCase(app, actor, id, { noPhotoYet: true })),
    answer(() => resolveCase(app, actor, id, { reason: 'returned' })),
    answer(() => setPublicity(app, actor, id, { isPublic: true })),
    answer(() => setProtection(app, actor, id, { reason: 'refuge' })),
    answer(() => setProtection(app, actor, id, { reason: null })),
    answer(() => exportCase(app, actor, id)),
  ]);
}

it('a protected case is, for everybody but the leads of its agency, as if it were not there', async () => {
  const { app } = test;
  const known = await makeOpenCase(app, people.officer, { childName: 'Amina Known' });
  await makeOpenCase(app, people.otherOfficer, { childName: 'Amina Other' });
  const before = new Map<string, string[]>();
  for (const [name, actor] of others) before.set(name, await allLists(actor, known.id));

  const { id } = await createCase(app, people.guardian, newCase({ agencyId: people.agency.id }));
  await setProtection(app, people.lead, id, { reason: 'flight-from-abuse' });
  await openCase(app, people.lead, id, { noPhotoYet: true });
  const { number } = await app.db
    .selectFrom('case_file')
    .where('id', '=', id)
    .select('number')
    .executeTakeFirstOrThrow();
  await relateCases(app, people.lead, known.id, { number, kind: 'sibling' });
  await putProposal(app.db, [known.id, id], [{ kind: 'face', oneIn: 5000 }], app.clock());
  await writeNote(app, people.lead, id, { text: 'In the refuge', visibility: 'staff' });

  for (const [name, actor] of others) {
    expect(await allLists(actor, known.id), name).toEqual(before.get(name));
    expect(await allOfCase(actor, id, known.id), name).toEqual(await allOfCase(actor, ABSENT, known.id));
    expect(await answer(() => relateCases(app, actor, known.id, { number, kind: 'sibling' })), name).toEqual(
      await answer(() => relateCases(app, actor, known.id, { number: 'HW-2026-999999', kind: 'sibling' })),
    );
  }
});

it('the leads of its agency see all of it', async () => {
  const { app } = test;
  const known = await makeOpenCase(app, people.officer, { childName: 'Amina Known' });
  test.setClock({ seconds: 60 });
  const { id, number } = await makeOpenCase(app, people.officer, { childName: 'Amina Hidden' });
  await setProtection(app, people.officer, id, { reason: 'refuge' });
  await relateCases(app, people.lead, known.id, { number, kind: 'sibling' });
  await putProposal(app.db, [known.id, id], [{ kind: 'face', oneIn: 5000 }], app.clock());

  expect((await listCasesFor(app, people.lead, {})).items).toMatchObject([{ id, isProtected: true }, { id: known.id }]);
  expect(await countCasesFor(app, people.lead, {})).toMatchObject({ open: 2 });
  expect(await viewCase(app, people.lead, id)).toMatchObject({ protectedReason: 'refuge' });
  expect((await listDuplicates(app, people.lead)).items).toMatchObject([{ other: { number: expect.any(String) } }]);
  expect(await listRelativesOf(app, people.lead, known.id)).toMatchObject([{ number, kind: 'sibling' }]);
  // Lifting it is for leads, too, and then everything is as before.
  await setProtection(app, people.lead, id, { reason: null });
  expect(await viewCase(app, people.officer, id)).toMatchObject({ isProtected: false });
});

it('proposes a duplicate with a protected case to the leads of both agencies only', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const hidden = await makeOpenCase(app, people.otherOfficer);
  await setProtection(app, people.otherLead, hidden.id, { reason: 'court-order' });
  await putProposal(app.db, [own.id, hidden.id], [{ kind: 'name', isSame: true }], app.clock());
  for (const actor of [people.officer, people.partner, people.otherOfficer])
    expect((await listDuplicates(app, actor)).items).toEqual([]);
  expect((await listDuplicates(app, people.lead)).items).toMatchObject([
    { own: { number: own.number }, other: { number: hidden.number, id: null, agency: { name: 'Valley' } } },
  ]);
  expect((await listDuplicates(app, people.otherLead)).items).toMatchObject([{ own: { number: hidden.number } }]);
});

it('shows nobody the cases of another agency', async () => {
  const { app } = test;
  const { id } = await makeOpenCase(app, people.officer);
  for (const [name, actor] of others.slice(3)) {
    expect(await allOfCase(actor, id, id), name).toEqual(await allOfCase(actor, ABSENT, ABSENT));
    const listed = await answer(() => listCasesFor(app, actor, {}));
    expect(listed, name).toMatch(/^(forbidden|unauthenticated|\{"items":\[\],"next":null\}$)/);
    expect(await answer(() => listCasesFor(app, actor, { agencyId: people.agency.id })), name).toEqual(listed);
  }
});
