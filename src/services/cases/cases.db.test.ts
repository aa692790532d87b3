import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeOpenCase, makePeopleAfresh, newCase, type People, queuedCases } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { editAgency } from '../accounts/agencies.ts';
import { createCase } from './create.ts';
import { editCase } from './edit.ts';
import { exportCase } from './export.ts';
import { linkGuardian, takeOverCase } from './guardian.ts';
import { listNotesOf, writeNote } from './notes.ts';
import { openCase, resolveCase } from './state.ts';
import { listTimeline } from './timeline.ts';
import { viewCase } from './view.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

const auditOf = (id: string) =>
  test.app.db
    .selectFrom('audit_event')
    .where('entity_id', '=', id)
    .select(['action', 'reason_code', 'details', 'actor_id'])
    .orderBy('sequence')
    .execute();
const rowOf = (id: string) =>
  test.app.db.selectFrom('case_file').where('id', '=', id).selectAll().executeTakeFirstOrThrow();

it('begins as a draft of the own agency, with a number of its own, and asks for duplicates', async () => {
  const { app } = test;
  const first = await createCase(app, people.officer, newCase());
  const second = await createCase(app, people.officer, newCase());
  expect(first.number).toMatch(/^HW-2026-\d{6}$/);
  expect(second.number > first.number).toBe(true);
  expect(await rowOf(first.id)).toMatchObject({
    state: 'draft',
    agency_id: people.agency.id,
    officer_id: people.officer.accountId,
    guardian_id: null,
    is_public: false,
    version: 1,
    name_keys: ['=amina yusupova', '~mn sp'],
  });
  expect(await queuedCases(app, 'find-duplicates')).toEqual([{ caseId: first.id }, { caseId: second.id }]);
  expect((await auditOf(first.id)).map(({ action }) => action)).toEqual(['case.create']);
});

it('refuses what is wrong between fields, all of it at once, and writes nothing', async () => {
  const events = () => test.app.db.selectFrom('audit_event').select('sequence').execute();
  const before = await events();
  const wrong = newCase({ birthDate: '2027', lastSeenAt: '2026-07-01T00:00:00Z', lastLatitude: null });
  await expect(createCase(test.app, people.officer, wrong)).rejects.toThrow(
    /for the birth|birth date|future[\s\S]*latitude and longitude/i,
  );
  expect(await test.app.db.selectFrom('case_file').selectAll().execute()).toEqual([]);
  expect(await events()).toEqual(before);
});

it('lets a guardian begin, an officer take over and open, and then only notes', async () => {
  const { app } = test;
  await expect(createCase(app, people.guardian, newCase())).rejects.toThrow('Choose the agency');
  const { id } = await createCase(app, people.guardian, newCase({ agencyId: people.agency.id }));
  expect(await rowOf(id)).toMatchObject({ guardian_id: people.guardian.accountId, officer_id: null, state: 'draft' });
  await expect(editCase(app, people.guardian, id, { version: 1, legalBasis: 'court-order' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await editCase(app, people.guardian, id, { version: 1, clothing: 'red coat' })).toEqual({ version: 2 });
  await expect(openCase(app, people.guardian, id, { noPhotoYet: true })).rejects.toThrow('Your role may not');

  expect(await takeOverCase(app, people.officer, id)).toEqual({ version: 3 });
  await openCase(app, people.officer, id, { noPhotoYet: true });
  await expect(editCase(app, people.guardian, id, { version: 4, clothing: 'blue' })).rejects.toThrow('Write a note');
  await writeNote(app, people.guardian, id, { text: 'She has a blue coat', visibility: 'staff' });
  expect((await listNotesOf(app, people.officer, id)).items).toMatchObject([
    { text: 'She has a blue coat', visibility: 'guardian', isFromGuardian: true },
  ]);
});

it('shows a guardian their own view: no places, no people, no candidates', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.guardian, newCase({ agencyId: people.agency.id }));
  expect(await viewCase(app, people.guardian, id)).toMatchObject({ view: 'guardian', lastPlace: 'Harbour station' });
  await takeOverCase(app, people.officer, id);
  const view = await viewCase(app, people.guardian, id);
  expect(Object.keys(view)).toEqual(expect.arrayContaining(['childName', 'number', 'state', 'agency', 'ageNow']));
  for (const hidden of ['lastPlace', 'lastLatitude', 'lastSeenAt', 'circumstances', 'officer', 'isProtected'])
    expect(view).not.toHaveProperty(hidden);
  await expect(viewCase(app, people.otherGuardian, id)).rejects.toThrow('There is no such case');
});

it('asks for a reason where the agency does, and writes down who looked', async () => {
  const { app } = test;
  const { id } = await makeOpenCase(app, people.officer);
  await editAgency(app, people.lead, people.agency.id, { asksViewReason: true });
  await expect(viewCase(app, people.officer, id)).rejects.toThrow('give a reason');
  const view = await viewCase(app, people.officer, id, { reason: 'review' });
  expect(view).toMatchObject({
    view: 'staff',
    childName: 'Amina Yusupova',
    ageNow: 10,
    officer: { name: 'A officer' },
  });
  expect((await auditOf(id)).filter(({ action }) => action === 'case.view')).toMatchObject([
    { reason_code: 'review', actor_id: people.officer.accountId },
  ]);
});

it('tells the second of two editors who changed what, and loses nothing', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase());
  await editCase(app, people.colleague, id, { version: 1, heightCm: 131, clothing: 'red coat' });
  await expect(editCase(app, people.officer, id, { version: 1, heightCm: 130 })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/A officer changed heightCm, clothing \(2026-06-01 12:00 UTC\)[\s\S]*version 2/),
  });
  expect(await rowOf(id)).toMatchObject({ height_cm: 131, clothing: 'red coat', version: 2 });
  expect(await editCase(app, people.officer, id, { version: 2, heightCm: 130 })).toEqual({ version: 3 });
});

it('lets exactly one of two editors at the same moment through', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase());
  const results = await Promise.allSettled(
    [110, 111, 112, 113].map((heightCm) => editCase(app, people.officer, id, { version: 1, heightCm })),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(await rowOf(id)).toMatchObject({ version: 2 });
});

it('writes down which fields changed, never what they say, and nothing where nothing changed', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase());
  expect(await editCase(app, people.officer, id, { version: 1, sex: 'female' })).toEqual({ version: 1 });
  await editCase(app, people.officer, id, { version: 1, childName: 'Amina Karimova', ageYears: 9 });
  expect(await rowOf(id)).toMatchObject({ birth_date: null, age_years: 9, name_keys: ['=amina karimova', '~krm mn'] });
  const [, edit, ...more] = await auditOf(id);
  expect(edit).toMatchObject({
    action: 'case.edit',
    details: { version: 2, fields: ['childName', 'birthDate', 'ageYears'] },
  });
  expect(more).toEqual([]);
  expect(JSON.stringify(edit)).not.toContain('Karimova');
});

it('links a guardian by the address of their account, and only a guardian', async () => {
  const { app } = test;
  const { id } = await makeOpenCase(app, people.officer);
  const emailOf = async ({ accountId }: { accountId: string }) =>
    (await app.db.selectFrom('account').where('id', '=', accountId).select('email').executeTakeFirstOrThrow()).email;
  await expect(viewCase(app, people.guardian, id)).rejects.toThrow('no such case');
  await linkGuardian(app, people.officer, id, { email: (await emailOf(people.guardian)).toUpperCase() });
  expect(await viewCase(app, people.guardian, id)).toMatchObject({ view: 'guardian', isEditable: false });
  await expect(linkGuardian(app, people.officer, id, { email: await emailOf(people.colleague) })).rejects.toThrow(
    'No guardian has an account',
  );
  await linkGuardian(app, people.officer, id, { email: null });
  await expect(viewCase(app, people.guardian, id)).rejects.toThrow('no such case');
});

it('keeps notes of colleagues from the guardian, and the names of officers', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.guardian, newCase({ agencyId: people.agency.id }));
  await writeNote(app, people.officer, id, { text: 'The uncle was seen', visibility: 'staff' });
  await writeNote(app, people.officer, id, { text: 'We are looking', visibility: 'guardian' });
  expect((await listNotesOf(app, people.guardian, id)).items).toMatchObject([
    { text: 'We are looking', author: 'Harbour', isFromGuardian: false },
  ]);
  const first = await listNotesOf(app, people.officer, id, { limit: 1 });
  const second = await listNotesOf(app, people.officer, id, { limit: 1, after: first.next });
  expect([...first.items, ...second.items].map(({ text }) => text).sort()).toEqual([
    'The uncle was seen',
    'We are looking',
  ]);
  expect(second.next).toBeNull();
  await expect(listNotesOf(app, people.otherOfficer, id)).rejects.toThrow('no such');
});

it('tells the history with names to staff, and where the case stands to the guardian', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.guardian, newCase({ agencyId: people.agency.id }));
  await takeOverCase(app, people.officer, id);
  await editCase(app, people.officer, id, { version: 2, circumstances: 'The uncle was seen' });
  await viewCase(app, people.lead, id);
  const staff = await listTimeline(app, people.officer, id);
  expect(staff.items.map(({ action, by, fields }) => [action, by, fields])).toEqual([
    ['case.edit', 'A officer', ['circumstances']],
    ['case.take-over', 'A officer', []],
    ['case.create', 'A guardian', []],
  ]);
  const looks = await listTimeline(app, people.officer, id, { onlyLooks: true });
  expect(looks.items.at(-1)).toMatchObject({ action: 'case.view', by: 'A lead' });
  const guardian = await listTimeline(app, people.guardian, id, { onlyLooks: true });
  expect(guardian.items.map(({ action, by }) => [action, by])).toEqual([
    ['case.take-over', 'Harbour'],
    ['case.create', 'A guardian'],
  ]);
  const page = await listTimeline(app, people.officer, id, { limit: 2 });
  expect((await listTimeline(app, people.officer, id, { limit: 2, before: page.next })).items).toMatchObject([
    { action: 'case.create' },
  ]);
});

it('exports everything that is held about a case, to leads of its agency alone', async () => {
  const { app } = test;
  const { id } = await makeOpenCase(app, people.officer);
  await writeNote(app, people.officer, id, { text: 'The uncle was seen', visibility: 'staff' });
  for (const actor of [people.officer, people.guardian, people.admin])
    await expect(exportCase(app, actor, id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(exportCase(app, people.otherLead, id)).rejects.toMatchObject({ code: 'not-found' });
  const exported = await exportCase(app, people.lead, id);
  expect(exported).toMatchObject({
    case: { childName: 'Amina Yusupova', consentBy: 'Mother, legal guardian' },
    notes: [{ text: 'The uncle was seen' }],
    photos: [],
    candidates: [],
    history: [{ action: 'case.open' }, { action: 'case.create' }],
  });
  expect(exported).not.toHaveProperty('reviews');
  await resolveCase(app, people.officer, id, { reason: 'returned' });
  expect(await exportCase(app, people.lead, id)).toHaveProperty('reviews');
  expect((await auditOf(id)).filter(({ action }) => action === 'case.export')).toHaveLength(2);
});
