import type { GreyImage } from './grey-crop.ts';

/** Uniform patterns of 8 neighbours: 58, and one label for all others. */
const LABELS = 59;

/** Offsets of 8 neighbours on a circle of radius 2 pixels, from the right, anticlockwise on the screen. */
const RADIUS = 2;
const NEIGHBOURS = Array.from({ length: 8 }, (_, bit) => ({
  dx: RADIUS * Math.cos((Math.PI * bit) / 4),
  dy: -RADIUS * Math.sin((Math.PI * bit) / 4),
}));

/** A neighbour counts as bright as the centre down to this much below it: rounding in the interpolation. */
const SLACK = 1e-6;

const LABEL_OF_CODE = labelCodes();

/**
 * The histograms of uniform local binary patterns LBP(8, 2) in a grid of cells, as one unit vector.
 *
 * [Note: Hellinger form] The vector holds the square roots of the relative frequencies. So it has length 1, its
 * products are Bhattacharyya coefficients, and squaring it gives the histogram back for a χ² distance.
 *
 * @param image its sides less 4 border pixels are divided into cells
 * @param cells along each side; 7 in the paper
 * @returns cells² × 59 numbers, cell by cell in rows
 * @see T. Ahonen, A. Hadid, M. Pietikäinen, «Face description with local binary patterns: application to face
 *   recognition», IEEE TPAMI 28(12), 2006
 */
export function lbpHistogram(image: GreyImage, cells: number): Float32Array {
  const { codes, width, height } = lbpCodes(image);
  const histogram = new Float32Array(cells * cells * LABELS);
  for (let pixel = 0; pixel < codes.length; pixel++) {
    const row = Math.floor((Math.floor(pixel / width) * cells) / height);
    const column = Math.floor(((pixel % width) * cells) / width);
    const bin = (row * cells + column) * LABELS + (LABEL_OF_CODE[codes[pixel] ?? 0] ?? 0);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return histogram.map((count) => Math.sqrt(count / codes.length));
}

/**
 * The local binary pattern of each pixel that has all neighbours: bit k is set when neighbour k is not darker.
 *
 * @returns one code a pixel, 0 … 255, of the picture without its 2 border pixels on each side
 */
export function lbpCodes({ data, width, height }: GreyImage): { codes: Uint8Array; width: number; height: number } {
  const inner = { width: width - 2 * RADIUS, height: height - 2 * RADIUS };
  const codes = new Uint8Array(inner.width * inner.height);
  NEIGHBOURS.forEach(({ dx, dy }, bit) => {
    const left = Math.floor(dx + SLACK);
    const top = Math.floor(dy + SLACK);
    const fx = dx - left;
    const fy = dy - top;
    for (let pixel = 0; pixel < codes.length; pixel++) {
      const centre = (Math.floor(pixel / inner.width) + RADIUS) * width + (pixel % inner.width) + RADIUS;
      const corner = centre + top * width + left;
      const upper = (data[corner] ?? 0) * (1 - fx) + (data[corner + 1] ?? 0) * fx;
      const lower = (data[corner + width] ?? 0) * (1 - fx) + (data[corner + width + 1] ?? 0) * fx;
      const isBright = upper * (1 - fy) + lower * fy >= (data[centre] ?? 0) - SLACK;
      if (isBright) codes[pixel] = (codes[pixel] ?? 0) | (1 << bit);
    }
  });
  return { codes, ...inner };
}

/** Labels 0 … 57 for codes whose circle of bits changes at most twice, 58 for the rest. */
function labelCodes(): Uint8Array {
  let next = 0;
  return Uint8Array.from({ length: 256 }, (_, code) => (changes(code) <= 2 ? next++ : LABELS - 1));
}

/** How often neighbouring bits differ around the circle. */
function changes(code: number): number {
  const turned = (code >> 1) | ((code & 1) << 7);
  let differing = code ^ turned;
  let count = 0;
  for (; differing > 0; differing >>= 1) count += differing & 1;
  return count;
}
