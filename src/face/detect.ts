import type { Detection } from '../core/face.ts';
import { createRfb } from './detect/rfb.ts';
import { scanViews, wholeView } from './detect/views.ts';
import type { Networks } from './networks.ts';
import type { Pyramid } from './warp.ts';

/** The detectors a caller can name. `cascade` is several of them, as docs/models.md describes. */
export const DETECTOR_NAMES = ['cascade', 'blazeface', 'rfb', 'mtcnn', 'ssd', 'haar'] as const;
export type DetectorName = (typeof DETECTOR_NAMES)[number];

export interface DetectOptions {
  readonly detector?: DetectorName;
  readonly smallFaces?: boolean;
}

/**
 * Find all faces in a photo.
 *
 * @returns boxes in pixels of the photo, best score first; empty when there is none
 * @throws AppError `not-found` when the profile lacks the detector's network
 */
export async function detectFaces(networks: Networks, photo: Pyramid, _options: DetectOptions): Promise<Detection[]> {
  const scanner = createRfb(await networks.open('rfb320'));
  return scanViews(scanner, photo, [wholeView(photo.image, scanner)]);
}
