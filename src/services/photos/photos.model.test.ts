import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { type Engine, openEngine } from '../../face/engine.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestModels } from '../../testing/models.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addCasePhoto } from './add.ts';
import { analysePhoto } from './analyse.ts';
import { receivePhoto } from './intake.ts';
import { openCrop, openDisplay, openOriginal, viewPhoto } from './view.ts';

const sample = new URL('../../../samples/children/i01/', import.meta.url);

let test: TestPlatform;
let engine: Engine;
let officer: Awaited<ReturnType<typeof makeAccount>>['actor'];
let caseId: string;

beforeAll(async () => {
  engine = await openEngine({ store: await openTestModels(), workers: 1 });
  test = await openTestPlatform({ engine: async () => engine });
  const agency = await makeAgency(test.app);
  officer = (await makeAccount(test.app, 'officer', agency.id)).actor;
  caseId = (await makeCase(test.app, agency.id)).id;
});
afterAll(async () => {
  await test.close();
  await engine.close();
});

async function analysed(bytes: Buffer) {
  const received = await receivePhoto(test.app, streamOf(bytes));
  const { id } = await addCasePhoto(test.app, officer, caseId, { received, date: {} });
  await analysePhoto(test.app, id);
  return viewPhoto(test.app, officer, id);
}

async function read({ content }: { content: AsyncIterable<Buffer> }) {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

async function firstSample(): Promise<Buffer> {
  const { readdir } = await import('node:fs/promises');
  const [name = ''] = (await readdir(sample)).filter((file) => /\.jpe?g$/.test(file)).sort();
  return readFile(new URL(name, sample));
}

it('shows a photo upright and without place and camera, and keeps both as evidence', async () => {
  const upright = await firstSample();
  // As a phone held sideways writes it.
  const sideways = await sharp(upright)
    .rotate(-90)
    .withExif({
      IFD0: { Make: 'Fairphone', Model: 'FP4', Orientation: '6' },
      IFD2: { DateTimeOriginal: '2021:06:12 15:04:05' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '17/1 24/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '78/1 30/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const photo = await analysed(sideways);
  expect(photo).toMatchObject({ state: 'analysed', chosenBy: 'only-face', mediaType: 'image/jpeg' });
  expect(photo.exif).toMatchObject({ camera: 'Fairphone FP4', latitude: 17.4, longitude: 78.5 });
  expect(photo).toMatchObject({ capturedOn: '2021-06-12', capturedBy: 'camera' });
  expect(photo.faces[0]?.quality).toBeGreaterThan(30);

  const display = await read(await openDisplay(test.app, officer, photo.id));
  const shown = await sharp(display).metadata();
  const original = await sharp(upright).metadata();
  expect([shown.width, shown.height]).toEqual([original.width, original.height]);
  expect(shown.exif).toBeUndefined();
  expect(display.includes('Fairphone')).toBe(false);
  expect(await read(await openOriginal(test.app, officer, photo.id))).toEqual(sideways);
  const crop = await sharp(await read(await openCrop(test.app, officer, photo.faces[0]?.id ?? ''))).metadata();
  expect([crop.width, crop.height]).toEqual([160, 160]);
  const templates = await test.app.db.selectFrom('face_template').select('model').execute();
  expect(templates.map(({ model }) => model).sort()).toEqual(engine.models.map(({ id }) => id).sort());
});

it('takes HEIC, as phones write it', async () => {
  const bytes = await readFile(new URL('../../testing/fixtures/portrait.heic', import.meta.url));
  const photo = await analysed(bytes);
  expect(photo).toMatchObject({ state: 'analysed', mediaType: 'image/heic' });
  expect(await read(await openOriginal(test.app, officer, photo.id))).toEqual(bytes);
  const shown = await sharp(await read(await openDisplay(test.app, officer, photo.id))).metadata();
  expect([shown.format, shown.width, shown.height]).toEqual(['jpeg', photo.width, photo.height]);
});

it('refuses what unpacks to too much or is cut off, in words', async () => {
  const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();
  expect(await analysed(bomb)).toMatchObject({ state: 'refused', message: /60 megapixels/ });
  const cut = (await firstSample()).subarray(0, 2000);
  expect(await analysed(cut)).toMatchObject({ state: 'refused', message: /damaged or cut off/ });
});
