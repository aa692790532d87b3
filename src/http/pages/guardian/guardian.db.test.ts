import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../../core/actor.ts';
import { takeOverCase } from '../../../services/cases/guardian.ts';
import { setProtection } from '../../../services/cases/publicity.ts';
import { fakePhoto } from '../../../testing/fake-app.ts';
import { openReaders, type Readers } from '../../../testing/pages.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { runJobs } from '../../../testing/search.ts';

let test: TestPlatform;
let readers: Readers;
beforeAll(async () => {
  test = await openTestPlatform({ clock: () => new Date() });
  readers = await openReaders(test.app);
});
afterAll(() => test.close());

const officer = (): Actor => ({
  kind: 'account',
  accountId: readers.accountId('officer'),
  role: 'officer',
  agencyId: readers.agencyId,
});

const CHILD = { childName: 'Asha Rao', sex: 'female', birthYear: '2017', country: 'IN' };

/** Begin a case as the guardian. @returns its id */
async function begin(fields: Record<string, string> = {}): Promise<string> {
  const given = { ...CHILD, agencyId: readers.agencyId, ...fields };
  const answer = await readers.post('guardian', '/cases/new', given);
  expect(answer.status).toBe(303);
  return /new\/([0-9a-f-]{36})\/last-seen$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
}

/** The version that a step's form says. */
async function versionOf(id: string, step = 'looks'): Promise<string> {
  const page = await (await readers.get('guardian', `/cases/new/${id}/${step}`)).text();
  return /name="version" value="(\d+)"/.exec(page)?.[1] ?? '';
}

async function sendPhoto(path: string): Promise<Response> {
  const browser = readers.visitors.visitor();
  await readers.visitors.signIn(browser, 'reader@family.example');
  const form = new FormData();
  form.append('capturedOn', '2024-05');
  form.append('photo', new File([Uint8Array.from(fakePhoto({ faces: [1, 2], remark: path }))], 'a.jpg'));
  const { url } = test.app.config;
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { origin: new URL(url).origin, cookie };
  return readers.visitors.server.request(url + path, { method: 'POST', headers, body: form });
}

it('asks who is missing, keeps what was typed, and says what must be mended', async () => {
  const answer = await readers.post('guardian', '/cases/new', { ...CHILD, childName: '', otherNames: 'Ashu' });
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain('id="errors"');
  expect(page).toContain('Ashu');
  expect(page).toMatch(/value="2017"/);
});

it('saves each step, and comes back to it as it was', async () => {
  const id = await begin();
  const step = await readers.post('guardian', `/cases/new/${id}/last-seen`, {
    ...{ version: '1', lastSeenDay: '2026-05-30', lastSeenTime: '17:30', lastPlace: 'Secunderabad station' },
    circumstances: 'At the platform, with her aunt.',
  });
  expect(step.headers.get('location')).toBe(`/cases/new/${id}/looks`);
  const again = await (await readers.get('guardian', `/cases/new/${id}/last-seen`)).text();
  for (const value of ['2026-05-30', '17:30', 'Secunderabad station', 'with her aunt']) expect(again).toContain(value);
  const wrong = await readers.post('guardian', `/cases/new/${id}/looks`, {
    ...{ version: await versionOf(id), heightCm: '900', marks: 'Mole below the left eye' },
  });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('Mole below the left eye');
});

it('searches for a face only if the guardian agrees', async () => {
  const id = await begin();
  const version = await versionOf(id);
  const consentBy = 'Meera Iyer, mother';
  expect((await readers.post('guardian', `/cases/new/${id}/consent`, { version, consentBy })).status).toBe(422);
  const agreed = await readers.post('guardian', `/cases/new/${id}/consent`, { version, consentBy, agrees: 'yes' });
  expect(agreed.headers.get('location')).toBe(`/cases/new/${id}/check`);
  const row = await test.app.db
    .selectFrom('case_file')
    .select(['legal_basis', 'consent_by', 'consent_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ legal_basis: 'consent', consent_by: consentBy, consent_at: expect.any(Date) });
  // A basis that only an agency may claim.
  const forged = { version: await versionOf(id), consentBy, agrees: 'yes', legalBasis: 'police-power' };
  await readers.post('guardian', `/cases/new/${id}/consent`, forged);
  const after = await test.app.db.selectFrom('case_file').select('legal_basis').where('id', '=', id).execute();
  expect(after).toEqual([{ legal_basis: 'consent' }]);
});

it('takes photos, says what each is good for, and lets the guardian date, choose and remove', async () => {
  const id = await begin();
  expect((await sendPhoto(`/cases/new/${id}/photos`)).headers.get('location')).toBe(`/cases/new/${id}/photos`);
  await runJobs(test.app);
  const page = await (await readers.get('guardian', `/cases/new/${id}/photos`)).text();
  expect(page).toContain('There are 2 faces');
  expect(page).toContain('May 2024');
  const photo = /my-cases\/[0-9a-f-]{36}\/photos\/([0-9a-f-]{36})\/face/.exec(page)?.[1];
  const faceId = /name="faceId" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
  const at = `/my-cases/${id}/photos/${photo}`;
  const back = `/cases/new/${id}/photos`;
  expect((await readers.post('guardian', `${at}/face`, { faceId, back })).headers.get('location')).toBe(back);
  expect(await (await readers.get('guardian', back)).text()).not.toContain('There are 2 faces');
  expect((await readers.post('guardian', `${at}/date`, { capturedOn: '2025', back })).status).toBe(303);
  expect((await readers.post('guardian', `${at}/date`, { capturedOn: 'soon', back })).status).toBe(422);
  // Whoever sends the form decides where it leads only within our own pages.
  const gone = await readers.post('guardian', `${at}/remove`, { back: '//evil.example' });
  expect(gone.headers.get('location')).toBe(`/cases/${id}`);
  expect(await (await readers.get('guardian', `/cases/${id}`)).text()).toContain('There is no photo yet');
});

it('shows the guardian where the case stands, and lets both sides write', async () => {
  const id = await begin();
  expect((await readers.post('guardian', `/cases/new/${id}/check`, { message: 'She likes trains.' })).status).toBe(303);
  const sent = await (await readers.get('guardian', `/cases/${id}`)).text();
  expect(sent).toContain('She likes trains.');
  expect(sent).toContain('has your description');
  expect((await readers.post('guardian', `/my-cases/${id}/message`, { text: ' ' })).status).toBe(422);
  expect((await readers.post('guardian', `/my-cases/${id}/message`, { text: 'One more thing.' })).status).toBe(303);
  await takeOverCase(test.app, officer(), id);
  const read = await (await readers.get('guardian', `/cases/${id}`)).text();
  expect(read).toContain('reads what you have written');
  expect(read).not.toContain('Staff Person');
  expect((await readers.get('guardian', `/cases/new/${id}/child`)).status).toBe(409);
});

it('lists the own cases alone, and one that is protected is as if it were not there', async () => {
  const id = await begin({ childName: 'Hidden Child' });
  expect(await (await readers.get('guardian', '/cases')).text()).toContain('Hidden Child');
  await setProtection(test.app, officer(), id, { reason: 'refuge' });
  expect(await (await readers.get('guardian', '/cases')).text()).not.toContain('Hidden Child');
  const absent = '00000000-0000-4000-8000-000000000000';
  for (const path of [`/cases/${id}`, `/cases/new/${id}/child`, `/cases/new/${id}/photos`]) {
    expect((await readers.get('guardian', path)).status, path).toBe(404);
    expect((await readers.get('guardian', path.replace(id, absent))).status, path).toBe(404);
  }
  for (const path of [`/my-cases/${id}/message`, `/cases/new/${id}/looks`]) {
    const answers = [path, path.replace(id, absent)].map((each) =>
      readers.post('guardian', each, { text: 'x', version: '1' }),
    );
    expect(
      (await Promise.all(answers)).map(({ status }) => status),
      path,
    ).toEqual([404, 404]);
  }
  expect((await sendPhoto(`/cases/new/${id}/photos`)).status).toBe(404);
});

it('is for guardians and officers; the public signs in first', async () => {
  expect((await readers.get('public', '/cases/new')).headers.get('location')).toBe(
    '/account/sign-in?next=%2Fcases%2Fnew',
  );
  for (const who of ['admin', 'auditor'] as const)
    expect((await readers.post(who, '/cases/new', { ...CHILD, agencyId: readers.agencyId })).status).toBe(403);
  const made = await readers.post('officer', '/cases/new', CHILD);
  const [, id] = /new\/([0-9a-f-]{36})\//.exec(made.headers.get('location') ?? '') ?? [];
  for (const step of ['child', 'last-seen', 'looks', 'photos', 'consent', 'check'])
    expect((await readers.get('officer', `/cases/new/${id}/${step}`)).status, step).toBe(200);
  expect((await readers.get('guardian', `/cases/new/${id}/child`)).status).toBe(404);
});
