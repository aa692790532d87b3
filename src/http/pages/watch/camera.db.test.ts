import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Platform } from '../../../platform.ts';
import { freePort } from '../../../testing/free-port.ts';
import { makeAgency } from '../../../testing/makers.ts';
import { engineOfOneFace } from '../../../testing/page-world.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { openVisitors, type Visitors } from '../../../testing/visitors.ts';
import { makeSource, makeWatchOrder } from '../../../testing/watch.ts';
import { type Listening, listen } from '../../listen.ts';

type Member = Awaited<ReturnType<Visitors['member']>>;

let test: TestPlatform;
let app: Platform;
let listening: Listening;
let visitors: Visitors;
let officer: Member;
let lead: Member;
let stranger: Member;
let agencyId: string;
let jpeg: Buffer;

beforeAll(async () => {
  const engine = await engineOfOneFace();
  test = await openTestPlatform({ engine: async () => engine, clock: () => new Date() });
  const port = await freePort();
  const config = { ...test.app.config, host: '127.0.0.1', port, url: `http://127.0.0.1:${port}` };
  app = { ...test.app, config };
  listening = await listen(app);
  visitors = openVisitors(app);
  const admin = (await visitors.firstAdmin()).browser;
  agencyId = (await makeAgency(app)).id;
  officer = await visitors.member(admin, { role: 'officer', agencyId });
  lead = await visitors.member(admin, { role: 'lead', agencyId });
  stranger = await visitors.member(admin, { role: 'officer', agencyId: (await makeAgency(app)).id });
  jpeg = await sharp({ create: { width: 320, height: 240, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await listening.close();
  await test.close();
});

interface Talk {
  /** 101 when the socket was opened. */
  readonly status: number;
  readonly socket: WebSocket;
  readonly heard: unknown[];
  /** The code with which it was closed. */
  readonly closed: () => number | null;
}

/** Open the socket as a browser of this person does. */
async function connect(query: string, member: Member | null, origin = app.config.url): Promise<Talk> {
  const cookie = [...(member?.browser.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  const address = `${app.config.url.replace('http', 'ws')}/watch/camera/socket?${query}`;
  const socket = new WebSocket(address, { origin, headers: { cookie } });
  const heard: unknown[] = [];
  let code: number | null = null;
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('close', (given) => {
    code = given;
  });
  socket.on('error', () => {});
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
  });
  return { status, socket, heard, closed: () => code };
}

async function makeCamera() {
  const source = await makeSource(app, agencyId);
  const order = await makeWatchOrder(app, { agencyId, leadId: lead.accountId, sources: [source.id] });
  return { order: order.id, source: source.id, query: `order=${order.id}&source=${source.id}` };
}

describe('the socket of a browser’s camera', () => {
  it('answers each frame with the boxes of faces, and knows them in the next one', async () => {
    const { query, source } = await makeCamera();
    const { socket, heard } = await connect(query, officer);
    socket.send(jpeg);
    const box = { x: 100, y: 60, width: 80, height: 80 };
    await expect.poll(() => heard).toEqual([{ faces: [{ ...box, isTracked: false }], lag: expect.any(Number) }]);
    socket.send(jpeg);
    await expect.poll(() => heard[1]).toMatchObject({ faces: [{ ...box, isTracked: true }] });
    socket.close();
    const looked = app.db.selectFrom('audit_event').select('actor_id').where('action', '=', 'watch.look');
    expect(await looked.where('entity_id', '=', source).execute()).toEqual([{ actor_id: officer.accountId }]);
  });

  it('is for officers of the agency, on our own pages', async () => {
    const { query, source } = await makeCamera();
    const statusOf = async (...given: Parameters<typeof connect>) => (await connect(...given)).status;
    expect(await statusOf(query, null)).toBe(303);
    expect(await statusOf(query, stranger)).toBe(404);
    expect(await statusOf(query, officer, 'https://elsewhere.example')).toBe(403);
    expect(await statusOf(`order=${crypto.randomUUID()}&source=${source}`, officer)).toBe(404);
    expect(await statusOf('order=1&source=2', officer)).toBe(422);
  });

  it('says so when what comes is no picture, and is closed', async () => {
    const { heard, socket, closed } = await connect((await makeCamera()).query, officer);
    socket.send(Buffer.from('no picture'));
    await expect.poll(() => heard).toEqual([{ problem: expect.stringContaining('JPEG'), isOver: true }]);
    await expect.poll(closed).toBe(4001);
  });

  it('takes no more than a frame', async () => {
    const { heard, socket, closed } = await connect((await makeCamera()).query, officer);
    socket.send(Buffer.alloc(1_000_001));
    await expect.poll(closed).toBe(1009);
    expect(heard).toEqual([]);
  });

  it('ends with its order, and says why when it is opened anew', async () => {
    const { query, order } = await makeCamera();
    const { heard, socket, closed } = await connect(query, officer);
    await app.db
      .updateTable('watch_order')
      .set({ ends_at: new Date(Date.now() - 1) })
      .where('id', '=', order)
      .execute();
    socket.send(jpeg);
    await expect.poll(() => heard).toEqual([{ problem: expect.stringContaining('has ended'), isOver: true }]);
    await expect.poll(closed).toBe(4001);
    const again = await connect(query, officer);
    await expect
      .poll(() => again.heard)
      .toEqual([{ problem: expect.stringContaining('No watch order'), isOver: true }]);
    await expect.poll(again.closed).toBe(4001);
  });

  it('ends with the session', async () => {
    const { query } = await makeCamera();
    const { closed } = await connect(query, officer);
    await officer.browser.post('/api/auth/sign-out', {});
    await expect.poll(closed, { timeout: 5000 }).toBe(4000);
    expect((await connect(query, officer)).status).toBe(303);
  });
});
