import {
  type CellGrid,
  clipped,
  type Directions,
  directionHistogram,
  type Field,
  gradientsOf,
  toUnitLength,
} from './gradients.ts';
import type { GreyImage } from './grey-crop.ts';

const CELL_PIXELS = 8;
const BLOCK_CELLS = 2;
/** Half a block, as in the paper. */
const DEVIATION = (BLOCK_CELLS * CELL_PIXELS) / 2;
const DIRECTIONS: Directions = { bins: 9, isSigned: false, firstCentre: 0.5 };

/**
 * Histograms of oriented gradients: cells of 8 × 8 pixels, 9 unsigned directions, blocks of 2 × 2 cells that overlap by
 * half, each clipped (L2-Hys), square-root brightness; as one unit vector.
 *
 * @param image a multiple of 8 pixels on each side
 * @returns (width/8 − 1) × (height/8 − 1) × 36 numbers, block by block in rows
 * @see N. Dalal, B. Triggs, «Histograms of oriented gradients for human detection», CVPR 2005
 */
export function hogFeatures(image: GreyImage): Float32Array {
  const gradients = gradientsOf(squareRoots(image));
  const columns = image.width / CELL_PIXELS - BLOCK_CELLS + 1;
  const rows = image.height / CELL_PIXELS - BLOCK_CELLS + 1;
  const blocks = Array.from({ length: rows * columns }, (_, block) => {
    const grid: CellGrid = {
      left: (block % columns) * CELL_PIXELS,
      top: Math.floor(block / columns) * CELL_PIXELS,
      cells: BLOCK_CELLS,
      cellPixels: CELL_PIXELS,
      deviation: DEVIATION,
      margin: 0,
    };
    return clipped(directionHistogram(gradients, grid, DIRECTIONS));
  });
  return toUnitLength(Float32Array.from(blocks.flatMap((block) => [...block])));
}

/** Brightness to the power ½: «square root gamma compression». */
function squareRoots({ data, width, height }: GreyImage): Field {
  return { data: Float32Array.from(data, Math.sqrt), width, height };
}
