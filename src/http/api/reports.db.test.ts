import { sql } from 'kysely';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTrackingCode } from '../../services/sightings/tracking-code.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { reportForm, solvedProof, startServer } from '../../testing/reports.ts';
import { addReference, runJobs } from '../../testing/search.ts';

let test: TestPlatform;
let server: Awaited<ReturnType<typeof startServer>>;
let sender = 0;
beforeEach(async () => {
  test = await openTestPlatform();
  server = await startServer(test.app);
});
afterEach(async () => {
  await server.close();
  await test.close();
});

/** Each report from another network, unless told otherwise: the test is not about limits. */
async function ask(method: string, path: string, body?: FormData | object, network = `198.51.${++sender % 250}.7`) {
  const isForm = body instanceof FormData;
  const headers = { 'x-forwarded-for': network, ...(body && !isForm && { 'content-type': 'application/json' }) };
  const content = isForm ? body : JSON.stringify(body);
  const response = await fetch(`${server.api}${path}`, { method, headers, ...(body && { body: content }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

const report = (fields: Record<string, string | null> = {}, photos = [fakePhoto({ faces: [1] })]) =>
  ask('POST', '/sightings', reportForm(fields, photos));
const track = (code: string, rest = '') => `/sightings/track/${encodeURIComponent(code)}${rest}`;

describe('a report of the public', () => {
  it('is kept with its photos, without a trace of the tracking code', async () => {
    const { status, body } = await report({
      altcha: await solvedProof(server.api),
      contactEmail: 'r@example.org',
      sex: 'female',
      ageYears: '9',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      seenAt: '2026-06-01T09:00:00.000Z',
      photos: 1,
      takenFromPhoto: [],
      safety: expect.stringContaining('Do not approach the child'),
      emergencyNumbers: { country: 'IN', emergency: '112', missingChildren: { number: '1098', name: 'Childline' } },
    });
    const sighting = await test.app.db.selectFrom('sighting').selectAll().executeTakeFirstOrThrow();
    expect(sighting).toMatchObject({
      number: 'S-2026-000001',
      country: 'IN',
      channel: 'web',
      state: 'new',
      sex: 'female',
    });
    expect(JSON.stringify(sighting)).not.toContain(body.trackingCode.replaceAll('-', ''));
    expect(await test.app.db.selectFrom('photo').select(['purpose', 'sighting_id', 'age_years']).execute()).toEqual([
      { purpose: 'sighting', sighting_id: sighting.id, age_years: 9 },
    ]);
    const events = await test.app.db.selectFrom('audit_event').select(['action', 'entity_id']).execute();
    expect(events).toEqual([{ action: 'sighting.submit', entity_id: sighting.id }]);
  });

  it('takes time and place from the photo where nobody says them', async () => {
    const exif = { IFD2: { DateTimeOriginal: '2026:06:01 14:30:00' }, IFD3: GPS };
    const photo = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
      .jpeg()
      .withExif(exif)
      .toBuffer();
    const inspected = await ask('POST', '/sightings/inspect-photo', reportForm({}, [photo]));
    expect(inspected).toMatchObject({ status: 200, body: { takenAt: '2026-06-01T14:30:00' } });
    expect(inspected.body.place.latitude).toBeCloseTo(17.4333, 3);
    expect(await test.app.db.selectFrom('blob').selectAll().execute()).toEqual([]);

    const { status, body } = await report({ place: null, seenAt: null }, [photo]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ seenAt: '2026-06-01T09:00:00.000Z', takenFromPhoto: ['time', 'place'] });
    const sighting = await test.app.db.selectFrom('sighting').selectAll().executeTakeFirstOrThrow();
    expect(sighting.latitude).toBeCloseTo(17.4333, 3);
  });

  it.each([
    ['no place', { place: null }, 'Say where you saw the child'],
    ['no time', { seenAt: null }, 'Say when you saw the child'],
    ['a time to come', { seenAt: '2026-06-01T18:00' }, 'in the future'],
    ['a time of long ago', { seenAt: '1990-06-01T18:00' }, '30 years ago'],
    ['no such time', { seenAt: '2026-06-31T18:00' }, 'Give date and time'],
    ['no such zone', { timeZone: 'Mars/Olympus' }, 'Give a time zone'],
    ['half a position', { latitude: '17' }, 'Give both'],
    ['a place off the earth', { latitude: '170', longitude: '1' }, '−90 to 90'],
    ['a proof that is none', { altcha: 'bm8=' }, 'check against spam'],
  ])('is refused with %s, and nothing is kept', async (_, fields, message) => {
    const { status, body } = await report(fields);
    expect([status, body.detail]).toEqual([422, expect.stringContaining(message)]);
    for (const table of ['sighting', 'photo', 'blob', 'data_key'] as const)
      expect((await test.app.db.selectFrom(table).selectAll().execute()).length).toBe(table === 'data_key' ? 1 : 0);
    expect(await storedFiles()).toEqual([]);
  });

  it('may be words only, which nobody can search with', async () => {
    expect((await report({ remarks: 'A girl alone at platform 3' }, [])).status).toBe(201);
    expect((await report({}, [])).status).toBe(422);
  });

  it('is let in without proof three times an hour, and with one many times', async () => {
    const send = async (altcha: string | null) =>
      (await ask('POST', '/sightings', reportForm({ altcha }, [fakePhoto({ faces: [1] })]), '203.0.113.9')).status;
    expect([await send(null), await send(null), await send(null), await send(null)]).toEqual([201, 201, 201, 429]);
    const proof = await solvedProof(server.api);
    expect([await send(proof), await send(proof)]).toEqual([201, 409]);
    test.setClock({ seconds: 3600 });
    expect(await send(null)).toBe(201);
  });
});

describe('a tracking code', () => {
  it('opens the report for additions, and for nobody who guesses', async () => {
    const { body: receipt } = await report({ contactPhone: '+91 1', remarks: 'red shirt' });
    const code = receipt.trackingCode;
    await runJobs(test.app);
    const first = await ask('GET', track(code.toLowerCase().replaceAll('-', ' ')));
    expect(first).toMatchObject({ status: 200, body: { hasContact: true, remarks: 'red shirt', additions: [] } });
    expect(first.headers.get('cache-control')).toBe('no-store');

    test.setClock({ seconds: 60 });
    const form = new FormData();
    form.append('text', 'She went to platform 4');
    form.append('photo', new File([Uint8Array.from(fakePhoto({ faces: [] }))], 'more.jpg'));
    const added = await ask('POST', track(code, '/additions'), form);
    expect(added).toMatchObject({
      status: 201,
      body: { additions: [{ text: 'She went to platform 4' }], photos: [{ state: 'received' }, { state: 'received' }] },
    });
    await runJobs(test.app);
    const without = await ask('DELETE', track(code, '/contact'));
    expect(without.body).toMatchObject({ hasContact: false, photos: [{ state: 'received' }, { state: 'no-face' }] });
    expect((await test.app.db.selectFrom('sighting').select('contact').execute())[0]?.contact).toBeNull();

    expect((await ask('GET', track('7KQM-X2R9-D4VT'))).status).toBe(404);
    expect((await ask('GET', track("' or 1=1 --"))).status).toBe(404);
  });

  it('lets guesses through at a rate that finds nothing', async () => {
    const { body } = await report();
    const { status } = await ask('GET', track(body.trackingCode), undefined, '203.0.113.9');
    const guesses = Array.from({ length: 62 }, () => ask('GET', track(newTrackingCode()), undefined, '203.0.113.9'));
    const statuses = (await Promise.all(guesses)).map((each) => each.status);
    expect([status, statuses.filter((each) => each === 404).length, statuses.includes(429)]).toEqual([200, 59, true]);
  });

  it('says the same whether the child was found, was not, or may not be known of', async () => {
    const { app } = test;
    const agency = await makeAgency(app);
    const found = await makeCase(app, agency.id);
    const hidden = await makeCase(app, agency.id, { is_protected: true, protected_reason: 'refuge' });
    await addReference(app, found.id, fakePhoto({ faces: [1], remark: 'a' }), { capturedOn: '2025-01' });
    await addReference(app, hidden.id, fakePhoto({ faces: [2], remark: 'b' }), { capturedOn: '2025-01' });
    await runJobs(app);
    const answers: unknown[] = [];
    for (const person of [1, 2, 3]) {
      const { body: receipt } = await report({}, [fakePhoto({ faces: [person], remark: `${person}` })]);
      // Nothing was looked for yet, so how long the answer takes cannot depend on what there is to find.
      const work = await waitingJobs();
      await runJobs(app);
      const { body: followed } = await ask('GET', track(receipt.trackingCode));
      const { trackingCode, ...rest } = receipt;
      answers.push({
        rest,
        work,
        followed: { ...followed, photos: followed.photos.map(({ state }: { state: string }) => state) },
      });
    }
    const candidates = await app.db.selectFrom('candidate').select('case_id').execute();
    expect(new Set(candidates.map(({ case_id }) => case_id))).toEqual(new Set([found.id, hidden.id]));
    expect(answers[0]).toMatchObject({ work: ['analyse-photo 1'] });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

describe('a photo with several faces', () => {
  it('asks its sender, for an hour, which one is meant', async () => {
    const { body: receipt } = await report({}, [fakePhoto({ faces: [1, 2, 3] })]);
    await runJobs(test.app);
    const { body } = await ask('GET', track(receipt.trackingCode, '/faces'));
    expect(body.items).toMatchObject([{ until: '2026-06-01T13:00:00.000Z', faces: [{}, {}, {}] }]);
    const [{ photoId, faces }] = body.items;
    const picture = await ask('GET', track(receipt.trackingCode, `/faces/${faces[1].id}`));
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);

    const { body: other } = await report({}, [fakePhoto({ faces: [7, 8] })]);
    expect((await ask('GET', track(other.trackingCode, `/faces/${faces[1].id}`))).status).toBe(404);
    const choice = { photoId, faceId: faces[1].id };
    expect((await ask('POST', track(other.trackingCode, '/choose'), choice)).status).toBe(404);

    expect((await ask('POST', track(receipt.trackingCode, '/choose'), choice)).status).toBe(204);
    await runJobs(test.app);
    expect(await searchedFaces()).toEqual([faces[1].id]);
    test.setClock({ seconds: 3600 });
    expect((await ask('GET', track(receipt.trackingCode, '/faces'))).body.items).toEqual([]);
    expect((await ask('GET', track(receipt.trackingCode, `/faces/${faces[1].id}`))).status).toBe(404);
    expect((await ask('POST', track(receipt.trackingCode, '/choose'), choice)).status).toBe(409);
  });

  it('is searched with all of them when nobody answers', async () => {
    await report({}, [fakePhoto({ faces: [1, 2, 3] })]);
    await runJobs(test.app);
    const tick = async (seconds: number) => {
      test.setClock({ seconds });
      await sql`insert into pgboss.job (name, data) values ('search-unanswered', '{}')`.execute(test.app.db);
      await runJobs(test.app);
      return (await searchedFaces()).length;
    };
    expect([await tick(3590), await tick(20), await tick(300)]).toEqual([0, 3, 3]);
  });
});

const GPS = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '17/1 26/1 0/1',
  GPSLongitudeRef: 'E',
  GPSLongitude: '78/1 30/1 0/1',
};

async function searchedFaces(): Promise<(string | null)[]> {
  const runs = await test.app.db.selectFrom('search_run').select('face_id').execute();
  return runs.map(({ face_id }) => face_id);
}

async function waitingJobs(): Promise<string[]> {
  const counts = await test.app.jobs.counts();
  return counts.flatMap(({ kind, waiting }) => (waiting > 0 ? [`${kind} ${waiting}`] : []));
}

async function storedFiles(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of test.app.blobs.list()) names.push(name);
  return names;
}
