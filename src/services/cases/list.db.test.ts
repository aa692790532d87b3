import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOpenCase, makePeople, newCase, type People } from '../../testing/case-people.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { createCase } from './create.ts';
import { CaseFilter } from './filter.ts';
import { takeOverCase } from './guardian.ts';
import { type CasePosition, type CaseSort, countCasesFor, listCasesFor } from './list.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
  people = await makePeople(test.app);
  const children = [
    { childName: 'Zoë Ångström', birthDate: '2020-01-01', lastPlace: 'Café 100%', lastSeenAt: null, country: 'SE' },
    { childName: 'Amina Yusupova', otherNames: ['Mina'], birthDate: '2016', policeReference: 'K-77/26' },
    { childName: 'José Núñez', birthDate: null, ageYears: 7, sex: 'male', lastSeenAt: '2022-06-01T00:00:00Z' },
    { childName: 'Амина Каримова', birthDate: '2010-02', lastSeenAt: '2024-01-01T23:59:00Z' },
  ];
  for (const child of children) {
    test.setClock({ seconds: 60 });
    await makeOpenCase(test.app, people.officer, child);
  }
  test.setClock({ seconds: 60 });
  await createCase(test.app, people.guardian, newCase({ childName: 'Draft Child', agencyId: people.agency.id }));
  await makeOpenCase(test.app, people.otherOfficer, { childName: 'Amina Elsewhere' });
});
afterAll(() => test.close());

async function names(filter: Record<string, unknown>, sort?: CaseSort): Promise<string[]> {
  const { items } = await listCasesFor(test.app, people.officer, CaseFilter.parse(filter), { sort });
  return items.map(({ childName }) => childName);
}

it('finds by words of any name, script and spelling, number, place and police reference', async () => {
  expect(await names({ text: 'amina' })).toEqual(['Амина Каримова', 'Amina Yusupova']);
  expect(await names({ text: 'КАРИМОВА' })).toEqual(['Амина Каримова']);
  expect(await names({ text: 'nunez jose' })).toEqual(['José Núñez']);
  expect(await names({ text: 'mina K-77' })).toEqual(['Amina Yusupova']);
  expect(await names({ text: 'angstrom' })).toEqual(['Zoë Ångström']);
  expect(await names({ text: '%' })).toEqual([]);
  expect(await names({ text: '  ' })).toHaveLength(5);
});

it('narrows by state, age now, sex, place, country, dates and officer', async () => {
  expect(await names({ state: 'draft' })).toEqual(['Draft Child']);
  expect(await names({ state: ['draft', 'open'] })).toHaveLength(5);
  expect(await names({ ageTo: 6 })).toEqual(['Zoë Ångström']);
  expect(await names({ ageFrom: 11, ageTo: 11 })).toEqual(['José Núñez']);
  expect(await names({ ageFrom: 16 })).toEqual(['Амина Каримова']);
  expect(await names({ sex: 'male' })).toEqual(['José Núñez']);
  expect(await names({ place: '100%' })).toEqual(['Zoë Ångström']);
  expect(await names({ place: '%' })).toEqual(['Zoë Ångström']);
  expect(await names({ country: 'se' })).toEqual(['Zoë Ångström']);
  expect(await names({ lastSeenFrom: '2022-06-01', lastSeenTo: '2024-01-01' })).toEqual([
    'Амина Каримова',
    'José Núñez',
  ]);
  expect(await names({ officerId: 'none' })).toEqual(['Draft Child']);
  expect(await names({ officerId: people.officer.accountId })).toHaveLength(4);
  expect(await names({ agencyId: people.otherAgency.id })).toEqual([]);
});

it.each(['newest', 'oldest', 'name', 'last-seen'] as const)(
  'pages in the order «%s» without gap or repeat',
  async (sort) => {
    const whole = await names({}, sort);
    const paged: string[] = [];
    let after: CasePosition | null = null;
    do {
      const page: Awaited<ReturnType<typeof listCasesFor>> = await listCasesFor(
        test.app,
        people.officer,
        {},
        { sort, after, limit: 2 },
      );
      paged.push(...page.items.map(({ childName }) => childName));
      after = page.next;
    } while (after);
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(5);
  },
);

it('sorts', async () => {
  expect((await names({}, 'newest'))[0]).toBe('Draft Child');
  expect((await names({}, 'oldest'))[0]).toBe('Zoë Ångström');
  expect((await names({}, 'last-seen')).at(-1)).toBe('Zoë Ångström');
});

it('counts what the list shows', async () => {
  expect(await countCasesFor(test.app, people.officer, {})).toEqual({ draft: 1, open: 4, resolved: 0, withdrawn: 0 });
  expect(await countCasesFor(test.app, people.officer, { text: 'amina' })).toMatchObject({ draft: 0, open: 2 });
  expect(await countCasesFor(test.app, people.otherGuardian, {})).toMatchObject({ draft: 0, open: 0 });
});

it('shows a guardian their own cases, and lets no filter tell what their view hides', async () => {
  const { app } = test;
  const [item] = (await listCasesFor(app, people.guardian, {})).items;
  expect(item).toMatchObject({ childName: 'Draft Child', lastPlace: 'Harbour station' });
  await takeOverCase(app, people.officer, item?.id ?? '');
  for (const filter of [{}, { place: 'nowhere' }, { lastSeenFrom: '2026-06-30' }, { text: 'nowhere' }])
    expect((await listCasesFor(app, people.guardian, filter, { sort: 'last-seen' })).items).toMatchObject([
      { childName: 'Draft Child', lastPlace: null, lastSeenAt: null },
    ]);
});

it('writes down that somebody searched, not for whom', async () => {
  await names({ text: 'amina', sex: 'female' });
  const last = await test.app.db
    .selectFrom('audit_event')
    .orderBy('sequence', 'desc')
    .select(['action', 'details'])
    .executeTakeFirstOrThrow();
  expect(last).toEqual({ action: 'case.list', details: { count: 2, filters: ['text', 'sex'] } });
});
