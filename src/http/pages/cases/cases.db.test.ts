import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor, Role } from '../../../core/actor.ts';
import { linkGuardian } from '../../../services/cases/guardian.ts';
import { setProtection } from '../../../services/cases/publicity.ts';
import { makeOpenCase } from '../../../testing/case-people.ts';
import { makeAccount, makeAgency, makeSightingFace } from '../../../testing/makers.ts';
import { openReaders, type Readers } from '../../../testing/pages.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';

let test: TestPlatform;
let readers: Readers;
let own: string;
let others: string;
let hidden: string;

const actorOf = (role: Role) =>
  ({ kind: 'account', accountId: readers.accountId(role), role, agencyId: readers.agencyId }) as const satisfies Actor;

beforeAll(async () => {
  test = await openTestPlatform({ clock: () => new Date() });
  readers = await openReaders(test.app);
  const officer = actorOf('officer');
  own = (await makeOpenCase(test.app, officer, { childName: 'Own Child' })).id;
  hidden = (await makeOpenCase(test.app, officer, { childName: 'Hidden Child' })).id;
  await setProtection(test.app, officer, hidden, { reason: 'refuge' });
  const agency = await makeAgency(test.app);
  const { actor } = await makeAccount(test.app, 'officer', agency.id);
  others = (
    await makeOpenCase(test.app, { ...actor, role: 'officer', agencyId: agency.id }, { childName: 'Far Child' })
  ).id;
  await linkGuardian(test.app, officer, own, { email: 'reader@family.example' });
});
afterAll(() => test.close());

const PAGES = [
  '',
  '/edit',
  '/photos',
  '/places',
  '/candidates',
  '/history',
  '/notes',
  '/documents',
  '/settings',
  '/print',
];

it('shows the pages of a case to its agency, and answers all others as if it were not there', async () => {
  for (const page of PAGES) {
    for (const who of ['officer', 'lead', 'partner'] as const) {
      expect([page, who, (await readers.get(who, `/cases/${own}${page}`)).status]).toEqual([page, who, 200]);
      expect([page, who, (await readers.get(who, `/cases/${others}${page}`)).status]).toEqual([page, who, 404]);
    }
    expect([page, (await readers.get('officer', `/cases/${hidden}${page}`)).status]).toEqual([page, 404]);
    expect([page, (await readers.get('partner', `/cases/${hidden}${page}`)).status]).toEqual([page, 404]);
    expect([page, (await readers.get('lead', `/cases/${hidden}${page}`)).status]).toEqual([page, 200]);
    for (const who of ['admin', 'auditor'] as const)
      expect([page, who, (await readers.get(who, `/cases/${own}${page}`)).status]).toEqual([page, who, 403]);
    expect((await readers.get('public', `/cases/${own}${page}`)).headers.get('location')).toContain('/account/sign-in');
  }
});

it('lists what somebody may see, with counts, and never a protected case but for the lead', async () => {
  const text = async (who: 'officer' | 'lead' | 'partner', query = '') =>
    (await readers.get(who, `/cases${query}`)).text();
  for (const who of ['officer', 'partner'] as const) {
    const list = await text(who);
    expect(list).toContain('Own Child');
    expect(list).not.toContain('Hidden Child');
    expect(list).not.toContain('Far Child');
  }
  expect(await text('lead')).toContain('Hidden Child');
  expect(await text('officer', '?text=own&whose=mine&sex=female&hasCandidates=false')).toContain('Own Child');
  expect(await text('officer', '?text=own&hasCandidates=true')).toContain('No case fits these filters');
  expect((await readers.get('officer', '/cases?ageFrom=old')).status).toBe(422);
  expect((await readers.get('officer', '/cases?cursor=rubbish')).status).toBe(422);
});

it('saves what a person changed, and after a conflict says what the other one wrote', async () => {
  const { version } = await test.app.db
    .selectFrom('case_file')
    .where('id', '=', own)
    .select('version')
    .executeTakeFirstOrThrow();
  const base = JSON.stringify({ clothing: '', hairColour: '' });
  const send = (fields: Record<string, string>) =>
    readers.post('officer', `/cases/${own}/edit`, { version: String(version), base, ...fields });
  expect((await send({ clothing: 'Red coat', hairColour: '' })).status).toBe(303);
  const late = await send({ clothing: 'Blue coat', hairColour: 'brown' });
  expect(late.status).toBe(422);
  const page = await late.text();
  expect(page).toContain('Somebody else wrote here meanwhile: Red coat');
  expect(page).toContain('Blue coat');
  expect(page).toContain(`name="version" value="${version + 1}"`);
  const row = await test.app.db.selectFrom('case_file').where('id', '=', own).selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ clothing: 'Red coat', hair_colour: null });
});

it('asks a reason in words for what cannot be undone, and keeps the words for colleagues alone', async () => {
  const { id } = await makeOpenCase(test.app, actorOf('officer'), { childName: 'Found Child' });
  const withoutWords = await readers.post('officer', `/cases/${id}/resolve`, { code: 'found-safe' });
  expect(withoutWords.status).toBe(422);
  const withoutCode = await readers.post('officer', `/cases/${id}/resolve`, { reason: 'She is at home' });
  expect(withoutCode.status).toBe(422);
  expect(await withoutCode.text()).toContain('She is at home');
  const done = await readers.post('officer', `/cases/${id}/resolve`, { code: 'found-safe', reason: 'She is at home' });
  expect(done.headers.get('location')).toBe(`/cases/${id}/settings`);
  const row = await test.app.db.selectFrom('case_file').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'resolved', closing_reason: 'found-safe' });
  expect(await test.app.db.selectFrom('case_note').where('case_id', '=', id).selectAll().execute()).toMatchObject([
    { visibility: 'staff', text: expect.stringContaining('She is at home') },
  ]);
  expect((await readers.get('officer', `/cases/${id}/reopen`)).status).toBe(403);
  expect((await readers.get('lead', `/cases/${id}/reopen`)).status).toBe(200);
});

it('lets who protects a child leave a word, though the case is gone for them afterwards', async () => {
  const { id } = await makeOpenCase(test.app, actorOf('officer'), { childName: 'Fled Child' });
  const fields = { code: 'refuge', reason: 'The refuge called' };
  const answer = await readers.post('officer', `/cases/${id}/protect`, fields);
  expect(answer.headers.get('location')).toBe('/cases');
  expect((await readers.get('officer', `/cases/${id}`)).status).toBe(404);
  expect(await (await readers.get('lead', `/cases/${id}/notes`)).text()).toContain('The refuge called');
});

it('connects a sighting, and brings it back after it was disconnected', async () => {
  const { sighting } = await makeSightingFace(test.app);
  const path = `/cases/${own}/places`;
  expect((await readers.post('officer', path, { number: 'S-0000', reason: 'Same coat' })).status).toBe(422);
  expect((await readers.post('partner', path, { number: sighting.number, reason: 'x' })).status).toBe(403);
  await test.app.db.updateTable('sighting').set({ number: 'S-2026-000777' }).where('id', '=', sighting.id).execute();
  await readers.post('officer', path, { number: 's-2026-000777', reason: 'Same coat' });
  expect(await (await readers.get('officer', path)).text()).toContain('Same coat');
  const fields = { number: 'S-2026-000777', reason: 'Same coat' };
  const gone = await readers.post('officer', `${path}/${sighting.id}/unlink`, fields);
  expect(gone.headers.getSetCookie().join()).toContain('homeward-undo');
  expect(await (await readers.get('officer', path)).text()).not.toContain('Same coat');
  expect(await (await readers.get('partner', path)).text()).not.toContain('777');
});

it('asks why, where the agency wants to know', async () => {
  const { db } = test.app;
  const ask = (asks_view_reason: boolean) =>
    db.updateTable('agency').set({ asks_view_reason }).where('id', '=', readers.agencyId).execute();
  await ask(true);
  expect(await (await readers.get('officer', `/cases/${own}`)).text()).toContain('Why do you look at this case?');
  expect((await readers.post('officer', `/cases/${own}/why`, {})).status).toBe(422);
  const away = await readers.post('officer', `/cases/${own}/why`, {
    reason: 'case-work',
    next: 'https://evil.example',
  });
  expect(away.headers.get('location')).toBe(`/cases/${own}`);
  expect(away.headers.getSetCookie().join()).toContain(`homeward-why=case-work; Max-Age=1800; Path=/cases/${own}`);
  await ask(false);
});

it('keeps views of the list for oneself, or for the agency', async () => {
  const view = { name: 'Girls in the harbour', query: 'state=open&sex=female' };
  expect((await readers.post('officer', '/cases/views', { ...view, share: 'yes' })).status).toBe(303);
  expect((await readers.post('officer', '/cases/views', view)).status).toBe(422);
  expect(await (await readers.get('lead', '/cases')).text()).toContain('Girls in the harbour');
  const row = await test.app.db.selectFrom('saved_view').selectAll().executeTakeFirstOrThrow();
  expect((await readers.post('lead', `/cases/views/${row.id}`, { name: 'Mine now' })).status).toBe(404);
  expect((await readers.post('lead', `/cases/views/${row.id}/remove`)).status).toBe(404);
  await readers.post('officer', `/cases/views/${row.id}`, { name: 'Girls' });
  expect(await (await readers.get('lead', '/cases')).text()).not.toContain('Girls');
  expect(await (await readers.get('officer', '/cases')).text()).toContain('Girls');
  const removed = await readers.post('officer', `/cases/views/${row.id}/remove`);
  expect(removed.headers.get('location')).toBe('/cases?state=open&sex=female');
});

it('opens pictures only at an address that was made for the session', async () => {
  expect((await readers.get('officer', `/images/photos/${own}`)).status).toBe(404);
  expect((await readers.get('officer', `/images/faces/${own}?until=9999999999&by=x`)).status).toBe(404);
});
