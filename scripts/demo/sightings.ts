import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { daysAgo } from './children.ts';
import { openClient, proofOfWork } from './client.ts';

export const SAMPLES = new URL('../../samples/children/', import.meta.url);

/** What somebody without an account reports. */
export interface Reported {
  readonly photos: readonly string[];
  /** Shown as one picture, side by side: who it is about must be said later. */
  readonly isGroup?: boolean;
  readonly place: string;
  readonly at: readonly [number, number];
  readonly hoursAgo: number;
  readonly more?: Readonly<Record<string, string>>;
}

/** Those that the reviews of the demo bring to their end. */
export const FIRST_SIGHTINGS: readonly Reported[] = [
  {
    photos: ['i01/earlier-C.jpg'],
    place: 'Vijayawada Junction, platform 6',
    at: [16.5181, 80.619],
    hoursAgo: 30,
    more: { sex: 'female', ageYears: '9', remarks: 'With an older man, blue dress.' },
  },
  {
    photos: ['i04/earlier-C.jpg'],
    place: 'Khammam bus stand',
    at: [17.2473, 80.1514],
    hoursAgo: 74,
    more: { sex: 'male', ageYears: '10', remarks: 'Selling tea, says his name is Arun.' },
  },
  {
    photos: ['i05/earlier-C.jpg'],
    place: 'Ongole station',
    at: [15.5057, 80.0499],
    hoursAgo: 120,
    more: {
      sex: 'female',
      remarks: 'Alone on a bench for hours.',
      contactName: 'A. Rao',
      contactPhone: '+91 98 0000 0000',
    },
  },
];

/** Those that wait when the demo is open. */
export const LATER_SIGHTINGS: readonly Reported[] = [
  {
    photos: ['i02/earlier-C.jpg'],
    place: 'Kacheguda station, main entrance',
    at: [17.3895, 78.4995],
    hoursAgo: 2,
    more: {
      sex: 'male',
      ageYears: '11',
      remarks: 'With two other boys, collecting bottles.',
      contactEmail: 'witness@mail.example',
    },
  },
  {
    photos: ['i03/earlier-C.jpg'],
    place: 'Benz Circle, Vijayawada',
    at: [16.4986, 80.6545],
    hoursAgo: 5,
    more: { sex: 'female', remarks: 'Green dress, holding a woman’s hand. They took bus 26.' },
  },
  {
    photos: ['i10/A.jpg', 'i12/A.jpg'],
    isGroup: true,
    place: 'Nalgonda market',
    at: [17.0575, 79.2684],
    hoursAgo: 20,
    more: { remarks: 'The child on the left looked frightened.' },
  },
  { photos: ['i12/A.jpg'], place: 'Karimnagar bus stand', at: [18.4386, 79.1288], hoursAgo: 44 },
  {
    photos: [],
    place: 'Rajahmundry, Godavari ghat',
    at: [17.0005, 81.804],
    hoursAgo: 51,
    more: {
      remarks: 'A girl of about seven, alone, speaks Hindi. No photo, she ran away.',
      sex: 'female',
      ageYears: '7',
    },
  },
  {
    photos: ['i11/A.jpg'],
    place: 'Anantapur station',
    at: [14.6819, 77.6006],
    hoursAgo: 9,
    more: { sex: 'female', ageYears: '14' },
  },
  {
    photos: [],
    place: 'Adilabad',
    at: [19.6641, 78.532],
    hoursAgo: 340,
    more: { remarks: 'CHEAP PHONES visit my shop' },
  },
];

/** @returns the tracking code, and the one sentence that all reporters hear */
export async function report(
  url: string,
  sighting: Reported,
  from: string,
): Promise<{ trackingCode: string; message: string }> {
  const passerBy = openClient(url, { 'x-forwarded-for': from });
  const form = new FormData();
  const fields = {
    place: sighting.place,
    latitude: String(sighting.at[0]),
    longitude: String(sighting.at[1]),
    seenAt: daysAgo(sighting.hoursAgo / 24),
    country: 'IN',
    altcha: await proofOfWork(passerBy),
    ...sighting.more,
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const photo of await picturesOf(sighting))
    form.append('photo', new Blob([photo], { type: 'image/jpeg' }), 'a.jpg');
  return passerBy.post('/api/v1/sightings', form);
}

async function picturesOf({ photos, isGroup }: Reported): Promise<Uint8Array<ArrayBuffer>[]> {
  const files = await Promise.all(photos.map((name) => readFile(new URL(name, SAMPLES))));
  if (!isGroup) return files.map((file) => new Uint8Array(file));
  const side = 480;
  const parts = await Promise.all(files.map((file) => sharp(file).resize(side, side).toBuffer()));
  const group = sharp({ create: { width: side * parts.length, height: side, channels: 3, background: '#888' } })
    .composite(parts.map((input, index) => ({ input, left: side * index, top: 0 })))
    .jpeg();
  return [new Uint8Array(await group.toBuffer())];
}
