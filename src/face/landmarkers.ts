import type { ModelId } from '../core/face.ts';
import { applySimilarity, type Point, type Similarity } from '../core/geometry.ts';
import { type FaceFrame, type Square, squareIn } from './face-frame.ts';
import { fivePoints } from './five-points.ts';
import type { Located } from './landmark-consensus.ts';
import { type NetworkOutputs, type Networks, outputFor } from './networks.ts';
import { affineOf, type Pyramid, warp } from './warp.ts';

/**
 * Where each landmarker looks, as a square in the face frame: the median of the boxes that it was made for (RFB's,
 * squared by its height; SSD's; MTCNN's), and where it agrees best with the others.
 */
const SQUARES = {
  'fr-landmark68': { x: 57.5, y: 63.5, side: 105 },
  landmarks68: { x: 57, y: 63, side: 100 },
  'mtcnn-o': { x: 55.7, y: 63.7, side: 109 },
} as const satisfies Record<ModelId, Square>;

/** A network that locates landmarks in a square around a face. */
export type Landmarker = keyof typeof SQUARES;

/** Faces to look at. */
export interface Look {
  readonly photo: Pyramid;
  readonly frames: readonly FaceFrame[];
}

/** Run a network that gives 68 points as fractions of its square. */
export async function locate68(
  networks: Networks,
  id: Exclude<Landmarker, 'mtcnn-o'>,
  look: Look,
): Promise<Required<Located>[]> {
  const { squares, outputs } = await lookThrough(networks, id, look);
  return squares.map((square, face) => {
    const values = outputFor(outputs, 'landmarks', face);
    const all = Array.from({ length: 68 }, (_, index) =>
      applySimilarity(square, { x: values[2 * index] ?? 0, y: values[2 * index + 1] ?? 0 }),
    );
    return { five: fivePoints(all), all };
  });
}

/** Run MTCNN's last network: five points, first all x, then all y, and its certainty that this is a face, 0 … 1. */
export async function locateByMtcnn(networks: Networks, look: Look): Promise<(Located & { certainty: number })[]> {
  const { squares, outputs } = await lookThrough(networks, 'mtcnn-o', look);
  return squares.map((square, face) => {
    const values = outputFor(outputs, 'landmarks', face);
    const at = (index: number): Point => applySimilarity(square, { x: values[index] ?? 0, y: values[index + 5] ?? 0 });
    return { five: [at(0), at(1), at(2), at(3), at(4)], certainty: outputFor(outputs, 'scores', face)[1] ?? 0 };
  });
}

/** Cut each face out through a landmarker's square and run the landmarker on all. */
async function lookThrough(
  networks: Networks,
  id: Landmarker,
  { photo, frames }: Look,
): Promise<{ squares: Similarity[]; outputs: NetworkOutputs }> {
  const squares = frames.map((frame) => squareIn(frame, SQUARES[id]));
  if (squares.length === 0) return { squares, outputs: {} };
  const network = await networks.open(id);
  const { width, height } = network.entry.input;
  const pictures = squares.map(({ a, b, tx, ty }) =>
    warp(photo, affineOf({ a: a / width, b: b / width, tx, ty }), { width, height }),
  );
  return { squares, outputs: await network.run(pictures) };
}
