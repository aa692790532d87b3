import type { Detection } from '../../core/face.ts';
import { type Network, type NetworkOutputs, outputFor } from '../networks.ts';
import { suppressOverlaps } from './nms.ts';
import type { Scanner } from './views.ts';

/** Lowest score kept, and overlap of two boxes of one face, as the network's authors use them. */
const THRESHOLD = 0.65;
const OVERLAP = 0.4;

/**
 * RFB-320: a very small, fast detector for pictures of 320 × 240. Boxes only, no landmarks.
 *
 * The exported network decodes its priors itself: `boxes` [n, 4420, 4] are corners as fractions of the picture,
 * `scores` [n, 4420, 2] are background and face.
 *
 * @see Linzaer, «Ultra-Light-Fast-Generic-Face-Detector-1MB» (2019)
 */
export function createRfb(network: Network, threshold = THRESHOLD): Scanner {
  const { width, height } = network.entry.input;
  const size = { width, height };
  return {
    name: 'rfb',
    size,
    smallestFace: 20,
    fit: 'stretch',
    scan: async (pictures) => {
      const outputs = await network.run(pictures);
      return pictures.map((_, index) => decodeRfb(outputs, index, { ...size, threshold }));
    },
  };
}

/** The faces in one picture of a batch. */
export function decodeRfb(
  outputs: NetworkOutputs,
  picture: number,
  { width, height, threshold }: { width: number; height: number; threshold: number },
): Detection[] {
  const scores = outputFor(outputs, 'scores', picture);
  const boxes = outputFor(outputs, 'boxes', picture);
  const found: Detection[] = [];
  for (let prior = 0; 2 * prior < scores.length; prior++) {
    const score = scores[2 * prior + 1] ?? 0;
    if (score < threshold) continue;
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * prior, 4 * prior + 4);
    const box = { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
    found.push({ box, score, detectors: ['rfb'] });
  }
  return suppressOverlaps(found, OVERLAP);
}
