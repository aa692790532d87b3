import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RgbImage } from '../core/face.ts';
import { makeFilm } from '../testing/video/film.ts';
import { filmFolder, filmOf, take } from '../testing/video/playing.ts';
import { type FrameOptions, openFrames } from './frames.ts';

const folder = await filmFolder();
const startedAt = new Date('2026-05-01T10:00:00Z');
const walk = { picture: 'samples/children/i01/A.jpg', path: (s: number) => ({ x: 60 + 60 * s, y: 180, height: 160 }) };
const open = async (file: string, options?: FrameOptions) =>
  openFrames({ kind: 'file', film: await filmOf(folder.file(file)), startedAt }, options);

beforeAll(async () => {
  await makeFilm(folder.file('walk.mp4'), { seconds: 6, noise: 20, actors: [walk], cuts: [3.1] });
});
afterAll(() => folder.remove());

test('a film gives two frames a second, with the time at which they were taken', async () => {
  const frames = await open('walk.mp4');
  expect(frames.info).toMatchObject({ width: 640, height: 360, framesPerSecond: 25, codec: 'h264', seconds: 6 });
  const all = await take(frames);
  expect(all).toHaveLength(12);
  for (const [index, { image, at, position, lagMilliseconds }] of all.entries()) {
    expect(image.data).toHaveLength(640 * 360 * 3);
    expect(position).toBeGreaterThanOrEqual(index / 2);
    expect(position).toBeLessThan(index / 2 + 0.2);
    expect(at.getTime()).toBe(startedAt.getTime() + 1000 * (position ?? 0));
    expect(lagMilliseconds).toBe(0);
  }
});

test('what the frames show is what was filmed', async () => {
  const [first] = await take(await open('walk.mp4'), 1);
  const pixel = (x: number, y: number) => [
    ...(first?.image.data.subarray(3 * (y * 640 + x), 3 * (y * 640 + x) + 3) ?? []),
  ];
  const wall = pixel(500, 20);
  for (const [index, value] of [120, 130, 140].entries()) expect(Math.abs((wall[index] ?? 0) - value)).toBeLessThan(20);
  // The portrait stands at 60, 180: skin is redder than it is blue, the wall is not.
  const [red = 0, , blue = 0] = pixel(60, 180);
  expect(red).toBeGreaterThan(blue + 10);
});

test('a cut is seen, people who walk are none', async () => {
  const all = await take(await open('walk.mp4'));
  expect(all.filter(({ isCut }) => isCut).map(({ position }) => Math.round(2 * (position ?? 0)) / 2)).toEqual([3.5]);
});

test('a film goes on where it was left, on the same frames', async () => {
  const all = await take(await open('walk.mp4'));
  const rest = await take(await open('walk.mp4', { fromSeconds: 2.3 }));
  expect(rest.map(({ position }) => position)).toEqual(
    all.map(({ position }) => position).filter((at) => (at ?? 0) >= 2.3),
  );
  expect(rest[0]?.image.data).toEqual(all.find(({ position }) => position === rest[0]?.position)?.image.data);
});

test('a slow reader loses no frame of a film', async () => {
  const frames = await open('walk.mp4', { perSecond: 5 });
  let count = 0;
  for await (const _ of frames) {
    count++;
    if (count < 4) await pause(150);
  }
  expect(count).toBe(30);
});

test.each([
  ['mkv', 'mpeg4'],
  ['avi', 'mjpeg'],
  ['ts', 'libx264'],
] as const)('films in %s of %s are read', async (extension, codec) => {
  await makeFilm(folder.file(`other.${extension}`), { seconds: 2, actors: [walk], codec });
  expect(await take(await open(`other.${extension}`))).toHaveLength(4);
});

test('a large film becomes smaller, none becomes larger', async () => {
  await makeFilm(folder.file('large.mp4'), { seconds: 0.4, width: 1920, height: 1080 });
  await makeFilm(folder.file('upright.mp4'), { seconds: 0.4, width: 1080, height: 1920 });
  const size = async (file: string) => {
    const [first] = await take(await open(file), 1);
    return [first?.image.width, first?.image.height];
  };
  expect(await size('large.mp4')).toEqual([1280, 720]);
  expect(await size('upright.mp4')).toEqual([720, 1280]);
});

test('a stream of pictures that changes its size is a cut, and goes on', async () => {
  await makeFilm(folder.file('small.ts'), { seconds: 2, width: 320, height: 240 });
  await makeFilm(folder.file('wide.ts'), { seconds: 2, width: 640, height: 360 });
  const both = await Promise.all(['small.ts', 'wide.ts'].map((name) => readFile(folder.file(name))));
  await writeFile(folder.file('both.ts'), Buffer.concat(both));
  const all = await take(await open('both.ts'));
  const widths = all.map(({ image }) => image.width);
  expect(new Set(widths)).toEqual(new Set([320, 640]));
  expect(all[widths.indexOf(640)]?.isCut).toBe(true);
});

test.each([
  ['empty.mp4', Buffer.alloc(0), 'The file is empty'],
  ['letter.mp4', Buffer.from('Dear reader, this is a letter. '.repeat(99)), 'not a film'],
  [
    'list.mp4',
    Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/secret.ts\n'),
    'not a film',
  ],
  ['concat.mp4', Buffer.from('ffconcat version 1.0\nfile /etc/passwd\n'), 'not a film'],
])('%s is refused in plain words', async (name, bytes, words) => {
  await writeFile(folder.file(name), bytes);
  await expect(open(name)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(words) });
});

test('a film that was cut off gives what is there', async () => {
  await makeFilm(folder.file('whole.ts'), { seconds: 4, actors: [walk] });
  const whole = await readFile(folder.file('whole.ts'));
  await writeFile(folder.file('half.ts'), whole.subarray(0, whole.length / 2));
  const count = (await take(await open('half.ts'))).length;
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThan(8);
});

test('a film of random bytes in the middle does not end the process, and the rest is read', async () => {
  const bytes = await readFile(folder.file('walk.mp4'));
  bytes.fill(0xa5, 40_000, 42_000);
  await writeFile(folder.file('broken.mp4'), bytes);
  expect((await take(await open('broken.mp4'))).length).toBeGreaterThan(3);
});

test('a film of a phone that was held upright is turned as it says', async () => {
  const corner = { picture: 'samples/children/i01/A.jpg', path: () => ({ x: 60, y: 60, height: 100 }) };
  // The portrait stands at the top on the left; a quarter turn clockwise brings it to the top on the right.
  await makeFilm(folder.file('phone.mp4'), { seconds: 0.4, actors: [corner], quarterTurns: 1 });
  await makeFilm(folder.file('still.mp4'), { seconds: 0.4, actors: [corner] });
  const [[turned], [plain]] = await Promise.all([take(await open('phone.mp4'), 1), take(await open('still.mp4'), 1)]);
  expect([turned?.image.width, turned?.image.height]).toEqual([360, 640]);
  const pixel = (image: RgbImage | undefined, x: number, y: number) =>
    image?.data.subarray(3 * (y * image.width + x)).slice(0, 3);
  expect(pixel(turned?.image, 359 - 70, 40)).toEqual(pixel(plain?.image, 40, 70));
  expect(pixel(turned?.image, 359 - 300, 600)).toEqual(pixel(plain?.image, 600, 300));
});
