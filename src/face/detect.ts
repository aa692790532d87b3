import type { Detection } from '../core/face.ts';
import type { Box } from '../core/geometry.ts';
import { createBlazeFace } from './detect/blazeface.ts';
import { detectByCascade, lookAgain, lookCloser } from './detect/cascade.ts';
import { detectByMtcnn } from './detect/mtcnn.ts';
import { createRfb } from './detect/rfb.ts';
import { createSsd } from './detect/ssd.ts';
import { type Scanner, scanViews, wholeView } from './detect/views.ts';
import type { Networks } from './networks.ts';
import type { Pyramid } from './warp.ts';

/** The detectors a caller can name. `cascade` is several of them; the others are for comparison. */
export const DETECTOR_NAMES = ['cascade', 'blazeface', 'rfb', 'mtcnn', 'ssd', 'haar'] as const;
export type DetectorName = (typeof DETECTOR_NAMES)[number];

export interface DetectOptions {
  /** Default `cascade`. */
  readonly detector?: DetectorName;
  /** For the cascade: true also looks for the smallest faces, false for none below 1/20 of the photo. */
  readonly smallFaces?: boolean;
}

/**
 * Find all faces in a photo.
 *
 * @returns boxes in pixels of the photo, best score first; empty when there is none. They may reach over its borders
 * @throws AppError `not-found` when the profile lacks the detector's network
 */
export function detectFaces(networks: Networks, photo: Pyramid, options: DetectOptions = {}): Promise<Detection[]> {
  switch (options.detector ?? 'cascade') {
    case 'cascade':
      return detectByCascade(networks, photo, options.smallFaces);
    case 'mtcnn':
      return detectByMtcnn(networks, photo);
    case 'haar':
      return networks.openHaar().then((haar) => haar.detect(photo));
    case 'blazeface':
      return networks.open('blazeface').then((network) => scanWhole(createBlazeFace(network), photo));
    case 'rfb':
      return networks.open('rfb320').then((network) => scanWhole(createRfb(network), photo));
    case 'ssd':
      return networks.open('ssd-mobilenet').then((network) => scanWhole(createSsd(network), photo));
  }
}

/** Look more closely at boxes that turned out to be no faces. @param boxes likeliest first @see detectFaces */
export function detectCloser(networks: Networks, photo: Pyramid, boxes: readonly Box[]): Promise<Detection[]> {
  return lookCloser(networks, photo, boxes);
}

/** Look more closely at the whole of a photo whose boxes turned out to be no faces. @see detectFaces */
export function detectAgain(networks: Networks, photo: Pyramid): Promise<Detection[]> {
  return lookAgain(networks, photo);
}

function scanWhole(scanner: Scanner, photo: Pyramid): Promise<Detection[]> {
  return scanViews(scanner, photo, [wholeView(photo.image, scanner)]);
}
