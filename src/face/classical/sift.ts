import {
  type CellGrid,
  clipped,
  type Directions,
  directionHistogram,
  type Field,
  gradientsOf,
  toUnitLength,
  within,
} from './gradients.ts';
import type { GreyImage } from './grey-crop.ts';

const CELLS = 4;
const CELL_PIXELS = 6;
/** A SIFT cell is three times the scale at which the keypoint lies. */
const SCALE = CELL_PIXELS / 3;
/** Blur that a picture has before anything is done to it. */
const CAMERA_BLUR = 0.5;
const DIRECTIONS: Directions = { bins: 8, isSigned: true, firstCentre: 0 };

/**
 * Upright SIFT descriptors on a regular grid (dense SIFT), each in root form, as one unit vector.
 *
 * No keypoints are looked for: faces in a box lie alike, and few keypoints of two photos of a face agree. The root form
 * (L1 norm, square roots) makes products of descriptors Hellinger kernels.
 *
 * @param image square, at least 24 pixels a side
 * @param points along each side; descriptors of 24 × 24 pixels spread evenly over the picture
 * @returns points² × 128 numbers, descriptor by descriptor in rows
 * @see D. Lowe, «Distinctive image features from scale-invariant keypoints», IJCV 60(2), 2004
 * @see R. Arandjelović, A. Zisserman, «Three things everyone should know to improve object retrieval», CVPR 2012
 */
export function denseSift(image: GreyImage, points: number): Float32Array {
  const gradients = gradientsOf(blurred(image, Math.sqrt(SCALE ** 2 - CAMERA_BLUR ** 2)));
  const step = (image.width - CELLS * CELL_PIXELS) / (points - 1);
  const descriptors = Array.from({ length: points * points }, (_, point) => {
    const grid: CellGrid = {
      left: (point % points) * step,
      top: Math.floor(point / points) * step,
      cells: CELLS,
      cellPixels: CELL_PIXELS,
      deviation: (CELLS * CELL_PIXELS) / 2,
      margin: CELL_PIXELS / 2,
    };
    return rootForm(clipped(directionHistogram(gradients, grid, DIRECTIONS)));
  });
  return toUnitLength(Float32Array.from(descriptors.flatMap((descriptor) => [...descriptor])));
}

function rootForm(descriptor: Float32Array): Float32Array {
  const sum = descriptor.reduce((total, value) => total + value, 0);
  return sum > 0 ? descriptor.map((value) => Math.sqrt(value / sum)) : descriptor;
}

/** Gauss blur; the border repeats its pixels. */
function blurred({ data, width, height }: GreyImage, deviation: number): Field {
  const radius = Math.ceil(4 * deviation);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, tap) =>
    Math.exp(-((tap - radius) ** 2) / (2 * deviation ** 2)),
  );
  const total = kernel.reduce((sum, value) => sum + value, 0);
  const taps = kernel.map((value) => value / total);
  const along = (source: ArrayLike<number>, at: (row: number, column: number, offset: number) => number) =>
    Float32Array.from({ length: width * height }, (_, pixel) =>
      taps.reduce(
        (sum, weight, tap) => sum + weight * (source[at(Math.floor(pixel / width), pixel % width, tap - radius)] ?? 0),
        0,
      ),
    );
  const rows = along(data, (row, column, offset) => row * width + within(column + offset, width));
  return { data: along(rows, (row, column, offset) => within(row + offset, height) * width + column), width, height };
}
