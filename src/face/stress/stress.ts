import sharp, { type Sharp } from 'sharp';
import { AppError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/face.ts';
import { createPyramid, warp } from '../warp.ts';
import { drawOnFace, type FacePlace, GLASSES, MASKS } from './occlusion.ts';
import { addNoise, takeLight } from './sensor.ts';

/** One degree of one condition: a photo in, a worse photo of the same size out. */
export interface Stress {
  /** For example `blur-2`: the condition and the degree, 1 is the mildest. */
  readonly name: string;
  readonly condition: string;
  /** What is done, in words for a report. */
  readonly label: string;
  /**
   * @param face where the face is: blur and resolution count in its widths, masks and glasses are drawn on it
   * @param seed of the noise; the same seed gives the same photo
   */
  apply(image: RgbImage, face: FacePlace, seed: number): Promise<RgbImage>;
}

type Apply<Degree> = (image: RgbImage, degree: Degree, face: FacePlace, seed: number) => Promise<RgbImage> | RgbImage;

/**
 * The stress conditions of an evaluation: the seed paper's augmentations as tests, and what phones and people do to
 * photos of faces.
 *
 * Degrees are chosen so that the first is usual, the last the edge of what a person still recognises. Everything is
 * done to the decoded photo, before a face is looked for, so detection is put to the test too.
 */
export const STRESSES: readonly Stress[] = [
  ...condition('blur', [0.01, 0.025, 0.05], (share) => `Gauss blur, ${percent(share)} of the face's width`, blur),
  ...condition(
    'noise',
    [10, 25, 50],
    (deviation) => `noise, deviation ${deviation} of 255`,
    (image, deviation, _, seed) => addNoise(image, deviation, seed),
  ),
  ...condition(
    'low-light',
    [2, 4, 6],
    (stops) => `${stops} stops less light, with its grain`,
    (image, stops, _, seed) => takeLight(image, stops, seed),
  ),
  ...condition('jpeg', [40, 15, 5], (quality) => `JPEG of quality ${quality}`, compress),
  ...condition('resolution', [64, 32, 16], (pixels) => `face reduced to ${pixels} pixels and enlarged again`, reduce),
  ...condition('rotation', [15, 45, 90], (degrees) => `turned by ${degrees}°`, rotate),
  ...condition(
    'mask',
    MASKS,
    (_, degree) => `mask over the ${['mouth', 'mouth and nostrils', 'mouth and nose'][degree]}`,
    draw,
  ),
  ...condition(
    'glasses',
    GLASSES,
    (_, degree) => ['thin glasses', 'half-dark glasses', 'sunglasses'][degree] ?? '',
    draw,
  ),
  ...condition('flip', [false, true], (isUpsideDown) => (isUpsideDown ? 'upside down' : 'mirrored'), flip),
];

/** The stress of a name. @throws AppError `invalid` for a name that does not exist */
export function findStress(name: string): Stress {
  const stress = STRESSES.find((each) => each.name === name);
  if (stress) return stress;
  const names = STRESSES.map((each) => each.name).join(', ');
  throw new AppError('invalid', `There is no stress condition «${name}». Choose of: ${names}.`);
}

function condition<Degree>(
  name: string,
  degrees: readonly Degree[],
  label: (degree: Degree, index: number) => string,
  apply: Apply<Degree>,
): Stress[] {
  return degrees.map((degree, index) => ({
    name: `${name}-${index + 1}`,
    condition: name,
    label: label(degree, index),
    apply: async (image, face, seed) => apply(image, degree, face, seed),
  }));
}

/** @param share deviation of the blur in widths of the face */
function blur(image: RgbImage, share: number, face: FacePlace): Promise<RgbImage> {
  const deviation = Math.min(1000, Math.max(0.3, share * face.box.width)); // what sharp takes
  return toRgb(open(image).blur(deviation));
}

async function compress(image: RgbImage, quality: number): Promise<RgbImage> {
  return toRgb(sharp(await open(image).jpeg({ quality }).toBuffer()));
}

/** @param pixels width of the face; a face that is smaller already is left as it is */
async function reduce(image: RgbImage, pixels: number, face: FacePlace): Promise<RgbImage> {
  const scale = pixels / face.box.width;
  if (scale >= 1) return image;
  const { width, height } = image;
  const fit = 'fill';
  const small = open(image).resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
    fit,
  });
  return toRgb(open(await toRgb(small)).resize(width, height, { fit, kernel: 'cubic' }));
}

/** Turn around the face's middle, clockwise; what leaves the picture is cut off, what enters it is black. */
function rotate(image: RgbImage, degrees: number, { box }: FacePlace): RgbImage {
  const angle = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const toSource = { xx: cos, xy: -sin, yx: sin, yy: cos, tx: x - cos * x + sin * y, ty: y - sin * x - cos * y };
  return warp(createPyramid(image), toSource, { width: image.width, height: image.height });
}

function draw(image: RgbImage, drawing: string, face: FacePlace): Promise<RgbImage> {
  return toRgb(open(image).composite([{ input: Buffer.from(drawOnFace(drawing, face, image)) }]));
}

function flip(image: RgbImage, isUpsideDown: boolean): Promise<RgbImage> {
  return toRgb(isUpsideDown ? open(image).rotate(180) : open(image).flop());
}

function open({ data, width, height }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function toRgb(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
