import sharp from 'sharp';
import type { RgbImage } from '../core/face.ts';
import type { Box } from '../core/geometry.ts';

const LONGEST_SIDE = 480;

/** Squares across a face: too few to know anybody by. */
const SQUARES = 5;

/**
 * A small picture in which nobody can be known: every face, with a margin for hair and chin, in large squares.
 *
 * @returns JPEG
 */
export async function veiledStill(image: RgbImage, faces: readonly Box[]): Promise<Uint8Array> {
  const veiled = { ...image, data: Uint8Array.from(image.data) };
  for (const face of faces) veil(veiled, face);
  return sharp(veiled.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** Each square gets the mean of its own pixels. */
function veil(image: RgbImage, face: Box): void {
  const side = Math.max(1, Math.ceil(Math.max(face.width, face.height) / SQUARES));
  const left = Math.max(0, Math.floor(face.x - side));
  const top = Math.max(0, Math.floor(face.y - side));
  const right = Math.min(image.width, Math.ceil(face.x + face.width + side));
  const bottom = Math.min(image.height, Math.ceil(face.y + face.height + side));
  for (let y = top; y < bottom; y += side)
    for (let x = left; x < right; x += side)
      flatten(image, { x, y, width: Math.min(side, right - x), height: Math.min(side, bottom - y) });
}

function flatten({ data, width }: RgbImage, square: Box): void {
  const places = Array.from({ length: square.height }, (_, row) =>
    Array.from({ length: square.width }, (__, column) => 3 * ((square.y + row) * width + square.x + column)),
  ).flat();
  for (const channel of [0, 1, 2]) {
    const mean = places.reduce((sum, at) => sum + (data[at + channel] ?? 0), 0) / places.length;
    for (const at of places) data[at + channel] = mean;
  }
}
