/** A picture in real numbers, row by row. */
export interface Field {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Strength and direction of the brightness change at each pixel. */
export interface Gradients {
  readonly magnitude: Float32Array;
  /** Direction of rising brightness in turns, 0 … 1: 0 to the right, ¼ down. */
  readonly turns: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A square of cells in which gradient directions are counted. */
export interface CellGrid {
  /** Top left corner of the first cell, in pixels. */
  readonly left: number;
  readonly top: number;
  /** Cells along each side. */
  readonly cells: number;
  /** Side of a cell in pixels. */
  readonly cellPixels: number;
  /** Deviation, in pixels, of the Gauss weight around the centre of the grid. */
  readonly deviation: number;
  /** How far outside the grid pixels still count, in pixels. */
  readonly margin: number;
}

/** How directions are counted. */
export interface Directions {
  readonly bins: number;
  /** Does a direction differ from its opposite? 0 … 360° in the bins, else 0 … 180°. */
  readonly isSigned: boolean;
  /** Where the first bin's centre lies, in bins: 0 or ½. */
  readonly firstCentre: number;
}

/** Differences of the two neighbours on each axis (Dalal & Triggs's best mask); the border repeats its pixels. */
export function gradientsOf({ data, width, height }: Field): Gradients {
  const magnitude = new Float32Array(data.length);
  const turns = new Float32Array(data.length);
  const at = (column: number, row: number) => data[within(row, height) * width + within(column, width)] ?? 0;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const column = pixel % width;
    const row = Math.floor(pixel / width);
    const dx = at(column + 1, row) - at(column - 1, row);
    const dy = at(column, row + 1) - at(column, row - 1);
    magnitude[pixel] = Math.hypot(dx, dy);
    turns[pixel] = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1;
  }
  return { magnitude, turns, width, height };
}

/**
 * Count gradient directions by cell, each pixel shared linearly between the nearest cells and the nearest bins.
 *
 * The common core of HOG blocks (2 × 2 cells) and SIFT descriptors (4 × 4 cells).
 *
 * @returns cells² × bins sums, cell by cell in rows
 */
export function directionHistogram(gradients: Gradients, grid: CellGrid, directions: Directions): Float32Array {
  const { cells, cellPixels, margin, left, top } = grid;
  const histogram = new Float32Array(cells * cells * directions.bins);
  const end = cells * cellPixels + margin;
  const from = (start: number) => Math.max(0, Math.ceil(start - margin - 0.5));
  const to = (start: number, size: number) => Math.min(size, Math.floor(start + end + 0.5));
  for (let row = from(top); row < to(top, gradients.height); row++)
    for (let column = from(left); column < to(left, gradients.width); column++) {
      const pixel = row * gradients.width + column;
      const x = column + 0.5 - left;
      const y = row + 0.5 - top;
      const weight = (gradients.magnitude[pixel] ?? 0) * gauss(x, y, grid);
      const place = {
        x: x / cellPixels - 0.5,
        y: y / cellPixels - 0.5,
        bin: binOf(gradients.turns[pixel] ?? 0, directions),
      };
      share(histogram, place, weight, { cells, bins: directions.bins });
    }
  return histogram;
}

/** Add `weight` at a fractional place: x and y in cells (0 = centre of the first), `bin` in bins around the circle. */
function share(
  histogram: Float32Array,
  { x, y, bin }: { x: number; y: number; bin: number },
  weight: number,
  { cells, bins }: { cells: number; bins: number },
): void {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const first = Math.floor(bin);
  for (let corner = 0; corner < 8; corner++) {
    const right = corner & 1;
    const below = (corner >> 1) & 1;
    const next = corner >> 2;
    if (column + right < 0 || column + right >= cells || row + below < 0 || row + below >= cells) continue;
    const part = near(x - column, right) * near(y - row, below) * near(bin - first, next);
    const at = ((row + below) * cells + column + right) * bins + ((first + next + bins) % bins);
    histogram[at] = (histogram[at] ?? 0) + weight * part;
  }
}

/** Share of the lower (0) or upper (1) neighbour of a fraction between them. */
function near(fraction: number, upper: number): number {
  return upper === 1 ? fraction : 1 - fraction;
}

/** The vector scaled to length 1; zeros (a flat patch) stay zeros. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** Unit length, no number above 0.2, unit length again: strong edges do not outshout the rest (Lowe's rule, «L2-Hys»). */
export function clipped(vector: Float32Array): Float32Array {
  return toUnitLength(toUnitLength(vector).map((value) => Math.min(value, 0.2)));
}

function gauss(x: number, y: number, { cells, cellPixels, deviation }: CellGrid): number {
  const centre = (cells * cellPixels) / 2;
  return Math.exp(-((x - centre) ** 2 + (y - centre) ** 2) / (2 * deviation ** 2));
}

function binOf(turns: number, { bins, isSigned, firstCentre }: Directions): number {
  return (isSigned ? turns : (2 * turns) % 1) * bins - firstCentre;
}

/** The index of the nearest pixel inside: the border repeats its pixels. */
export function within(index: number, size: number): number {
  return Math.min(size - 1, Math.max(0, index));
}
