import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { editNow, makeOpenCase, makePeopleAfresh, newCase, type People } from '../../testing/case-people.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';
import type { SimilarCase } from '../search/similar-cases.ts';
import { createCase } from './create.ts';
import { decideDuplicate, listDuplicates } from './duplicates.ts';
import { findDuplicates } from './find-duplicates.ts';
import { relateCases } from './relations.ts';
import { withdrawCase } from './state.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

const find = (caseId: string, similar: SimilarCase[] = []) => findDuplicates(test.app, { caseId }, async () => similar);
const open = async (actor: People['officer'] | People['otherOfficer']) =>
  (await listDuplicates(test.app, actor, { isOpen: true })).items;

it('proposes the same name and birth date to both agencies, each with its own case and whom to call', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await makeOpenCase(app, people.otherOfficer, { childName: 'Юсупова Амина', birthDate: '2016-05' });
  await find(own.id);
  await find(other.id);
  expect(await open(people.officer)).toEqual([
    {
      id: expect.any(String),
      reasons: [{ kind: 'name', isSame: true }, { kind: 'birth-date' }],
      own: { id: own.id, number: own.number, childName: 'Amina Yusupova' },
      other: {
        number: other.number,
        id: null,
        agency: { id: people.otherAgency.id, name: 'Valley', phone: '100', email: 'desk@agency.example' },
      },
      decision: null,
      decidedAt: null,
      decidedBy: null,
      createdAt: '2026-06-01T12:00:00.000Z',
    },
  ]);
  const [seen] = await open(people.otherOfficer);
  expect(seen).toMatchObject({ own: { number: other.number }, other: { number: own.number, id: null } });
  // Nothing of the other case but number, agency and contact.
  expect(JSON.stringify(seen)).not.toContain('Amina Yusupova');
  expect(await test.app.db.selectFrom('case_file').selectAll().execute()).toHaveLength(2);
});

it('proposes the same face under another name', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await makeOpenCase(app, people.otherOfficer, { childName: 'Leyla Karimova', birthDate: '2015' });
  await find(own.id, [{ caseId: other.id, oneIn: 8000 }]);
  expect(await open(people.officer)).toMatchObject([{ reasons: [{ kind: 'face', oneIn: 8000 }] }]);
  // The search from the other side need not see it.
  await find(other.id);
  expect(await open(people.otherOfficer)).toMatchObject([{ reasons: [{ kind: 'face', oneIn: 8000 }] }]);
});

it('finds the same face by itself once both cases are open and have a photo', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await makeOpenCase(app, people.otherOfficer, { childName: 'Leyla Karimova', birthDate: '2015' });
  const stranger = await makeOpenCase(app, people.otherOfficer, { childName: 'Nora Berg', birthDate: '2015' });
  for (const [{ id }, face] of [
    [own, 1],
    [other, 1],
    [stranger, 2],
  ] as const)
    await addReference(app, id, fakePhoto({ faces: [face], remark: id }));
  await runJobs(app);
  expect(await open(people.officer)).toMatchObject([
    { own: { id: own.id }, other: { number: other.number }, reasons: [{ kind: 'face', oneIn: expect.any(Number) }] },
  ]);
});

it('remembers what people decided, and does not ask again', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await makeOpenCase(app, people.otherOfficer);
  await find(own.id);
  const [proposal] = await open(people.officer);
  const id = proposal?.id ?? '';
  const decided = await decideDuplicate(app, people.otherOfficer, id, { decision: 'different' });
  expect(decided).toMatchObject({ decision: 'different', decidedBy: 'Valley', own: { number: other.number } });
  await find(own.id, [{ caseId: other.id, oneIn: 9000 }]);
  await find(other.id);
  expect(await open(people.officer)).toEqual([]);
  expect((await listDuplicates(app, people.officer)).items).toMatchObject([{ id, decision: 'different' }]);
  // Who knows better says so; the log has both.
  await decideDuplicate(app, people.officer, id, { decision: 'same' });
  const log = await app.db
    .selectFrom('audit_event')
    .where('entity_id', '=', id)
    .select(['action', 'details'])
    .execute();
  expect(log).toEqual([
    { action: 'duplicate.propose', details: {} },
    { action: 'duplicate.decide', details: { decision: 'different', before: null } },
    { action: 'duplicate.decide', details: { decision: 'same', before: 'different' } },
  ]);
});

it('lets nobody else see or decide', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  await makeOpenCase(app, people.officer);
  await find(own.id);
  const [proposal] = await open(people.officer);
  expect(proposal).toMatchObject({ other: { id: expect.any(String) } });
  expect(await open(people.otherOfficer)).toEqual([]);
  const decide = (actor: Parameters<typeof decideDuplicate>[1]) =>
    decideDuplicate(app, actor, proposal?.id ?? '', { decision: 'same' });
  await expect(decide(people.otherOfficer)).rejects.toMatchObject({ code: 'not-found' });
  for (const actor of [people.guardian, people.admin, people.program])
    await expect(decide(actor)).rejects.toMatchObject({ code: 'forbidden' });
});

it('takes a proposal back that no longer holds: another birth date, siblings, a closed case', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await createCase(app, people.colleague, newCase());
  const [first, twin] = [await makeOpenCase(app, people.officer), await makeOpenCase(app, people.officer)];
  await find(own.id);
  expect(await open(people.officer)).toHaveLength(3);
  await editNow(app, people.officer, other.id, { birthDate: '2012-01-01' });
  await find(other.id);
  expect(await open(people.officer)).toHaveLength(2);
  await relateCases(app, people.officer, own.id, { number: twin.number, kind: 'twin' });
  await find(own.id, [{ caseId: twin.id, oneIn: 9000 }]);
  expect(await open(people.officer)).toMatchObject([{ own: { number: expect.any(String) } }]);
  await withdrawCase(app, people.officer, first.id, { reason: 'duplicate' });
  await find(first.id);
  expect(await open(people.officer)).toEqual([]);
});

it('runs at the same time for both cases and makes one proposal', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const other = await makeOpenCase(app, people.otherOfficer);
  await Promise.all([find(own.id), find(other.id), find(own.id), find(other.id)]);
  expect(await open(people.officer)).toHaveLength(1);
});

it('refuses twins whose birth dates are far apart, and relations with oneself or unknown cases', async () => {
  const { app } = test;
  const own = await makeOpenCase(app, people.officer);
  const older = await makeOpenCase(app, people.officer, { childName: 'Leyla Yusupova', birthDate: '2013' });
  const relate = (number: string, kind: 'sibling' | 'twin') =>
    relateCases(app, people.officer, own.id, { number, kind });
  await expect(relate(older.number, 'twin')).rejects.toThrow('they are no twins');
  expect(await relate(older.number, 'sibling')).toMatchObject({ number: older.number, kind: 'sibling' });
  await expect(relate(own.number, 'sibling')).rejects.toThrow('another case');
  const foreign = await makeOpenCase(app, people.otherOfficer);
  await expect(relate(foreign.number, 'sibling')).rejects.toMatchObject({ code: 'not-found' });
});
