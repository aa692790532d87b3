import type { Detection, FivePoints, RgbImage } from '../../core/face.ts';
import type { Box, Point } from '../../core/geometry.ts';
import { type Network, type NetworkOutputs, type Networks, outputFor } from '../networks.ts';
import { type Pyramid, warp } from '../warp.ts';
import { insideShare, suppressOverlaps } from './nms.ts';

/** A square that may hold a face, and the network's corrections of it: of left, top, right, bottom, as shares of its side. */
interface Proposal {
  readonly box: Box;
  readonly score: number;
  readonly offsets: Float32Array;
}

/** Side of the window that the first network slides over the photo, and its step, in pixels. */
const WINDOW = 12;
const STEP = 2;
/** From one size of face to the next. */
const FACTOR = 0.709;
/** Lowest scores of the three stages, as the authors use them. */
const THRESHOLDS = { propose: 0.6, refine: 0.7, decide: 0.7 } as const;
/** Overlaps of two boxes of one face: within one size, and across sizes and stages. */
const OVERLAP = { oneSize: 0.5, all: 0.7 } as const;
/** Crops in one run. */
const BATCH = 64;

/** Faces smaller than this are not looked for, in pixels. */
const SMALLEST_FACE = 40;

/**
 * MTCNN: three networks, each refusing most of what the one before proposed; the last gives five landmarks.
 *
 * Thorough and slow on large photos; weak on faces turned by more than 60°.
 *
 * @param smallestFace in pixels; halving it takes four times as long
 * @see Zhang et al. (2016), «Joint face detection and alignment using multitask cascaded convolutional networks»
 */
export async function detectByMtcnn(
  networks: Networks,
  photo: Pyramid,
  smallestFace = SMALLEST_FACE,
): Promise<Detection[]> {
  const proposed = await propose(await networks.open('mtcnn-p'), photo, smallestFace);
  const refined = await refine(await networks.open('mtcnn-r'), photo, proposed);
  return decide(await networks.open('mtcnn-o'), photo, refined);
}

/** The first network, on the photo shrunk step by step until the whole of it is one face. */
async function propose(network: Network, photo: Pyramid, smallestFace: number): Promise<Box[]> {
  const { width, height } = photo.image;
  const found: Proposal[] = [];
  for (let face = smallestFace; face <= Math.min(width, height); face /= FACTOR) {
    const scale = face / WINDOW;
    const size = { width: Math.ceil(width / scale), height: Math.ceil(height / scale) };
    const picture = warp(photo, { xx: scale, xy: 0, yx: 0, yy: scale, tx: 0, ty: 0 }, size);
    const proposals = decodeMap(await network.run([picture]), scale);
    found.push(...suppressOverlaps(proposals, OVERLAP.oneSize));
  }
  return suppressOverlaps(found, OVERLAP.all).map(correctedSquare);
}

/** The windows of the first network that look like a face. Its map is, like its input, turned: first axis x. */
export function decodeMap(outputs: NetworkOutputs, scale: number): Proposal[] {
  const scores = outputFor(outputs, 'scores', 0);
  const offsets = outputFor(outputs, 'offsets', 0);
  const rows = outputs.scores?.shape[2] ?? 1;
  const found: Proposal[] = [];
  for (let cell = 0; 2 * cell < scores.length; cell++) {
    const score = scores[2 * cell + 1] ?? 0;
    if (score <= THRESHOLDS.propose) continue;
    const [column, row] = [Math.floor(cell / rows), cell % rows];
    const side = WINDOW * scale;
    const box = { x: column * STEP * scale, y: row * STEP * scale, width: side, height: side };
    found.push({ box, score, offsets: offsets.slice(4 * cell, 4 * cell + 4) });
  }
  return found;
}

async function refine(network: Network, photo: Pyramid, squares: readonly Box[]): Promise<Box[]> {
  const kept: Proposal[] = [];
  await forEachCrop({ network, photo, squares }, (outputs, index, box) => {
    const score = outputFor(outputs, 'scores', index)[1] ?? 0;
    if (score > THRESHOLDS.refine) kept.push({ box, score, offsets: outputFor(outputs, 'offsets', index) });
  });
  return suppressOverlaps(kept, OVERLAP.all).map(correctedSquare);
}

async function decide(network: Network, photo: Pyramid, squares: readonly Box[]): Promise<Detection[]> {
  const found: Detection[] = [];
  await forEachCrop({ network, photo, squares }, (outputs, index, square) => {
    const score = outputFor(outputs, 'scores', index)[1] ?? 0;
    if (score <= THRESHOLDS.decide) return;
    const landmarks = pointsIn(square, outputFor(outputs, 'landmarks', index));
    const box = corrected(square, outputFor(outputs, 'offsets', index));
    found.push({ box, score, landmarks, detectors: ['mtcnn'] });
  });
  return suppressOverlaps(found, OVERLAP.all, insideShare);
}

/** Run a network on the crops of square boxes, some at a time. */
async function forEachCrop(
  { network, photo, squares }: { network: Network; photo: Pyramid; squares: readonly Box[] },
  use: (outputs: NetworkOutputs, index: number, square: Box) => void,
): Promise<void> {
  for (let start = 0; start < squares.length; start += BATCH) {
    const batch = squares.slice(start, start + BATCH);
    const outputs = await network.run(batch.map((square) => cropOf(photo, square, network.entry.input.width)));
    batch.forEach((square, index) => {
      use(outputs, index, square);
    });
  }
}

function cropOf(photo: Pyramid, box: Box, side: number): RgbImage {
  const scale = box.width / side;
  return warp(photo, { xx: scale, xy: 0, yx: 0, yy: scale, tx: box.x, ty: box.y }, { width: side, height: side });
}

function correctedSquare({ box, offsets }: Proposal): Box {
  return squared(corrected(box, offsets));
}

/** A box moved by a network's corrections of left, top, right and bottom, which are shares of its sides. */
export function corrected(box: Box, offsets: Float32Array): Box {
  const [left = 0, top = 0, right = 0, bottom = 0] = offsets;
  return {
    x: box.x + left * box.width,
    y: box.y + top * box.height,
    width: box.width * (1 + right - left),
    height: box.height * (1 + bottom - top),
  };
}

/** The square around a box's centre whose side is the longer of the box's. */
export function squared({ x, y, width, height }: Box): Box {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}

/** Five points given as fractions of a box: first all x, then all y. */
function pointsIn(box: Box, fractions: Float32Array): FivePoints {
  const at = (index: number): Point => ({
    x: box.x + (fractions[index] ?? 0) * box.width,
    y: box.y + (fractions[index + 5] ?? 0) * box.height,
  });
  return [at(0), at(1), at(2), at(3), at(4)];
}
