import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakePhoto } from '../../../testing/fake-app.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { reportForm } from '../../../testing/reports.ts';
import { forgetEverything, runJobs } from '../../../testing/search.ts';
import { httpServer } from '../../server.ts';

let test: TestPlatform;
let server: ReturnType<typeof httpServer>;
let origin: string;
let network = 0;
beforeAll(async () => {
  test = await openTestPlatform();
  server = httpServer(test.app);
  origin = new URL(test.app.config.url).origin;
});
afterAll(() => test.close());
beforeEach(() => {
  network++;
  return forgetEverything(test.app);
});

async function ask(method: string, path: string, { body, cookie = '' }: { body?: FormData; cookie?: string } = {}) {
  const headers = { origin, cookie, 'x-forwarded-for': `198.51.${network % 250}.7` };
  const answer = await server.request(origin + path, { method, headers, ...(body && { body }) });
  const cookies = answer.headers.getSetCookie();
  return { status: answer.status, headers: answer.headers, cookies, text: await answer.text() };
}

const countBlobs = async () => (await test.app.db.selectFrom('blob').select('id').execute()).length;

const photo = fakePhoto({ faces: [1] });
const send = (fields: Record<string, string | null> = {}, photos: readonly Uint8Array[] = [photo]) =>
  ask('POST', '/report', { body: reportForm({ when: 'at', ...fields }, photos) });

/** Send a report, and read its code from the cookie. */
async function sent(fields: Record<string, string | null> = {}, photos: readonly Uint8Array[] = [photo]) {
  const { status, headers, cookies } = await send(fields, photos);
  expect([status, headers.get('location')]).toEqual([303, '/report/sent']);
  const cookie = cookies.find((each) => each.startsWith('homeward-receipt='))?.split(';')[0] ?? '';
  return { cookie, code: decodeURIComponent(cookie.slice('homeward-receipt='.length)) };
}

const typed = { place: 'Platform 3 & «kiosk»', remarks: 'A red shirt', contactName: 'R. Rao', sex: 'male' };

describe('the form', () => {
  it('takes a report and shows the code on a page whose address does not have it', async () => {
    const { cookie, code } = await sent(typed);
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const receipt = await ask('GET', '/report/sent', { cookie });
    expect([receipt.status, receipt.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const part of [code, '<svg class="qr"', 'tel:112']) expect(receipt.text).toContain(part);
    expect(await test.app.db.selectFrom('sighting').select(['place', 'remarks', 'locale']).execute()).toEqual([
      { place: typed.place, remarks: typed.remarks, locale: 'en' },
    ]);
    expect((await ask('GET', '/report/sent')).headers.get('location')).toBe('/follow');
    const forgotten = await ask('POST', '/report/forget', { body: new FormData(), cookie });
    expect(forgotten.cookies.join()).toContain('homeward-receipt=;');
  });

  it.each([
    ['no place', { place: null }, [photo], 'f-place'],
    ['no time', { when: null, seenAt: null }, [photo], 'f-when'],
    ['a time to come', { seenAt: '2026-06-02T18:00' }, [photo], 'f-seenAt'],
    ['neither photo nor words', { remarks: '' }, [], 'f-photo'],
    ['a file that is no photo', {}, [Buffer.from('MZ no photo at all')], 'f-photo'],
    ['a photo that is no photo behind one that is', {}, [photo, Buffer.from('MZ no photo')], 'f-photo'],
    ['an address that is none', { contactEmail: 'nobody' }, [photo], 'f-contactEmail'],
  ])('comes back with all that was typed: %s', async (_, fields, photos, at) => {
    const blobs = await countBlobs();
    const { status, text } = await send({ ...typed, ...fields }, photos);
    expect(status).toBe(422);
    expect(text).toContain(`<a href="#${at}">`);
    if (!('place' in fields)) expect(text).toContain('Platform 3 &amp; «kiosk»');
    expect(text).toContain('R. Rao');
    expect(text).toMatch(/value="male" checked/);
    for (const table of ['sighting', 'photo'] as const)
      expect(await test.app.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect(await countBlobs()).toBe(blobs);
  });

  it('says all at once what is missing where no photo can tell', async () => {
    const { text } = await send({ place: '', when: null, seenAt: null, remarks: '' }, []);
    for (const at of ['f-photo', 'f-place', 'f-when']) expect(text).toContain(`<a href="#${at}">`);
  });

  it('says when it was too many, and keeps what was typed', async () => {
    for (let count = 0; count < 3; count++) await sent();
    const { status, text } = await send(typed);
    expect(status).toBe(422);
    expect(text).toContain('Too many requests');
    expect(text).toContain('A red shirt');
  });

  it('never tells whether there is a case', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const [plain, named] = [await ask('GET', '/report'), await ask('GET', `/report?case=${nowhere}`)];
    expect(named.text.replace(nowhere, '').replace(/href="[^"]*"/g, '')).toBe(plain.text.replace(/href="[^"]*"/g, ''));
    await sent({ case: nowhere, remarks: 'At the kiosk' });
    const { remarks } = await test.app.db.selectFrom('sighting').select('remarks').executeTakeFirstOrThrow();
    expect(remarks).toBe(`At the kiosk\n\n/cases/${nowhere}`);
  });

  it('means now by «just now»', async () => {
    await sent({ when: 'now', seenAt: '2026-01-01T00:00' });
    const { seen_at } = await test.app.db.selectFrom('sighting').select('seen_at').executeTakeFirstOrThrow();
    expect(seen_at).toEqual(test.app.clock());
  });
});

describe('the way back', () => {
  it('opens with the code however it is typed, and with no other', async () => {
    const { code } = await sent(typed);
    const body = new FormData();
    body.set('code', ` ${code.replaceAll('-', '').toLowerCase()} `);
    const { headers } = await ask('POST', '/follow', { body });
    expect(headers.get('location')).toBe(`/follow/${code}`);
    const page = await ask('GET', `/follow/${code}`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page.text).toContain('A red shirt');
    body.set('code', '0000');
    const wrong = await ask('POST', '/follow', { body });
    expect([wrong.status, wrong.text.includes('href="#f-code"')]).toEqual([404, true]);
    expect((await ask('GET', '/follow/7KQM-X2R9-D4VT')).status).toBe(404);
  });

  it('adds words and photos, and forgets the contact', async () => {
    const { code } = await sent(typed);
    const path = `/follow/${code}`;
    const empty = await ask('POST', `${path}/additions`, { body: reportForm({ text: '' }) });
    expect([empty.status, empty.text.includes('href="#f-text"')]).toEqual([422, true]);
    const body = reportForm({ text: 'She went to the bus' }, [fakePhoto({ faces: [1], remark: 'second' })]);
    expect((await ask('POST', `${path}/additions`, { body })).status).toBe(303);
    const page = (await ask('GET', path)).text;
    expect(page).toContain('She went to the bus');
    expect(page).toContain('Photo 2');
    expect(page).toContain('withdraw-contact');
    expect((await ask('POST', `${path}/withdraw-contact`, { body: new FormData() })).status).toBe(303);
    expect((await ask('GET', path)).text).not.toContain('withdraw-contact');
    expect(await test.app.db.selectFrom('sighting').select('contact').execute()).toEqual([{ contact: null }]);
  });

  it('asks whom the reporter means where a photo shows several', async () => {
    const { code } = await sent({}, [fakePhoto({ faces: [1, 2] })]);
    await runJobs(test.app);
    const page = (await ask('GET', `/follow/${code}`)).text;
    expect(page).toContain('Whom do you mean?');
    const [face = ''] = /\/follow\/[^"]+\/faces\/[^"]+/.exec(page) ?? [];
    expect((await ask('GET', face)).headers.get('content-type')).toBe('image/jpeg');
    const body = new FormData();
    body.set('photoId', /name="photoId" value="([^"]+)"/.exec(page)?.[1] ?? '');
    body.set('faceId', face.split('/').at(-1) ?? '');
    expect((await ask('POST', `/follow/${code}/choose`, { body })).status).toBe(303);
    expect((await ask('GET', `/follow/${code}`)).text).toContain('You chose this face');
    expect(await test.app.db.selectFrom('face').select('id').where('is_chosen', '=', true).execute()).toHaveLength(1);
  });
});
