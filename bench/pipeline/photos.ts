import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Box } from '../../src/core/geometry.ts';

/** A 1080p photo whose faces are known, because people marked them or because it was put together from such. */
export interface KnownPhoto {
  readonly name: string;
  readonly jpeg: Uint8Array;
  readonly faces: readonly KnownFace[];
}

export interface KnownFace {
  readonly box: Box;
  readonly condition: Condition | 'group';
}

const WIDTH = 1920;
const HEIGHT = 1080;

/** Faces in the sample photos of @vladmandic/face-api: the boxes of its SSD made square and checked by eye; centre and side. */
const SAMPLES: readonly (readonly [x: number, y: number, side: number])[][] = [
  [
    [502, 475, 208],
    [931, 535, 207],
    [1577, 319, 222],
  ],
  [
    [1544, 274, 218],
    [977, 336, 192],
    [437, 255, 206],
  ],
  [
    [684, 464, 235],
    [1599, 432, 225],
    [1185, 364, 259],
  ],
  [
    [757, 182, 222],
    [338, 307, 203],
    [1073, 293, 198],
    [1349, 266, 194],
  ],
  [
    [865, 215, 184],
    [1192, 316, 197],
    [1488, 525, 218],
    [681, 539, 207],
    [463, 1009, 236],
  ],
  [
    [761, 474, 233],
    [1274, 445, 234],
    [1593, 411, 254],
    [345, 613, 250],
  ],
];

/** Faces that look at the camera with nobody close by, for the portraits: sample and number in SAMPLES. */
const PORTRAITS = [
  [0, 0],
  [0, 2],
  [2, 0],
  [2, 1],
  [3, 0],
  [4, 0],
  [4, 1],
  [5, 0],
  [5, 1],
  [5, 3],
] as const;

/** How large the faces of the portraits are, in pixels. */
const SIZES = [60, 80, 112, 160, 240, 400];

const CONDITIONS = ['plain', 'blurred', 'dark', 'turned 30°', 'turned 60°', 'turned 90°'] as const;
type Condition = (typeof CONDITIONS)[number];

/** Where the face of a portrait is: the largest portrait fits everywhere. */
const PLACES = [
  { x: 480, y: 540 },
  { x: 960, y: 600 },
  { x: 1500, y: 480 },
  { x: 700, y: 400 },
  { x: 1300, y: 700 },
];

/** Samples whose lower part shows no face, from which row on. */
const SCENES = [
  [0, 680],
  [1, 520],
  [2, 620],
  [3, 470],
  [5, 780],
] as const;

const TURNS: Partial<Record<Condition, number>> = { 'turned 30°': 30, 'turned 60°': 60, 'turned 90°': 90 };

/** How much wider a portrait is cut so that it has no empty corners when turned. */
const ROOM_TO_TURN = 1.5;

/** Width of a portrait as a multiple of its face. */
const SURROUNDINGS = 1.7;

/**
 * The photos of the benchmark, the same each time: 36 photos of one face, one for each size and condition, and between
 * them six groups of three to five people; 42 in all, with 58 faces.
 */
export async function makePhotos(count: number): Promise<KnownPhoto[]> {
  const makers = Array.from({ length: SIZES.length * CONDITIONS.length }, (_, number) => {
    const made = () => portraitPhoto(number);
    return number % 6 === 0 ? [() => groupPhoto(number / 6), made] : [made];
  }).flat();
  const photos: KnownPhoto[] = [];
  for (const make of makers.slice(0, count)) photos.push(await make());
  return photos;
}

/** All sample photos in one, two rows of three: 22 faces of 60 to 90 pixels. */
export async function crowdPhoto(): Promise<Uint8Array> {
  const width = WIDTH / 3;
  const height = HEIGHT / 2;
  const layers = SAMPLES.map(async (_, sample) => ({
    input: await sharp(await readSample(sample))
      .resize(width, height, { fit: 'contain' })
      .toBuffer(),
    left: (sample % 3) * width,
    top: Math.floor(sample / 3) * height,
  }));
  const canvas = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#000' } });
  return canvas
    .composite(await Promise.all(layers))
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A sample photo on a blurred background of itself. */
async function groupPhoto(sample: number): Promise<KnownPhoto> {
  const source = await readSample(sample);
  const { height = HEIGHT, width = WIDTH } = await sharp(source).metadata();
  const scale = Math.min(HEIGHT / height, WIDTH / width);
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const left = Math.round((WIDTH - size.width) / 2);
  const top = Math.round((HEIGHT - size.height) / 2);
  const input = await sharp(source).resize(size.width, size.height).toBuffer();
  const jpeg = await (await backdrop(source)).composite([{ input, left, top }]).jpeg({ quality: 90 }).toBuffer();
  const faces = (SAMPLES[sample] ?? []).map(([x, y, side]) => ({
    box: square(left + x * scale, top + y * scale, side * scale),
    condition: 'group' as const,
  }));
  return { name: `group ${sample + 1}`, jpeg, faces };
}

/** A face in front of a scene; sizes and conditions take turns so that the first few photos are varied too. */
async function portraitPhoto(number: number): Promise<KnownPhoto> {
  const size = SIZES[number % SIZES.length] ?? 0;
  const condition = CONDITIONS[(number + Math.floor(number / SIZES.length)) % CONDITIONS.length] ?? 'plain';
  const place = PLACES[number % PLACES.length] ?? { x: WIDTH / 2, y: HEIGHT / 2 };
  const { input, width } = await portrait(number, size, condition);
  const layer = { input, left: Math.round(place.x - width / 2), top: Math.round(place.y - width / 2) };
  const jpeg = await (await scene(number)).composite([layer]).jpeg({ quality: 90 }).toBuffer();
  return { name: `${size} px ${condition}`, jpeg, faces: [{ box: square(place.x, place.y, size), condition }] };
}

/** The part of a sample photo below all faces: bodies, furniture, floors. */
async function scene(number: number): Promise<Sharp> {
  const [sample, top] = SCENES[number % SCENES.length] ?? SCENES[0];
  const source = await readSample(sample);
  const { width = WIDTH, height = HEIGHT } = await sharp(source).metadata();
  const below = await sharp(source)
    .extract({ left: 0, top, width, height: height - top })
    .toBuffer();
  return sharp(below).resize(WIDTH, HEIGHT, { fit: 'cover' });
}

/** A face with its surroundings in a circle that fades out. */
async function portrait(number: number, size: number, condition: Condition): Promise<{ input: Buffer; width: number }> {
  const [sample, face] = PORTRAITS[number % PORTRAITS.length] ?? PORTRAITS[0];
  const [x, y, side] = SAMPLES[sample]?.[face] ?? [0, 0, 0];
  const width = Math.round(size * SURROUNDINGS);
  const around = await cut(sample, { x, y, side: side * SURROUNDINGS * ROOM_TO_TURN });
  const turned = await sharp(around)
    .rotate(TURNS[condition] ?? 0)
    .png()
    .toBuffer({ resolveWithObject: true });
  const inner = Math.round(side * SURROUNDINGS);
  const edge = Math.round((turned.info.width - inner) / 2);
  const upright = sharp(turned.data).extract({ left: edge, top: edge, width: inner, height: inner });
  const image = await upright.resize(width, width).png().toBuffer();
  const input = await degrade(sharp(image), size, condition)
    .ensureAlpha()
    .composite([{ input: fadingCircle(width), blend: 'dest-in' }])
    .png()
    .toBuffer();
  return { input, width };
}

/** A square of a sample photo around a point; what lies beyond its border is mirrored. */
async function cut(sample: number, { x, y, side }: { x: number; y: number; side: number }): Promise<Buffer> {
  const source = await readSample(sample);
  const { width = WIDTH, height = HEIGHT } = await sharp(source).metadata();
  const left = Math.round(x - side / 2);
  const top = Math.round(y - side / 2);
  const right = left + Math.round(side);
  const bottom = top + Math.round(side);
  const inside = { left: Math.max(left, 0), top: Math.max(top, 0) };
  return sharp(source)
    .extract({
      ...inside,
      width: Math.min(right, width) - inside.left,
      height: Math.min(bottom, height) - inside.top,
    })
    .extend({
      left: inside.left - left,
      top: inside.top - top,
      right: Math.max(right - width, 0),
      bottom: Math.max(bottom - height, 0),
      extendWith: 'mirror',
    })
    .png()
    .toBuffer();
}

function degrade(image: Sharp, size: number, condition: Condition): Sharp {
  if (condition === 'blurred') return image.blur(size * 0.05);
  if (condition === 'dark') return image.linear(0.25, 0);
  return image;
}

function fadingCircle(width: number): Buffer {
  return Buffer.from(
    `<svg width="${width}" height="${width}"><radialGradient id="fade"><stop offset="0.85" stop-color="#fff"/>
    <stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <rect width="${width}" height="${width}" fill="url(#fade)"/></svg>`,
  );
}

async function backdrop(source: Uint8Array): Promise<Sharp> {
  const colours = await sharp(source).resize(16, 9, { fit: 'fill' }).png().toBuffer();
  return sharp(colours).resize(WIDTH, HEIGHT, { kernel: 'cubic' });
}

function square(x: number, y: number, side: number): Box {
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

async function readSample(sample: number): Promise<Buffer> {
  const root = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
  return readFile(join(root, 'demo', `sample${sample + 1}.jpg`));
}
