import type { Detection } from '../../core/face.ts';
import { type Network, type NetworkOutputs, outputFor } from '../networks.ts';
import type { Size } from '../sampling.ts';
import { suppressOverlaps } from './nms.ts';
import type { Scanner } from './views.ts';

/** Lowest score kept, and overlap of two boxes of one face: those under which the network was measured. */
const THRESHOLD = 0.3;
const OVERLAP = 0.4;

/**
 * SSD with MobileNet v1, face-api's default: slower and blind to blur, kept for comparison. Boxes only.
 *
 * @see Liu et al. (2016), «SSD: single shot multibox detector», arXiv:1512.02325
 */
export function createSsd(network: Network, threshold = THRESHOLD): Scanner {
  const { width, height } = network.entry.input;
  return {
    name: 'ssd',
    size: { width, height },
    smallestFace: 32,
    fit: 'letterbox',
    scan: async (pictures) => {
      const outputs = await network.run(pictures);
      return pictures.map((_, index) => decodeSsd(outputs, index, { width, height, threshold }));
    },
  };
}

/** The faces in one picture of a batch; the network's boxes are top, left, bottom, right as fractions. */
export function decodeSsd(
  outputs: NetworkOutputs,
  picture: number,
  { width, height, threshold }: Size & { threshold: number },
): Detection[] {
  const scores = outputFor(outputs, 'scores', picture);
  const boxes = outputFor(outputs, 'boxes', picture);
  const found: Detection[] = [];
  scores.forEach((score, prior) => {
    if (score < threshold) return;
    const [top = 0, left = 0, bottom = 0, right = 0] = boxes.subarray(4 * prior, 4 * prior + 4);
    const box = { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
    found.push({ box, score, detectors: ['ssd'] });
  });
  return suppressOverlaps(found, OVERLAP);
}
