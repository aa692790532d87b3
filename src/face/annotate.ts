import sharp from 'sharp';
import type { Face, FivePoints, RgbImage } from '../core/face.ts';
import { fitSimilarity, invertSimilarity, type Point, type Similarity } from '../core/geometry.ts';
import { ARCFACE_FIVE } from './align.ts';
import { drawNumber, numberWidth } from './digits.ts';
import { affineOf, type Pyramid, warp } from './warp.ts';

/** What is drawn of a face. */
export type DrawnFace = Pick<Face, 'box' | 'landmarks' | 'quality'>;

export interface AnnotateOptions {
  /** Index of the face to bring out; none by default. */
  readonly chosen?: number;
  /** Longest side of the drawing, pixels; bigger photos are shrunk. Default 2000. */
  readonly maxSide?: number;
}

/** Two colours that people of every colour vision tell apart (Okabe & Ito 2008), and the dark line around them. */
const FACE_COLOUR = '#56B4E9';
const CHOSEN_COLOUR = '#E69F00';
const EDGE = '#000';
const PAPER = '#fff';

const MAXIMUM_SIDE = 2000;
const JPEG_QUALITY = 88;

/**
 * Draw faces into a photo: box, number (from 1, in the order given), landmarks, and the quality as a bar below the box.
 *
 * Every line is edged in black, so that it is seen on any background.
 *
 * @returns a JPEG without metadata
 */
export async function annotateFaces(
  image: RgbImage,
  faces: readonly DrawnFace[],
  options: AnnotateOptions = {},
): Promise<Uint8Array> {
  const { data, width, height } = image;
  const scale = Math.min(1, (options.maxSide ?? MAXIMUM_SIDE) / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const line = Math.max(1.5, Math.max(size.width, size.height) / 500);
  const drawings = faces.map((face, index) =>
    drawFace(face, { number: index + 1, isChosen: index === options.chosen, scale, line }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${drawings.join('')}</svg>`;
  return (
    sharp(data, { raw: { width, height, channels: 3 } })
      .resize({ ...size, fit: 'fill' })
      .composite([{ input: Buffer.from(svg) }])
      .removeAlpha()
      // Full colour resolution: thin coloured lines turn grey without it.
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer()
  );
}

interface Pen {
  readonly number: number;
  readonly isChosen: boolean;
  /** Pixels of the drawing per pixel of the photo. */
  readonly scale: number;
  /** Width of a line, pixels of the drawing. */
  readonly line: number;
}

function drawFace(face: DrawnFace, pen: Pen): string {
  const { scale, line } = pen;
  const colour = pen.isChosen ? CHOSEN_COLOUR : FACE_COLOUR;
  const [x, y] = [face.box.x * scale, face.box.y * scale];
  const [width, height] = [face.box.width * scale, face.box.height * scale];
  const frame = [
    { stroke: EDGE, width: line * 2.5 },
    { stroke: colour, width: line },
  ].map(
    (style) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${style.stroke}" stroke-width="${style.width}"/>`,
  );
  const dots = face.landmarks.map(
    (point) =>
      `<circle cx="${point.x * scale}" cy="${point.y * scale}" r="${line * 1.2}" fill="${colour}" stroke="${EDGE}" stroke-width="${line / 2}"/>`,
  );
  const bar = drawBar(face.quality.score / 100, { x, y: y + height + 2 * line, width, height: 2.5 * line }, colour);
  return [...frame, ...dots, bar, drawPlate(pen, { x, y }, colour)].join('');
}

/** A bar on a black bed: filled from the left by `share`. */
function drawBar(share: number, at: { x: number; y: number; width: number; height: number }, colour: string): string {
  const edge = at.height / 4;
  const filled = Math.min(1, Math.max(0, share)) * at.width;
  return (
    `<rect x="${at.x - edge}" y="${at.y - edge}" width="${at.width + 2 * edge}" height="${at.height + 2 * edge}" fill="${EDGE}"/>` +
    `<rect x="${at.x}" y="${at.y}" width="${filled}" height="${at.height}" fill="${colour}"/>`
  );
}

/** The number of a face on a black plate above its box, or inside when there is no room above. */
function drawPlate({ number, line }: Pen, corner: Point, colour: string): string {
  const text = line * 8;
  const padding = line * 3;
  const width = numberWidth(number) * text + 2 * padding;
  const height = text + 2 * padding;
  const x = Math.max(0, corner.x - line);
  const y = corner.y - height < 0 ? corner.y : corner.y - height;
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${EDGE}" stroke="${colour}" stroke-width="${line / 2}"/>` +
    drawNumber(number, { x: x + padding, y: y + padding, height: text }, PAPER)
  );
}

/**
 * A copy of a photo to show: its pixels and nothing else, so that neither place nor camera goes out with it.
 *
 * @param side most pixels of the longest side; a smaller photo keeps its size
 * @returns a JPEG without metadata
 */
export async function displayCopy({ data, width, height }: RgbImage, side: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** Of a thumbnail's side: distance of the eyes, and height of their line. Shows hair, chin and ears. */
const EYE_DISTANCE_SHARE = 0.3;
const EYE_LINE_SHARE = 0.44;

/**
 * Cut a face out as a square, turned upright, always at the same scale: for reports and lists.
 *
 * @param size side in pixels
 * @returns a JPEG without metadata; black where the square reaches over the photo
 */
export async function faceThumbnail(photo: Pyramid, landmarks: FivePoints, size = 160): Promise<Uint8Array> {
  const toPhoto = invertSimilarity(thumbnailFrame(landmarks, size));
  const { data, width, height } = warp(photo, affineOf(toPhoto), { width: size, height: size });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** The transform from a photo to the thumbnail of a face. @param size side of the thumbnail in pixels */
export function thumbnailFrame(landmarks: FivePoints, size: number): Similarity {
  const [rightEye, leftEye] = ARCFACE_FIVE;
  const zoom = (EYE_DISTANCE_SHARE * size) / (leftEye.x - rightEye.x);
  const middle = (rightEye.x + leftEye.x) / 2;
  const target = ARCFACE_FIVE.map((point) => ({
    x: (point.x - middle) * zoom + size / 2,
    y: (point.y - rightEye.y) * zoom + EYE_LINE_SHARE * size,
  }));
  return fitSimilarity(landmarks, target);
}
