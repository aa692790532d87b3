import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeOpenCase, makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { importCases, previewImport } from './import.ts';
import { importTemplate } from './import-table.ts';
import { setProtection } from './publicity.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

const preview = (table: string, actor: Parameters<typeof previewImport>[1] = people.officer) =>
  previewImport(test.app, actor, { bytes: Buffer.from(table), timeZone: 'Asia/Kolkata' });

it('reads its own template, times in the zone of whoever imports', async () => {
  const { rows } = await preview(importTemplate());
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ row: 2, name: 'Asha Example', mistakes: [], known: [], sameAs: null });
  expect(rows[0]?.wanted).toMatchObject({
    otherNames: ['Ashu', 'Chinni'],
    languages: ['te', 'hi'],
    legalBasis: 'police-power',
    lastSeenAt: new Date('2026-05-20T09:30:00Z'),
  });
});

it('tells every mistake of every row, and loses none', async () => {
  const { rows } = await preview(
    [
      'child_name;country;birth_date;height_cm',
      'Amina;DE;2016-05-03;120',
      ';XX;yesterday;tall',
      'Old One;DE;1980;',
    ].join('\n'),
  );
  expect(rows.map(({ mistakes }) => mistakes.length)).toEqual([0, 4, 1]);
  expect(rows[2]?.mistakes[0]).toContain('Homeward is for children');
  expect(rows.map(({ cells }) => cells[0])).toEqual(['Amina', '', 'Old One']);
});

it('refuses columns that it does not know, and tables without names', async () => {
  await expect(preview('name,country\nAmina,DE')).rejects.toThrow('These columns are not known: name');
  await expect(preview('child_name\nAmina')).rejects.toThrow('These columns are missing: country');
  await expect(preview('')).rejects.toThrow('The table is empty');
  await expect(preview('child_name,country\nAmina,DE', people.auditor)).rejects.toMatchObject({ code: 'forbidden' });
});

it('warns of children who may be known, but says nothing of protected ones or those of others', async () => {
  const table = 'child_name,country,birth_date\nAmina Yusupova,DE,2016-05-03\nYusupova Amina,DE,2016-05-03';
  await makeOpenCase(test.app, people.otherOfficer);
  const { id } = await makeOpenCase(test.app, people.officer);
  const { rows } = await preview(table);
  expect(rows.map(({ known }) => known.length)).toEqual([1, 1]);
  expect(rows.map(({ sameAs }) => sameAs)).toEqual([null, 2]);
  await setProtection(test.app, people.officer, id, { reason: 'refuge' });
  expect((await preview(table)).rows.map(({ known }) => known)).toEqual([[], []]);
  expect((await preview(table, people.lead)).rows.map(({ known }) => known.length)).toEqual([1, 1]);
});

it('makes drafts of all rows or of none', async () => {
  const { rows } = await preview('child_name,country\nAmina,DE\nBilal,DE\nNobody,XX');
  const created = await importCases(test.app, people.officer, rows);
  expect(created).toHaveLength(2);
  const drafts = await test.app.db.selectFrom('case_file').select(['child_name', 'state', 'officer_id']).execute();
  expect(drafts).toHaveLength(2);
  expect(drafts[0]).toMatchObject({ state: 'draft', officer_id: people.officer.accountId });

  const broken = rows.map((row, index) =>
    index === 1 && row.wanted ? { ...row, wanted: { ...row.wanted, birthDate: '1980' } } : row,
  );
  await expect(importCases(test.app, people.officer, broken)).rejects.toThrow('Homeward is for children');
  expect(await test.app.db.selectFrom('case_file').select('id').execute()).toHaveLength(2);
});
