import type { Size } from '../sampling.ts';
import type { Scanner } from './views.ts';

/** From one size of tile to the next: a face too large for one is large enough for the other. */
const STEP = 3;

/**
 * How large tiles must be for a scanner to find all faces of a photo from a size up.
 *
 * @param face height of the smallest face wanted, in pixels
 * @returns pixels of the photo for one pixel of the picture, finest first; empty where the whole photo in one picture
 *   shows such faces large enough
 */
export function tileScales(photo: Size, scanner: Scanner, face: number): number[] {
  const whole = Math.max(photo.width / scanner.size.width, photo.height / scanner.size.height);
  const scales: number[] = [];
  for (let scale = face / scanner.smallestFace; scale < whole / Math.sqrt(2); scale *= STEP) scales.push(scale);
  return scales;
}
