import type { Detection, FivePoints } from '../../core/face.ts';
import type { Point } from '../../core/geometry.ts';
import { type Network, type NetworkOutputs, outputFor } from '../networks.ts';
import { suppressOverlaps } from './nms.ts';
import type { Scanner } from './views.ts';

/** Side of the picture in pixels. */
const SIDE = 256;
/** The two grids of anchors: pixels between neighbours, and anchors at each place. */
const GRIDS = [
  { stride: 16, anchors: 2 },
  { stride: 32, anchors: 6 },
] as const;
/** Numbers an anchor has: centre and size of the box, then six key points; pixels relative to the anchor. */
const NUMBERS = 16;
const THRESHOLD = 0.5;
const OVERLAP = 0.4;
/** Half the width of a mouth as a share of the distance between the eyes (ArcFace template: 29.2 / 35.2 / 2). */
const HALF_MOUTH = 0.415;

/**
 * BlazeFace, the «back» model for 256 × 256: robust to blur, dark and turned heads, blind to small faces.
 * Six key points: eyes, nose tip, middle of the mouth, ears.
 *
 * @see Bazarevsky et al. (2019), «BlazeFace: sub-millisecond neural face detection on mobile GPUs», arXiv:1907.05047
 */
export function createBlazeFace(network: Network, threshold = THRESHOLD): Scanner {
  const anchors = anchorCentres();
  return {
    name: 'blazeface',
    size: { width: SIDE, height: SIDE },
    smallestFace: 14,
    fit: 'letterbox',
    scan: async (pictures) => {
      const outputs = await network.run(pictures);
      return pictures.map((_, index) => decodeBlazeFace(outputs, index, { anchors, threshold }));
    },
  };
}

/** Centres of the 896 anchors, in the order of the network's outputs. */
export function anchorCentres(): Point[] {
  return GRIDS.flatMap(({ stride, anchors }) => {
    const cells = SIDE / stride;
    return Array.from({ length: cells * cells * anchors }, (_, index) => {
      const cell = Math.floor(index / anchors);
      return { x: ((cell % cells) + 0.5) * stride, y: (Math.floor(cell / cells) + 0.5) * stride };
    });
  });
}

/** The faces in one picture of a batch. */
export function decodeBlazeFace(
  outputs: NetworkOutputs,
  picture: number,
  { anchors, threshold }: { anchors: readonly Point[]; threshold: number },
): Detection[] {
  const scores = outputFor(outputs, 'scores', picture);
  const boxes = outputFor(outputs, 'boxes', picture);
  const found: Detection[] = [];
  for (const [index, anchor] of anchors.entries()) {
    const score = scores[index] ?? 0;
    if (score > threshold)
      found.push(decodeAnchor(anchor, score, boxes.subarray(index * NUMBERS, (index + 1) * NUMBERS)));
  }
  return suppressOverlaps(found, OVERLAP);
}

function decodeAnchor(anchor: Point, score: number, numbers: Float32Array): Detection {
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  const box = { x: anchor.x + x - width / 2, y: anchor.y + y - height / 2, width, height };
  const point = (key: number): Point => ({
    x: anchor.x + (numbers[4 + 2 * key] ?? 0),
    y: anchor.y + (numbers[5 + 2 * key] ?? 0),
  });
  return { box, score, landmarks: fivePoints(point(0), point(1), point(2), point(3)), detectors: ['blazeface'] };
}

/** The corners of the mouth, which BlazeFace does not give, are put beside its middle along the line of the eyes. */
function fivePoints(rightEye: Point, leftEye: Point, nose: Point, mouth: Point): FivePoints {
  const dx = HALF_MOUTH * (leftEye.x - rightEye.x);
  const dy = HALF_MOUTH * (leftEye.y - rightEye.y);
  return [rightEye, leftEye, nose, { x: mouth.x - dx, y: mouth.y - dy }, { x: mouth.x + dx, y: mouth.y + dy }];
}
