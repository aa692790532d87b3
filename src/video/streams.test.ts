import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createListener } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readAllowedHosts } from '../adapters/allowed-hosts.ts';
import { makeCertificate } from '../testing/certificate.ts';
import { makeFilm } from '../testing/video/film.ts';
import { filmFolder, take } from '../testing/video/playing.ts';
import { openRtspServer, type RtspServer } from '../testing/video/rtsp-server.ts';
import { type FrameOptions, openFrames } from './frames.ts';

const folder = await filmFolder();
const allowed = readAllowedHosts(['127.0.0.1']);
const walk = { picture: 'samples/children/i01/A.jpg', path: (s: number) => ({ x: 60 + 60 * s, y: 180, height: 160 }) };
const open = (url: string, options?: FrameOptions) => openFrames({ kind: 'stream', url, allowed }, options);
const [user, password] = ['watch', 'p@ss:/word'];
let free: RtspServer;
let guarded: RtspServer;

beforeAll(async () => {
  await makeFilm(folder.file('walk.mp4'), { seconds: 6, noise: 20, actors: [walk] });
  free = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') } });
  guarded = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') }, user, password });
});
afterAll(async () => {
  await Promise.all([free.close(), guarded.close()]);
  await folder.remove();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const withCredentials = (url: string, secret: string) => url.replace('//', `//${user}:${encodeURIComponent(secret)}@`);

test('a camera over RTSP gives two frames a second, hardly late, by the sender’s clock', async () => {
  const frames = await open(free.url('/gate'));
  expect(frames.info).toMatchObject({ width: 640, height: 360, codec: 'h264', seconds: null });
  const all = await take(frames, 7);
  const last = all.at(-1);
  for (const frame of all) expect(frame.position).toBeNull();
  expect(last?.lagMilliseconds).toBeLessThan(1000);
  expect(Math.abs(Date.now() - (last?.at.getTime() ?? 0))).toBeLessThan(2000);
  const [second, seventh] = [all[1]?.at.getTime() ?? 0, last?.at.getTime() ?? 0];
  expect((seventh - second) / 5).toBeGreaterThan(350);
  expect((seventh - second) / 5).toBeLessThan(650);
});

test('over UDP too, where the camera refuses TCP', async () => {
  const server = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') }, transports: ['udp'] });
  onTestFinished(() => server.close());
  // Both sides draw their ports by chance, and one may be taken on a busy machine: whoever watches tries again.
  const frames = await vi.waitFor(() => open(server.url('/gate')), { timeout: 20_000, interval: 500 });
  expect(await take(frames, 2)).toHaveLength(2);
});

test('whoever is slow gets the newest frame, not the next one', async () => {
  const frames = await open(free.url('/gate'));
  const times: number[] = [];
  for await (const { at, lagMilliseconds } of frames) {
    times.push(at.getTime());
    if (times.length > 1) expect(lagMilliseconds).toBeLessThan(1000);
    if (times.length === 3) break;
    await pause(2000);
  }
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(1500);
});

test('user and password are used; wrong ones are called wrong', async () => {
  expect(await take(await open(withCredentials(guarded.url('/gate'), password)), 1)).toHaveLength(1);
  const refusal = { code: 'invalid', message: expect.stringContaining('password') };
  await expect(open(withCredentials(guarded.url('/gate'), 'wrong'))).rejects.toMatchObject(refusal);
  await expect(open(guarded.url('/gate'))).rejects.toMatchObject(refusal);
});

test('no such stream, and nobody there', async () => {
  await expect(open(free.url('/other'))).rejects.toThrow('no such stream');
  await expect(open('rtsp://127.0.0.1:9/gate')).rejects.toThrow('cannot be reached');
  await expect(open('http://127.0.0.1:9/gate')).rejects.toThrow('cannot be reached');
});

test('a camera that never answers can be let go at once', async () => {
  const silent = createListener(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const before = Date.now();
  const url = `rtsp://127.0.0.1:${(silent.address() as AddressInfo).port}/gate`;
  await expect(open(url, { signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout');
  expect(Date.now() - before).toBeLessThan(1500);
});

test('a camera that breaks off is an error for its reader', async () => {
  const server = await openRtspServer({ films: { '/gate': folder.file('walk.mp4') } });
  const frames = await open(server.url('/gate'));
  const reading = async () => {
    for await (const _ of frames) await server.close();
  };
  await expect(reading()).rejects.toMatchObject({ code: 'unavailable' });
});

test('motion JPEG over HTTP: the pictures, the size that changes, the time of arrival', async () => {
  for (const [name, width, height] of [
    ['s', 320, 240],
    ['l', 640, 480],
  ] as const)
    await makeFilm(folder.file(`${name}.mjpeg`), { seconds: 0.08, width, height, codec: 'mjpeg' });
  const pictures = await Promise.all(['s', 'l'].map((name) => readFile(folder.file(`${name}.mjpeg`))));
  const firstOf = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf(Buffer.from([0xff, 0xd9])) + 2);
  const url = await serve(async (_, answer) => {
    answer.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    for (let index = 0; !answer.destroyed; index++) {
      const jpeg = firstOf(pictures[index < 40 ? 0 : 1] ?? Buffer.alloc(0));
      answer.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
      answer.write(jpeg);
      answer.write('\r\n');
      await pause(50);
    }
  });
  const all = await take(await open(url), 7);
  expect(new Set(all.map(({ image }) => image.width))).toEqual(new Set([320, 640]));
  expect(all.find(({ image }) => image.width === 640)?.isCut).toBe(true);
  const steps = all.slice(1).map(({ at }, index) => at.getTime() - (all[index]?.at.getTime() ?? 0));
  for (const step of steps) expect(step).toBeGreaterThan(300);
  expect(Math.abs(Date.now() - (all.at(-1)?.at.getTime() ?? 0))).toBeLessThan(1000);
});

test('HLS: the play list and its pieces, at the pace at which they were taken', async () => {
  await makeFilm(folder.file('piece.ts'), { seconds: 4, actors: [walk] });
  const piece = await readFile(folder.file('piece.ts'));
  const url = await serve((asked, answer) => {
    if (asked.url !== '/live.m3u8') return void answer.writeHead(200, { 'content-type': 'video/mp2t' }).end(piece);
    answer.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' });
    answer.end('#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\npiece.ts\n#EXT-X-ENDLIST\n');
  });
  const before = Date.now();
  expect((await take(await open(`${url}/live.m3u8`), 5)).length).toBe(5);
  expect(Date.now() - before).toBeGreaterThan(1500);
});

test('neither a redirect nor a play list leads to a host that is not allowed', async () => {
  let asked = 0;
  const inside = createServer(() => asked++).listen(0, '127.0.0.2');
  await once(inside, 'listening');
  onTestFinished(() => void inside.close());
  const secret = `http://127.0.0.2:${(inside.address() as AddressInfo).port}/secret`;
  const url = await serve((request, answer) => {
    if (request.url === '/redirect') answer.writeHead(302, { location: secret }).end();
    else answer.end(`#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${secret}.ts\n#EXT-X-ENDLIST\n`);
  });
  await expect(open(`${url}/redirect`)).rejects.toThrow('not among those');
  await expect(open(`${url}/list.m3u8`)).rejects.toThrow();
  expect(asked).toBe(0);
});

/** A camera of few words: answers whatever it is asked with one reply, in two pieces. */
async function answering(reply: string, host = '127.0.0.1') {
  let talks = 0;
  const camera = createListener((socket) => {
    talks++;
    socket.on('error', () => socket.destroy());
    socket.on('data', async (asked) => {
      const text = reply.replace('SEQUENCE', /CSeq: (\d+)/.exec(asked.toString())?.[1] ?? '1');
      socket.write(text.slice(0, 11));
      await pause(50);
      socket.write(text.slice(11));
    });
  }).listen(0, host);
  await once(camera, 'listening');
  onTestFinished(() => void camera.close());
  return { port: (camera.address() as AddressInfo).port, talks: () => talks };
}

test('a camera that sends to another address over RTSP is not followed, and the word for it is plain', async () => {
  const inside = await answering('RTSP/1.0 200 OK\r\nCSeq: SEQUENCE\r\n\r\n', '127.0.0.2');
  const elsewhere = `Location: rtsp://127.0.0.2:${inside.port}/secret`;
  for (const code of ['302', '0301', '+305']) {
    const camera = await answering(`RTSP/1.0 ${code} Moved\r\nCSeq: SEQUENCE\r\n${elsewhere}\r\n\r\n`);
    const refusal = { code: 'invalid', message: expect.stringContaining('sends to another address') };
    await expect(open(`rtsp://127.0.0.1:${camera.port}/gate`)).rejects.toMatchObject(refusal);
    expect(camera.talks()).toBeGreaterThan(0);
  }
  expect(inside.talks()).toBe(0);
});

test('RTSP over TLS is read through the relay', async () => {
  const camera = createTlsServer(await makeCertificate(), (socket) => {
    const inner = connect(free.port, '127.0.0.1');
    for (const end of [socket, inner]) end.on('error', () => end.destroy());
    socket.pipe(inner).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(camera, 'listening');
  onTestFinished(() => void camera.close());
  const frames = await open(`rtsps://127.0.0.1:${(camera.address() as AddressInfo).port}/gate`);
  expect(await take(frames, 2)).toHaveLength(2);
});

test('a camera whose clock is set back goes on: the jump is a cut, the time stays the one on the wall', async () => {
  await makeFilm(folder.file('clock.ts'), { seconds: 3, actors: [walk] });
  const piece = await readFile(folder.file('clock.ts'));
  const url = await serve(async (_, answer) => {
    answer.writeHead(200, { 'content-type': 'video/mp2t' });
    const step = Math.ceil(piece.length / 60);
    for (let at = 0; !answer.destroyed; at = at + step >= piece.length ? 0 : at + step) {
      answer.write(piece.subarray(at, at + step));
      await pause(50);
    }
  });
  const all = await take(await open(url), 12);
  expect(all.filter(({ isCut }) => isCut).length).toBeGreaterThan(0);
  for (const { lagMilliseconds } of all) expect(lagMilliseconds).toBeLessThan(3000);
  expect(Math.abs(Date.now() - (all.at(-1)?.at.getTime() ?? 0))).toBeLessThan(3000);
});

test('a format that nobody reads is called so', async () => {
  const film = await readFile(folder.file('walk.mp4'));
  const unknown = Buffer.from(film.toString('latin1').replaceAll('avc1', 'zz99'), 'latin1');
  const url = await serve((_, answer) => void answer.writeHead(200, { 'content-type': 'video/mp4' }).end(unknown));
  await expect(open(url)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('H.264') });
});
