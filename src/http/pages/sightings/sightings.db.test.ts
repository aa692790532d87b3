import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakePhoto } from '../../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { addReference, addSighting, runJobs } from '../../../testing/search.ts';
import { openVisitors, type Visitors } from '../../../testing/visitors.ts';

let test: TestPlatform;
let visitors: Visitors;
let agencyId: string;
const people: Record<string, ReturnType<Visitors['visitor']>> = {};

beforeAll(async () => {
  test = await openTestPlatform();
  visitors = openVisitors(test.app);
  const admin = await visitors.firstAdmin();
  agencyId = (await makeAgency(test.app)).id;
  people.admin = admin.browser;
  for (const role of ['officer', 'lead', 'partner', 'auditor']) {
    const place = { role, agencyId: role === 'auditor' ? null : agencyId };
    people[role] = (await visitors.member(admin.browser, place)).browser;
  }
  people.public = visitors.visitor();
});
afterAll(() => test.close());
beforeEach(async () => {
  for (const table of ['sighting', 'case_file', 'search_run'] as const) await test.app.db.deleteFrom(table).execute();
});

async function open(who: string, path: string, fields?: Record<string, string | Blob>) {
  const headers = new Headers({ origin: test.app.config.url, 'x-forwarded-for': '203.0.113.9' });
  headers.set('cookie', [...(people[who]?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; '));
  const body = path === '/search' ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields ?? {}))
    if (body instanceof FormData) body.append(name, value);
    else body.append(name, String(value));
  const answer = await visitors.server.request(test.app.config.url + path, {
    method: fields ? 'POST' : 'GET',
    headers,
    ...(fields && { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    html: bytes.toString(),
    to: answer.headers.get('location') ?? '',
    headers: answer.headers,
  };
}

const photo = (faces: number[]) => fakePhoto({ faces, remark: `${Math.random()}` });
const stateOf = async (id: string) =>
  (await test.app.db.selectFrom('sighting').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;

it('opens desk, inbox and search to those whose work it is', async () => {
  for (const [path, expected] of [
    [
      '/desk',
      { officer: 200, lead: 200, partner: 200, admin: '/admin', auditor: '/admin/audit', public: '/account/sign-in' },
    ],
    ['/sightings', { officer: 200, lead: 200, partner: 403, admin: 403, auditor: 403, public: '/account/sign-in' }],
    ['/search', { officer: 200, lead: 200, partner: 403, admin: 403, auditor: 403, public: '/account/sign-in' }],
    ['/live?topics=sightings', { partner: 403, auditor: 403, public: 401 }],
  ] as const)
    for (const [who, answer] of Object.entries(expected)) {
      const { status, to } = await open(who, path);
      expect([path, who, typeof answer === 'string' ? to.replace(/\?.*/, '') : status]).toEqual([path, who, answer]);
    }
});

describe('a sighting', () => {
  it('shows what was sent and every face, and keeps the contact until somebody says why', async () => {
    const { sightingId } = await addSighting(test.app, photo([1, 2]), { remarks: 'A red shirt <b>' });
    await test.app.db
      .updateTable('sighting')
      .set({ contact: JSON.stringify({ phone: '+91 98' }) })
      .execute();
    await runJobs(test.app);
    const { html } = await open('officer', `/sightings/${sightingId}`);
    expect(html).toContain('A red shirt &lt;b&gt;');
    expect(html.match(/Choose face/g)?.length).toBe(2);
    expect(html).not.toContain('+91 98');
    const refused = await open('officer', `/sightings/${sightingId}/contact`, { why: '' });
    expect([refused.status, refused.html.includes('+91 98')]).toEqual([422, false]);
    expect((await open('officer', `/sightings/${sightingId}/contact`, { why: 'urgent' })).html).toContain('+91 98');
  });

  it('lets the face be chosen, and the original be taken as a file', async () => {
    const { sightingId, photoId } = await addSighting(test.app, photo([1, 2]));
    await runJobs(test.app);
    const [, second] = await test.app.db.selectFrom('face').select('id').orderBy('position').execute();
    const { to } = await open('officer', `/sightings/${sightingId}/photos/${photoId}/face`, {
      faceId: second?.id ?? '',
    });
    expect(to).toBe(`/sightings/${sightingId}`);
    const { html } = await open('officer', to);
    expect(html.match(/Choose face/g)?.length).toBe(1);
    const address = /\/images\/originals\/[^"]+/.exec(html)?.[0].replaceAll('&amp;', '&') ?? '';
    const { status, headers } = await open('officer', address);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await open('lead', address)).status).toBe(404);
    expect((await open('partner', `/sightings/${sightingId}`)).status).toBe(403);
  });

  it('goes forward with a reason and back again', async () => {
    const { sightingId: id } = await addSighting(test.app, photo([1]));
    for (const state of ['seen', 'closed', 'seen', 'spam', 'seen']) {
      await open('officer', `/sightings/${id}/state`, { state, 'reason-closed': 'passed-on', 'reason-spam': 'joke' });
      expect(await stateOf(id)).toBe(state);
    }
    const reasons = await test.app.db
      .selectFrom('audit_event')
      .select('reason_code')
      .where('entity_id', '=', id)
      .execute();
    expect(reasons.map(({ reason_code }) => reason_code).filter(Boolean)).toEqual(['passed-on', 'joke']);
    expect((await open('officer', `/sightings/${id}/state`, { state: 'gone' })).status).toBe(422);
  });

  it('is connected with a case by its number, and disconnected', async () => {
    const { sightingId: id } = await addSighting(test.app, photo([1]));
    const child = await makeCase(test.app, agencyId);
    await test.app.db
      .updateTable('case_file')
      .set({ number: 'HW-2026-000007', search_text: 'hw 2026 000007' })
      .execute();
    const link = (number: string, reason: string) => open('officer', `/sightings/${id}/links`, { number, reason });
    const wrong = await link('HW-2026-999999', 'The same shirt');
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('There is no case of your agency with this number.');
    expect(wrong.html).toContain('value="The same shirt"');
    expect((await link('HW-2026-000007', '')).status).toBe(422);
    await link('hw-2026-000007', 'The same shirt');
    expect((await open('officer', `/sightings/${id}`)).html).toContain(`/cases/${child.id}`);
    await open('officer', `/sightings/${id}/unlink`, { caseId: child.id });
    expect((await open('officer', `/sightings/${id}`)).html).not.toContain(`/cases/${child.id}`);
  });

  it('tells a reviewer nothing of what the machine thinks', async () => {
    const child = await makeCase(test.app, agencyId);
    await addReference(test.app, child.id, photo([5]), { capturedOn: '2025-01' });
    const { sightingId } = await addSighting(test.app, photo([5]));
    await runJobs(test.app);
    const { html } = await open('officer', `/sightings/${sightingId}`);
    expect(html).toContain(child.number);
    expect(html).toContain('Waits for review');
    expect(html).not.toMatch(/support|one search in/i);
  });

  it('is not there for a wrong id', async () => {
    for (const id of [crypto.randomUUID(), 'x']) expect((await open('officer', `/sightings/${id}`)).status).toBe(404);
  });
});

describe('the inbox', () => {
  it('keeps what was asked, goes on page by page, and mends a wrong question', async () => {
    for (let index = 0; index < 26; index++) await addSighting(test.app, photo([]), { remarks: `${index}` });
    const first = await open('officer', '/sightings?days=30&hasPhoto=true');
    expect(first.html.match(/data-row/g)?.length).toBe(24);
    expect(first.html).toContain('<option value="30" selected');
    const next = /href="(\/sightings\?[^"]*cursor=[^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await open('officer', next)).html.match(/data-row/g)?.length).toBe(2);
    expect((await open('officer', '/sightings?days=soon')).status).toBe(422);
    expect((await open('officer', '/sightings?state=spam')).html).toContain('No sighting is here.');
  });
});

describe('a search by hand', () => {
  const GIVEN = { reasonCode: 'found-child', legalBasis: 'vital-interest', incident: 'VJA-417' };
  const file = (faces: number[]) => new Blob([new Uint8Array(photo(faces))], { type: 'image/jpeg' });

  it('asks for reason, legal basis, incident and photo, and keeps what was typed', async () => {
    const { status, html } = await open('officer', '/search', { ...GIVEN, legalBasis: '', photo: file([1]) });
    expect(status).toBe(422);
    expect(html).toContain('Give the legal basis.');
    expect(html).toContain('value="VJA-417"');
    expect((await open('officer', '/search', { ...GIVEN, photo: file([]) })).html).toContain('No face was found');
    expect((await open('partner', '/search', { ...GIVEN, photo: file([1]) })).status).toBe(403);
  });

  it('finds a child, on record, and tells «nobody» as an answer', async () => {
    expect(await resultOf([9])).toContain('Nobody in these cases is similar enough');
    const child = await makeCase(test.app, agencyId);
    await addReference(test.app, child.id, photo([5]), { capturedOn: '2025-01' });
    await runJobs(test.app);
    const html = await resultOf([5]);
    expect(html).toContain(child.number);
    expect(html).toContain('These are proposals, not findings');
    expect((await open('officer', '/search')).html.match(/VJA-417/g)?.length).toBe(2);
    const { details } = await test.app.db
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'search.ad-hoc')
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow();
    expect(details).toMatchObject({ incident: 'VJA-417', legalBasis: 'vital-interest' });
  });

  it('asks which of several faces is meant, without asking for the photo again, and keeps none afterwards', async () => {
    const asked = await open('officer', '/search', { ...GIVEN, photo: file([5, 6]) });
    expect(asked.html.match(/data:image\/jpeg/g)?.length).toBe(2);
    const upload = /name="upload" value="([^"]+)"/.exec(asked.html)?.[1] ?? '';
    const form = { ...GIVEN, upload, face: '1' };
    const { status, to } = await open('officer', '/search', form);
    expect([status, to]).toEqual([303, expect.stringMatching(/^\/search\/[0-9a-f-]{36}$/)]);
    expect(await test.app.db.selectFrom('upload').select('id').execute()).toEqual([]);
  });

  async function resultOf(faces: number[]): Promise<string> {
    const { to } = await open('officer', '/search', { ...GIVEN, photo: file(faces) });
    return (await open('officer', to)).html;
  }
});
