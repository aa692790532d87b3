import sharp, { type Exif } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readCapture } from './exif.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

async function block(exif: Exif): Promise<Uint8Array | undefined> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } });
  return (await sharp(await picture.withExif(exif).jpeg().toBuffer()).metadata()).exif;
}

function place(latitude: string, north: string, longitude: string, east: string) {
  return block({
    IFD3: { GPSLatitudeRef: north, GPSLatitude: latitude, GPSLongitudeRef: east, GPSLongitude: longitude },
  });
}

describe('readCapture', () => {
  it('reads a time with its offset', async () => {
    const exif = await block({ IFD2: { DateTimeOriginal: '2021:06:12 15:04:05', OffsetTimeOriginal: '-05:30' } });
    expect((await readCapture(exif, NOW)).capturedAt).toEqual(new Date('2021-06-12T20:34:05Z'));
  });

  it('reads a time without offset as UTC, whatever the zone of the machine', async () => {
    const exif = await block({ IFD2: { DateTimeOriginal: '1987:12:24 18:30:00' } });
    expect((await readCapture(exif, NOW)).capturedAt).toEqual(new Date('1987-12-24T18:30:00Z'));
  });

  it.each(['2026:03:03 12:00:00', '1204:01:01 00:00:00'])(
    'drops the impossible time %s with a warning',
    async (time) => {
      const capture = await readCapture(await block({ IFD2: { DateTimeOriginal: time } }), NOW);
      expect(capture.capturedAt).toBeNull();
      expect(capture.warnings.join()).toContain('capture time');
    },
  );

  it.each(['0000:00:00 00:00:00', '    :  :     :  :  ', '2021:13:40 25:61:61', 'yesterday'])(
    'takes «%s» for no time',
    async (time) => {
      const capture = await readCapture(await block({ IFD2: { DateTimeOriginal: time } }), NOW);
      expect(capture).toMatchObject({ capturedAt: null, warnings: [] });
    },
  );

  it.each([
    ['Canon', 'Canon EOS 90D', 'Canon EOS 90D'],
    ['Google', 'Pixel 7\u0007', 'Google Pixel 7'],
    ['', 'x'.repeat(500), 'x'.repeat(100)],
    ['Nokia', '', 'Nokia'],
  ])('names the camera of %s and %s', async (make, model, camera) => {
    const capture = await readCapture(
      await block({ IFD0: { ...(make && { Make: make }), ...(model && { Model: model }) } }),
      NOW,
    );
    expect(capture.camera).toBe(camera);
  });

  it('reads places of all four quarters of the earth', async () => {
    const south = await readCapture(await place('33/1 52/1 0/1', 'S', '151/1 12/1 0/1', 'E'), NOW);
    expect(south.place?.latitude).toBeCloseTo(-33.8667, 3);
    expect(south.place?.longitude).toBeCloseTo(151.2, 3);
    const west = await readCapture(await place('40/1 0/1 0/1', 'N', '3/1 42/1 0/1', 'W'), NOW);
    expect(west.place?.longitude).toBeCloseTo(-3.7, 3);
  });

  it.each([
    ['0/1 0/1 0/1', '0/1 0/1 0/1'],
    ['91/1 0/1 0/1', '10/1 0/1 0/1'],
    ['10/1 0/1 0/1', '200/1 0/1 0/1'],
  ])('drops the impossible place %s, %s with a warning', async (latitude, longitude) => {
    const capture = await readCapture(await place(latitude, 'N', longitude, 'E'), NOW);
    expect(capture.place).toBeNull();
    expect(capture.warnings.join()).toContain('place');
  });

  it('takes division by zero in a place for no place', async () => {
    expect((await readCapture(await place('1/0 0/0 0/1', 'N', '2/0 0/1 0/1', 'E'), NOW)).place).toBeNull();
  });

  it('is content with nothing, too little, noise and far too much', async () => {
    const nothing = { capturedAt: null, place: null, camera: null, warnings: [] };
    const blocks = [undefined, new Uint8Array(5), new Uint8Array(200).fill(77), new Uint8Array(3 << 20)];
    for (const exif of blocks) expect(await readCapture(exif, NOW)).toEqual(nothing);
  });
});
