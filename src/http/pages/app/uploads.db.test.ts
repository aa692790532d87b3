import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepRetention } from '../../../services/purge/retention.ts';
import { fakePhoto } from '../../../testing/fake-app.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { reportForm } from '../../../testing/reports.ts';
import { httpServer } from '../../server.ts';

const PIECE = 512 * 1024;

let test: TestPlatform;
let server: ReturnType<typeof httpServer>;
let cookie: string;
beforeEach(async () => {
  test = await openTestPlatform();
  server = httpServer(test.app);
  cookie = '';
});
afterEach(() => test.close());

async function send(
  method: string,
  path: string,
  body: NonNullable<RequestInit['body']> | null = null,
  more: Record<string, string> = {},
) {
  const headers = { accept: 'application/json', origin: test.app.config.url, ...(cookie && { cookie }), ...more };
  const answer = await server.request(test.app.config.url + path, { method, headers, body });
  const given = answer.headers.getSetCookie().find((each) => each.startsWith('homeward-upload='));
  if (given) cookie = given.split(';')[0] ?? '';
  return answer;
}

const start = (bytes: number, more = {}) =>
  send('POST', '/uploads', JSON.stringify({ bytes }), { 'content-type': 'application/json', ...more });
const put = (id: string, offset: number, piece: Uint8Array) =>
  send('PUT', `/uploads/${id}?offset=${offset}`, Uint8Array.from(piece));

/** As large as a photo of a phone: its end is spaces, which the fake engine reads over. */
const photo = () => Buffer.concat([fakePhoto({ faces: [1] }), Buffer.alloc(1_300_000, ' ')]);

// biome-ignore lint/suspicious/noExplicitAny: answers of all kinds
async function jsonOf(answer: Response): Promise<any> {
  return answer.json();
}

async function sendWhole(content: Buffer): Promise<string> {
  const { id } = await jsonOf(await start(content.length));
  for (let at = 0; at < content.length; at += PIECE) await put(id, at, content.subarray(at, at + PIECE));
  return id;
}

it('takes a photo in pieces, each once, and gives it to a form', async () => {
  const content = photo();
  const { id } = await jsonOf(await start(content.length));
  expect((await put(id, 0, content.subarray(0, PIECE))).status).toBe(204);
  const again = await put(id, 0, content.subarray(0, PIECE));
  expect([again.status, again.headers.get('upload-offset')]).toEqual([409, String(PIECE)]);
  expect((await send('HEAD', `/uploads/${id}`)).headers.get('upload-offset')).toBe(String(PIECE));

  const form = reportForm({ upload: id });
  const early = await send('POST', '/api/v1/sightings', form);
  expect([early.status, (await jsonOf(early)).detail]).toEqual([409, 'A photo has not arrived whole. Send it again.']);
  await put(id, PIECE, content.subarray(PIECE, 2 * PIECE));
  await put(id, 2 * PIECE, content.subarray(2 * PIECE));

  const taken = await send('POST', '/api/v1/sightings', reportForm({ upload: id }));
  expect([taken.status, (await jsonOf(taken)).photos]).toEqual([201, 1]);
  const kept = await test.app.db.selectFrom('blob').select(['bytes', 'media_type']).execute();
  expect(kept).toEqual([{ bytes: content.length, media_type: 'image/jpeg' }]);
  for (const table of ['upload', 'upload_piece'] as const)
    expect(await test.app.db.selectFrom(table).selectAll().execute()).toEqual([]);
  expect((await send('POST', '/api/v1/sightings', reportForm({ upload: id }))).status).toBe(404);
});

it('opens to whoever sent it alone, and lies on the disk encrypted', async () => {
  const content = photo();
  const id = await sendWhole(content);
  const folder = join(test.app.dataDir, 'blobs');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) expect((await readFile(join(entry.parentPath, entry.name))).includes('"faces"')).toBe(false);
  cookie = '';
  expect((await send('HEAD', `/uploads/${id}`)).status).toBe(404);
  expect((await put(id, content.length, Buffer.from('x'))).status).toBe(404);
  expect((await send('POST', '/api/v1/sightings', reportForm({ upload: id }))).status).toBe(404);
  cookie = `homeward-upload=${randomBytes(24).toString('base64url')}`;
  expect((await send('HEAD', `/uploads/${id}`)).status).toBe(404);
});

it('refuses what is no photo, pieces of a wrong size, files that are too large', async () => {
  const { id } = await jsonOf(await start(3 * PIECE));
  expect((await put(id, 0, Buffer.alloc(PIECE, '%PDF-1.7 '))).status).toBe(415);
  expect((await put(id, 0, photo().subarray(0, 1000))).status).toBe(422);
  expect((await put(id, 0, Buffer.concat([photo(), photo()]).subarray(0, PIECE + 1))).status).toBe(422);
  expect((await put(id, PIECE, photo().subarray(0, PIECE))).status).toBe(409);
  expect((await start(test.app.config.maxPhotoBytes + 1)).status).toBe(422);
  expect((await start(0)).status).toBe(422);
  expect(await test.app.db.selectFrom('blob').selectAll().execute()).toEqual([]);
});

it('keeps a photo for a form that must be mended', async () => {
  const id = await sendWhole(photo());
  const wrong = await send('POST', '/api/v1/sightings', reportForm({ upload: id, seenAt: '2031-01-01T10:00' }));
  expect(wrong.status).toBe(422);
  expect((await send('POST', '/api/v1/sightings', reportForm({ upload: id }))).status).toBe(201);
});

it('lets a network park so much, and no more', async () => {
  const { maxPhotoBytes } = test.app.config;
  for (let count = 0; count < 20; count++) {
    cookie = '';
    expect((await start(maxPhotoBytes)).status).toBe(201);
  }
  expect((await start(1)).status).toBe(429);
  expect((await start(1, { 'x-forwarded-for': '198.51.100.7' })).status).toBe(201);
});

it('forgets what no form came for, with its key', async () => {
  const keys = async () => (await test.app.db.selectFrom('data_key').select('id').execute()).length;
  const before = await keys();
  const id = await sendWhole(photo());
  test.setClock({ seconds: 86_401 });
  expect((await send('HEAD', `/uploads/${id}`)).status).toBe(404);
  const kept = await keepRetention(test.app);
  expect(kept.find(({ kind }) => kind === 'uploads')).toMatchObject({ count: 1 });
  expect(await keys()).toBe(before);
  expect(await test.app.db.selectFrom('blob').selectAll().execute()).toEqual([]);
});

it('looks at a photo and keeps nothing', async () => {
  const check = (bytes: Buffer) =>
    send('POST', '/photo-check', Uint8Array.from(bytes), { 'content-type': 'image/jpeg' });
  const good = await jsonOf(await check(fakePhoto({ faces: [1] })));
  expect(good).toMatchObject({ verdict: 'good', reasons: [] });
  expect(good.faces).toEqual([{ left: 0.05, top: 40 / 300, width: 0.2, height: 0.3 }]);
  expect(await (await check(fakePhoto({ faces: [1, 2] }))).json()).toMatchObject({ verdict: 'choose-face' });
  expect(await (await check(fakePhoto({}))).json()).toMatchObject({ verdict: 'no-face' });
  expect((await check(Buffer.from('no photo'))).status).toBe(415);
  expect(await test.app.db.selectFrom('blob').selectAll().execute()).toEqual([]);
});
