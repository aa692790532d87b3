import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makePeopleAfresh, newCase, type People, queuedCases } from '../../testing/case-people.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';
import { createCase } from './create.ts';
import { editCase } from './edit.ts';
import { setProtection, setPublicity } from './publicity.ts';
import { openCase, reopenCase, resolveCase, withdrawCase } from './state.ts';
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

it('opens only what is lawful, and names all that is missing at once', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase({ birthDate: null, legalBasis: null }));
  await expect(openCase(app, people.officer, id, { noPhotoYet: false })).rejects.toMatchObject({
    code: 'invalid',
    message: [
      'The case cannot be opened yet:',
      'Give the birth date or the age when missed.',
      'Choose the legal basis for searching this face.',
      'Add a photo in which the face can be used, or confirm that there is none yet.',
    ].join('\n'),
  });
  expect(await viewCase(app, people.officer, id)).toMatchObject({
    missing: [expect.any(String), expect.any(String), expect.any(String)],
  });
  expect(await queuedCases(app, 'search-case')).toEqual([]);

  await editCase(app, people.officer, id, { version: 1, ageYears: 9, legalBasis: 'police-power' });
  const opened = await openCase(app, people.officer, id, { noPhotoYet: true });
  expect(opened).toMatchObject({ state: 'open', version: 3 });
  expect(await queuedCases(app, 'search-case')).toEqual([{ caseId: id, reason: 'new-case' }]);
  // An open case stays lawful.
  await expect(editCase(app, people.officer, id, { version: 3, legalBasis: null })).rejects.toThrow('legal basis');
});

it('goes from draft to open to closed and back, and no other way', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase());
  await expect(resolveCase(app, people.officer, id, { reason: 'returned' })).rejects.toThrow('The case is a draft');
  await openCase(app, people.officer, id, { noPhotoYet: true });
  await expect(openCase(app, people.officer, id, { noPhotoYet: true })).rejects.toMatchObject({ code: 'conflict' });
  await setPublicity(app, people.officer, id, { isPublic: true });

  await resolveCase(app, people.officer, id, { reason: 'found-safe' });
  expect(await rowOf(id)).toMatchObject({ state: 'resolved', closing_reason: 'found-safe', is_public: false });
  expect(await queuedCases(app, 'purge-case')).toEqual([{ caseId: id }]);
  await expect(editCase(app, people.officer, id, { version: 4, heightCm: 100 })).rejects.toThrow('closed');
  await expect(withdrawCase(app, people.officer, id, { reason: 'other' })).rejects.toThrow('The case is resolved');
  await expect(reopenCase(app, people.officer, id, { reason: 'missing-again' })).rejects.toMatchObject({
    code: 'forbidden',
  });

  await reopenCase(app, people.lead, id, { reason: 'missing-again' });
  expect(await rowOf(id)).toMatchObject({ state: 'open', closed_at: null, closing_reason: null, is_public: false });
  await withdrawCase(app, people.officer, id, { reason: 'consent-withdrawn' });
  expect(await rowOf(id)).toMatchObject({ state: 'withdrawn' });
  const codes = (await auditOf(id)).map(({ action, reason_code }) => [action, reason_code]);
  expect(codes).toEqual([
    ['case.create', null],
    ['case.open', null],
    ['case.publish', null],
    ['case.resolve', 'found-safe'],
    ['case.reopen', 'missing-again'],
    ['case.withdraw', 'consent-withdrawn'],
  ]);
});

it('wants a photo with the face chosen, and makes templates anew when reopened', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase());
  const open = () => openCase(app, people.officer, id, { noPhotoYet: false });
  await addReference(app, id, fakePhoto({ faces: [1, 2], remark: 'group' }));
  await expect(open()).rejects.toThrow('still being analysed');
  await runJobs(app);
  await expect(open()).rejects.toThrow("Choose the child's face");
  const photoId = await addReference(app, id, fakePhoto({ faces: [1], remark: 'alone' }));
  await runJobs(app);
  expect(await open()).toMatchObject({ state: 'open' });

  const templates = () => app.db.selectFrom('face_template').select('id').execute();
  const { length } = await templates();
  await resolveCase(app, people.officer, id, { reason: 'found-safe' });
  await runJobs(app);
  expect(await templates()).toEqual([]);
  await reopenCase(app, people.lead, id, { reason: 'missing-again' });
  expect(await queuedCases(app, 'analyse-photo')).toEqual(expect.arrayContaining([{ photoId }]));
  await runJobs(app);
  expect(await templates()).toHaveLength(length);
});

it('is public only with consent, when open, and never when protected', async () => {
  const { app } = test;
  const { id } = await createCase(app, people.officer, newCase({ legalBasis: 'police-power', consentBy: '' }));
  await expect(setPublicity(app, people.officer, id, { isPublic: true })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/Only an open case[\s\S]*needs consent/),
  });
  await editCase(app, people.officer, id, { version: 1, consentBy: 'Father' });
  await openCase(app, people.officer, id, { noPhotoYet: true });
  const { consequences } = await setPublicity(app, people.officer, id, { isPublic: true });
  expect(consequences.join(' ')).toContain('Anybody can now see');
  await expect(editCase(app, people.officer, id, { version: 4, consentBy: null })).rejects.toThrow('End the publicity');
  await expect(setPublicity(app, people.partner, id, { isPublic: false })).rejects.toMatchObject({ code: 'forbidden' });

  await setProtection(app, people.lead, id, { reason: 'refuge' });
  expect(await rowOf(id)).toMatchObject({ is_protected: true, is_public: false, protected_reason: 'refuge' });
  await expect(setPublicity(app, people.lead, id, { isPublic: true })).rejects.toThrow('must not be public');
  await setProtection(app, people.lead, id, { reason: null });
  expect(await rowOf(id)).toMatchObject({ is_protected: false, is_public: false });
});
