import type { RgbImage } from '../core/face.ts';

/** Maps (x, y) to (xx·x + xy·y + tx, yx·x + yy·y + ty), in pixels. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly tx: number;
  readonly ty: number;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A piece of work: pixels of the picture → pixels of the source, samples an axis, size of the picture. */
export interface Sampling {
  readonly map: Affine;
  readonly taps: { readonly x: number; readonly y: number };
  readonly size: Size;
}

/** Where the samples of one axis lie: for each, the two neighbours in the source and the weight of the second. */
interface Axis {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
  /** The samples inside the source: from … to − 1. */
  readonly from: number;
  readonly to: number;
  /** Samples averaged into one pixel. */
  readonly taps: number;
}

/**
 * Cut an upright picture out of an image: bilinear, rows first, then columns, three times as fast as sample by sample.
 * Gives the same pixels as the general way.
 *
 * @param sampling its map must not turn or mirror
 */
export function sampleUpright(source: RgbImage, { map, taps, size }: Sampling): RgbImage {
  const columns = axisOf(size.width, { scale: map.xx, start: map.tx, side: source.width, taps: taps.x });
  const rows = axisOf(size.height, { scale: map.yy, start: map.ty, side: source.height, taps: taps.y });
  const data = new Uint8Array(size.width * size.height * 3);
  const blended = new Float32Array(source.width * 3);
  const line = new Float32Array(size.width * 3);
  const share = 1 / (columns.taps * rows.taps);
  for (let row = 0; row < size.height; row++) {
    line.fill(0);
    const end = Math.min((row + 1) * rows.taps, rows.to);
    for (let sample = Math.max(row * rows.taps, rows.from); sample < end; sample++) {
      blendRows(source, { rows, sample, columns, blended });
      addColumns(blended, columns, line);
    }
    const start = row * line.length;
    for (let index = 0; index < line.length; index++) data[start + index] = (line[index] ?? 0) * share + 0.5;
  }
  return { data, ...size };
}

/** Cut any picture out of an image: bilinear, sample by sample. */
export function sampleTurned(source: RgbImage, { map, taps, size }: Sampling): RgbImage {
  const offsets = tapOffsets(map, taps.x, taps.y);
  const data = new Uint8Array(size.width * size.height * 3);
  const sum = new Float32Array(3);
  let target = 0;
  for (let row = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++) {
      const x = map.xx * column + map.xy * row + map.tx;
      const y = map.yx * column + map.yy * row + map.ty;
      sum.fill(0);
      for (const [dx, dy] of offsets) addSample(source, x + dx, y + dy, sum);
      for (let channel = 0; channel < 3; channel++) data[target++] = Math.round((sum[channel] ?? 0) / offsets.length);
    }
  return { data, ...size };
}

/** Where in a picture's pixel the samples lie, as offsets in the source, less half a pixel, from that pixel's corner. */
function tapOffsets(map: Affine, tapsX: number, tapsY: number): (readonly [number, number])[] {
  return Array.from({ length: tapsX * tapsY }, (_, index) => {
    const u = ((index % tapsX) + 0.5) / tapsX;
    const v = (Math.floor(index / tapsX) + 0.5) / tapsY;
    return [map.xx * u + map.xy * v - 0.5, map.yx * u + map.yy * v - 0.5] as const;
  });
}

/** Add the bilinear value at pixel coordinates (0 = centre of the first pixel) to `sum`; nothing outside the image. */
function addSample(image: RgbImage, x: number, y: number, sum: Float32Array): void {
  const { data, width, height } = image;
  if (!(x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5)) return;
  const left = x < 0 ? 0 : x | 0;
  const top = y < 0 ? 0 : y | 0;
  const fx = x < 0 ? 0 : x - left;
  const fy = y < 0 ? 0 : y - top;
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? 3 * width : 0;
  const at = 3 * (top * width + left);
  for (let channel = 0; channel < 3; channel++) {
    const corner = at + channel;
    const upper = (data[corner] ?? 0) * (1 - fx) + (data[corner + right] ?? 0) * fx;
    const lower = (data[corner + below] ?? 0) * (1 - fx) + (data[corner + below + right] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}

function axisOf(
  pixels: number,
  { scale, start, side, taps }: { scale: number; start: number; side: number; taps: number },
): Axis {
  const count = pixels * taps;
  const [first, second, weight] = [new Int32Array(count), new Int32Array(count), new Float32Array(count)];
  let from = count;
  let to = 0;
  for (let index = 0; index < count; index++) {
    const position = start + ((index + 0.5) * scale) / taps - 0.5;
    if (!(position > -0.5 && position < side - 0.5)) continue;
    const low = Math.floor(Math.max(0, position));
    first[index] = low;
    second[index] = Math.min(low + 1, side - 1);
    weight[index] = Math.max(0, position) - low;
    from = Math.min(from, index);
    to = index + 1;
  }
  return { first, second, weight, from, to, taps };
}

/** Blend the two rows around a sample, over the columns that are read. */
function blendRows(
  { data, width }: RgbImage,
  { rows, sample, columns, blended }: { rows: Axis; sample: number; columns: Axis; blended: Float32Array },
): void {
  const upper = 3 * width * (rows.first[sample] ?? 0);
  const lower = 3 * width * (rows.second[sample] ?? 0);
  const weight = rows.weight[sample] ?? 0;
  const end = 3 * (columns.second[columns.to - 1] ?? -1) + 3;
  for (let index = 3 * (columns.first[columns.from] ?? 0); index < end; index++) {
    const above = data[upper + index] ?? 0;
    blended[index] = above + ((data[lower + index] ?? 0) - above) * weight;
  }
}

/** Add one row of samples, between their neighbours in the row, to a line of the picture. */
function addColumns(blended: Float32Array, columns: Axis, line: Float32Array): void {
  for (let sample = columns.from; sample < columns.to; sample++) {
    const left = 3 * (columns.first[sample] ?? 0);
    const right = 3 * (columns.second[sample] ?? 0);
    const weight = columns.weight[sample] ?? 0;
    const target = 3 * Math.floor(sample / columns.taps);
    for (let channel = 0; channel < 3; channel++) {
      const near = blended[left + channel] ?? 0;
      const value = near + ((blended[right + channel] ?? 0) - near) * weight;
      line[target + channel] = (line[target + channel] ?? 0) + value;
    }
  }
}
