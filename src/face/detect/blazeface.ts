import type { Detection, FivePoints } from '../../core/face.ts';
import type { Point } from '../../core/geometry.ts';
import type { Network } from '../networks.ts';
import type { NetworkTensor } from '../session.ts';
import { suppressOverlaps } from './nms.ts';
import type { Scanner } from './views.ts';

/** Side of the picture in pixels. */
const SIDE = 256;
/** The two grids of anchors: pixels between neighbours, and anchors at each place. */
const GRIDS = [
  { stride: 16, anchors: 2 },
  { stride: 32, anchors: 6 },
] as const;
/** Numbers an anchor has: box centre and size, then six key points, all in pixels. */
const NUMBERS = 16;
const THRESHOLD = 0.5;
const OVERLAP = 0.4;
/** Half the width of a mouth as a share of the distance between the eyes (ArcFace template: 29.2 / 35.2 / 2). */
const HALF_MOUTH = 0.415;

/**
 * BlazeFace, the «back» model for 256 × 256: robust to blur, dark and turned heads, blind to faces below 1/6 of
 * the picture. Six key points: eyes, nose tip, middle of the mouth, ears.
 *
 * @see Bazarevsky et al. (2019), «BlazeFace: sub-millisecond neural face detection on mobile GPUs», arXiv:1907.05047
 */
export function createBlazeFace(network: Network, threshold = THRESHOLD): Scanner {
  return {
    name: 'blazeface',
    size: { width: SIDE, height: SIDE },
    fit: 'letterbox',
    scan: async (pictures) => {
      const outputs = await network.run(pictures);
      return pictures.map((_, index) => decodeBlazeFace(outputs, index, threshold));
    },
  };
}

/** Centres of the anchors of one grid, in the order of the network's outputs. */
export function anchorCentres({ stride, anchors }: { stride: number; anchors: number }): Point[] {
  const cells = SIDE / stride;
  return Array.from({ length: cells * cells * anchors }, (_, index) => {
    const cell = Math.floor(index / anchors);
    return { x: ((cell % cells) + 0.5) * stride, y: (Math.floor(cell / cells) + 0.5) * stride };
  });
}

/**
 * The faces in one picture of a batch.
 *
 * @param outputs for each grid the logits [n, anchors, 1] and the numbers [n, anchors, 16], in any order
 */
export function decodeBlazeFace(outputs: readonly NetworkTensor[], index: number, threshold: number): Detection[] {
  const lowest = Math.log(threshold / (1 - threshold));
  const found = GRIDS.flatMap((grid) => {
    const centres = anchorCentres(grid);
    const of = (numbers: number): Float32Array => partOf(outputs, { anchors: centres.length, numbers, index });
    const [logits, values] = [of(1), of(NUMBERS)];
    return centres.flatMap((centre, anchor) => {
      const logit = logits[anchor] ?? lowest;
      if (logit <= lowest) return [];
      return [decodeAnchor(centre, logit, values.subarray(anchor * NUMBERS, (anchor + 1) * NUMBERS))];
    });
  });
  return suppressOverlaps(found, OVERLAP);
}

function partOf(
  outputs: readonly NetworkTensor[],
  { anchors, numbers, index }: { anchors: number; numbers: number; index: number },
): Float32Array {
  const output = outputs.find(({ shape }) => shape[1] === anchors && shape[2] === numbers);
  if (!output) throw new RangeError(`BlazeFace lacks the output of ${anchors} × ${numbers}`);
  return output.data.subarray(index * anchors * numbers, (index + 1) * anchors * numbers);
}

function decodeAnchor(anchor: Point, logit: number, numbers: Float32Array): Detection {
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  const box = { x: anchor.x + x - width / 2, y: anchor.y + y - height / 2, width, height };
  const point = (key: number): Point => ({
    x: anchor.x + (numbers[4 + 2 * key] ?? 0),
    y: anchor.y + (numbers[5 + 2 * key] ?? 0),
  });
  const landmarks = fivePoints(point(0), point(1), point(2), point(3));
  return { box, score: 1 / (1 + Math.exp(-logit)), landmarks, detectors: ['blazeface'] };
}

/** The corners of the mouth, which BlazeFace does not give, are put beside its middle along the line of the eyes. */
function fivePoints(rightEye: Point, leftEye: Point, nose: Point, mouth: Point): FivePoints {
  const dx = HALF_MOUTH * (leftEye.x - rightEye.x);
  const dy = HALF_MOUTH * (leftEye.y - rightEye.y);
  return [rightEye, leftEye, nose, { x: mouth.x - dx, y: mouth.y - dy }, { x: mouth.x + dx, y: mouth.y + dy }];
}
