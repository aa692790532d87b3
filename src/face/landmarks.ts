import type { Detection, FivePoints, ModelId } from '../core/face.ts';
import {
  applySimilarity,
  centroid,
  fitSimilarity,
  invertSimilarity,
  type Point,
  type Similarity,
} from '../core/geometry.ts';
import { ARCFACE_FIVE } from './align.ts';
import { agreeOn, type Located } from './landmark-consensus.ts';
import type { Network, Networks } from './networks.ts';
import { affineOf, type Pyramid, warp } from './warp.ts';

/** A square, named by its centre and side. */
interface Square extends Point {
  readonly side: number;
}

/** The landmarks of one face, in pixels of the photo. */
export interface FaceLandmarks {
  readonly five: FivePoints;
  /** The 68 points of the iBUG scheme. */
  readonly all: readonly Point[];
  /**
   * How far the landmarkers are apart: mean distance of their five points, as a share of the distance between the
   * eyes. About 0.05 on a clear face; a box without a face gives several times that.
   */
  readonly spread: number;
  /** How many landmarkers the points are the mean of. */
  readonly landmarkers: number;
}

/**
 * Where each landmarker looks, as a square in the frame of the ArcFace template (112 × 112), in which the eyes lie
 * level whatever way the head lies in the photo. Measured: the median of the boxes that the network was made for
 * (RFB's, squared by its height; SSD's; MTCNN's) over the photos of `@vladmandic/face-api` and `samples/children`.
 */
const LANDMARKERS: readonly { id: ModelId; square: Square }[] = [
  { id: 'fr-landmark68', square: { x: 57.5, y: 63.5, side: 106 } },
  { id: 'landmarks68', square: { x: 57.5, y: 63.5, side: 112 } },
];

/** Where a detector's box lies in the same frame: centre, and the side of the square of the same area. */
const BOXES: Readonly<Record<string, Square>> = {
  rfb: { x: 57.6, y: 63.5, side: 96 },
  blazeface: { x: 56.5, y: 66, side: 92 },
};
const OTHER_BOX: Square = { x: 57, y: 64, side: 96 };

/** Looks at a face: a detector's points or box are rough, so what the first look finds frames the second. */
const LOOKS = 2;

/** Points of the iBUG scheme that make the five. */
const RIGHT_EYE = [36, 42] as const;
const LEFT_EYE = [42, 48] as const;
const [NOSE_TIP, RIGHT_MOUTH, LEFT_MOUTH] = [30, 48, 54] as const;

/**
 * Locate the landmarks of detected faces.
 *
 * Every installed landmarker looks at each face in an upright frame; the answer is the mean of those that agree.
 *
 * @returns landmarks for each face, in their order
 */
export async function locateLandmarks(
  networks: Networks,
  photo: Pyramid,
  faces: readonly Detection[],
): Promise<FaceLandmarks[]> {
  let frames = faces.map(frameOf);
  let found: FaceLandmarks[] = [];
  for (let look = 0; look < LOOKS; look++) {
    found = await lookOnce(networks, photo, frames);
    frames = found.map(({ five }) => frameOfPoints(five));
  }
  return found;
}

/** Frame of the ArcFace template → photo, from a detector's points or, failing these, its box. */
export function frameOf(face: Detection): Similarity {
  if (face.landmarks) return frameOfPoints(face.landmarks);
  const { x, y, width, height } = face.box;
  const square = BOXES[face.detectors[0] ?? ''] ?? OTHER_BOX;
  const scale = Math.sqrt(width * height) / square.side;
  return { a: scale, b: 0, tx: x + width / 2 - scale * square.x, ty: y + height / 2 - scale * square.y };
}

function frameOfPoints(five: FivePoints): Similarity {
  return invertSimilarity(fitSimilarity(five, ARCFACE_FIVE));
}

async function lookOnce(networks: Networks, photo: Pyramid, frames: readonly Similarity[]): Promise<FaceLandmarks[]> {
  const answers: Located[][] = [];
  for (const { id, square } of LANDMARKERS)
    if (networks.has(id))
      answers.push(
        await look68(
          await networks.open(id),
          photo,
          frames.map((f) => squareIn(f, square)),
        ),
      );
  return frames.map((_, face) => agreeOn(answers.flatMap((answer) => answer[face] ?? [])));
}

/** Square of unit side → photo, for a square in a face's frame. */
function squareIn(frame: Similarity, { x, y, side }: Square): Similarity {
  const corner = applySimilarity(frame, { x: x - side / 2, y: y - side / 2 });
  return { a: frame.a * side, b: frame.b * side, tx: corner.x, ty: corner.y };
}

/** Run a network that gives 68 points as fractions of a square. */
async function look68(network: Network, photo: Pyramid, squares: readonly Similarity[]): Promise<Located[]> {
  const { width, height } = network.entry.input;
  const pictures = squares.map(({ a, b, tx, ty }) =>
    warp(photo, affineOf({ a: a / width, b: b / width, tx, ty }), { width, height }),
  );
  const [output] = await network.run(pictures);
  return squares.map((square, face) => {
    const values = output?.data.subarray(face * 136, (face + 1) * 136) ?? [];
    const all = Array.from({ length: 68 }, (_, index) =>
      applySimilarity(square, { x: values[2 * index] ?? 0, y: values[2 * index + 1] ?? 0 }),
    );
    return { five: fivePoints(all), all };
  });
}

/** The five points of the ArcFace template out of 68: means of the eyes' outlines, nose tip, corners of the mouth. */
export function fivePoints(all: readonly Point[]): FivePoints {
  const at = (index: number): Point => all[index] ?? { x: 0, y: 0 };
  const eyes = [centroid(all.slice(...RIGHT_EYE)), centroid(all.slice(...LEFT_EYE))] as const;
  return [...eyes, at(NOSE_TIP), at(RIGHT_MOUTH), at(LEFT_MOUTH)];
}
