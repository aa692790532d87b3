/**
 * The inner loops of shrinking, cutting out, packing and blurring pictures, in AssemblyScript; compiled by src/face/sampling-kernel.test.ts
 * into src/face/sampling-kernel.wasm.ts. Images are RGB, 3 bytes a pixel, row by row; all addresses are bytes in the
 * imported memory. Reads and writes go up to 28 bytes beyond an image: src/face/sampling.ts leaves that room.
 */

/** Average blocks of 2 × 2 pixels; an odd last column or row is left out. Both sides are at least 2. */
export function halve(source: usize, width: i32, height: i32, target: usize): void {
  const stride = 3 * width;
  const columns = width >> 1;
  for (let row = 0; row < height >> 1; row++) {
    let at = source + <usize>(2 * row * stride);
    let to = target + <usize>(3 * row * columns);
    for (let column = 0; column < columns; column += 4, at += 24, to += 12) {
      const means = i8x16.narrow_i16x8_u(twoMeans(at, at + stride), twoMeans(at + 12, at + 12 + stride));
      v128.store(to, i8x16.shuffle(means, means, 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 0, 0, 0, 0));
    }
  }
}

/** The means of two blocks next to each other, six numbers; two more are anything. */
function twoMeans(upper: usize, lower: usize): v128 {
  const sums = i16x8.add(pairSums(upper), pairSums(lower));
  return i16x8.shr_u(i16x8.add(sums, i16x8.splat(2)), 2);
}

/** The sums of the first pixel and the second, and of the third and the fourth. */
function pairSums(at: usize): v128 {
  const bytes = v128.load(at);
  const pairs = i8x16.shuffle(bytes, bytes, 0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11, 0, 0, 0, 0);
  return i16x8.extadd_pairwise_i8x16_u(pairs);
}

/** Sum of the weights down a column of an upright picture, which are whole numbers. */
const DOWN: i32 = 256;

/**
 * Cut out an upright picture: bilinear, first the rows, then the columns; black outside the source.
 *
 * Pixel coordinate u of the picture lies at scaleX · u + left in the source, v at scaleY · v + top; each pixel is the
 * mean of tapsX × tapsY samples.
 *
 * @param scratch room for 8 bytes a sample of a row, then 6 bytes a column of the source and 16 more
 */
export function sampleUpright(
  source: usize,
  width: i32,
  height: i32,
  target: usize,
  columns: i32,
  rows: i32,
  scaleX: f64,
  left: f64,
  scaleY: f64,
  top: f64,
  tapsX: i32,
  tapsY: i32,
  scratch: usize,
): void {
  const line = scratch + <usize>(8 * columns * tapsX);
  placeSamples(scratch, columns * tapsX, width, scaleX / <f64>tapsX, left, tapsX);
  let to = target;
  for (let row = 0; row < rows; row++, to += 3 * columns) {
    memory.fill(line, 0, <usize>(6 * width + 16));
    for (let tap = 0; tap < tapsY; tap++) {
      const y = top + (scaleY * (<f64>(row * tapsY + tap) + 0.5)) / <f64>tapsY - 0.5;
      if (!(y > -0.5 && y < <f64>height - 0.5)) continue;
      const inside = max<f64>(y, 0);
      const upper = <i32>inside;
      const share = (DOWN * (tap + 1)) / tapsY - (DOWN * tap) / tapsY;
      const lower = <i32>((inside - <f64>upper) * <f64>share + 0.5);
      const at = source + <usize>(3 * width * upper);
      addRows(at, upper + 1 < height ? at + 3 * width : at, line, 3 * width, share - lower, lower);
    }
    // The neighbour of the last column is itself.
    v128.store64_lane(line + <usize>(6 * width), v128.load64_zero(line + <usize>(6 * width - 6)), 0);
    sampleLine(line, scratch, to, columns, tapsX);
  }
}

/** Fill a row of the picture from a line of the source. */
function sampleLine(line: usize, samples: usize, target: usize, columns: i32, taps: i32): void {
  let sample = samples;
  let to = target;
  for (let column = 0; column < columns; column++, to += 3) {
    let sum = i32x4.splat(ROUNDING);
    for (let tap = 0; tap < taps; tap++, sample += 8) {
      const numbers = v128.load(line + <usize>load<i32>(sample));
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(neighbours(numbers), v128.load32_splat(sample, 4)));
    }
    const whole = i32x4.shr_u(sum, ALL_BITS);
    const narrow = i16x8.narrow_i32x4_u(whole, whole);
    store<u32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0));
  }
}

/** For each sample of a row: where its left neighbour lies in a line, and both weights as 16-bit numbers. */
function placeSamples(scratch: usize, count: i32, width: i32, step: f64, start: f64, taps: i32): void {
  for (let sample = 0; sample < count; sample++) {
    const at = scratch + ((<usize>sample) << 3);
    const x = start + step * (<f64>sample + 0.5) - 0.5;
    const isInside = x > -0.5 && x < <f64>width - 0.5;
    const inside = isInside ? max<f64>(x, 0) : 0;
    const near = <i32>inside;
    const share = isInside ? ONE / taps : 0;
    const right = <i32>((inside - <f64>near) * <f64>share + 0.5);
    store<i32>(at, 6 * near);
    store<i32>(at, (right << 16) | (share - right), 4);
  }
}

/** Add two rows of bytes, each times its weight, to a line of 15-bit numbers; up to 7 numbers more than `count`. */
function addRows(upper: usize, lower: usize, line: usize, count: i32, upperWeight: i32, lowerWeight: i32): void {
  const first = i16x8.splat(<i16>upperWeight);
  const second = i16x8.splat(<i16>lowerWeight);
  for (let at = 0; at < count; at += 8) {
    const sum = i16x8.add(i16x8.mul(v128.load8x8_u(upper + at), first), i16x8.mul(v128.load8x8_u(lower + at), second));
    const number = line + ((<usize>at) << 1);
    v128.store(number, i16x8.add(v128.load(number), i16x8.shr_u(sum, 1)));
  }
}

/** Cut out any picture, sample by sample: pixel (u, v) lies at (xx·u + xy·v + tx, yx·u + yy·v + ty) in the source. */
export function sampleTurned(
  source: usize,
  width: i32,
  height: i32,
  target: usize,
  columns: i32,
  rows: i32,
  xx: f32,
  xy: f32,
  yx: f32,
  yy: f32,
  tx: f32,
  ty: f32,
  tapsX: i32,
  tapsY: i32,
): void {
  const acrossX: f32 = xx / <f32>tapsX;
  const acrossY: f32 = yx / <f32>tapsX;
  const downX: f32 = xy / <f32>tapsY;
  const downY: f32 = yy / <f32>tapsY;
  const isInside =
    isWithin(tx, xx * <f32>columns, xy * <f32>rows, width) && isWithin(ty, yx * <f32>columns, yy * <f32>rows, height);
  const share = f32x4.splat(1.0 / <f32>((isInside ? QUICK_ONE : ONE) * tapsX * tapsY));
  let to = target;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, to += 3) {
      const x: f32 = xx * <f32>column + xy * <f32>row + tx + (acrossX + downX) * 0.5 - 0.5;
      const y: f32 = yx * <f32>column + yy * <f32>row + ty + (acrossY + downY) * 0.5 - 0.5;
      const sum = isInside
        ? quickSamples(source, 3 * width, x, y, acrossX, acrossY, downX, downY, tapsX, tapsY)
        : carefulSamples(source, width, height, x, y, acrossX, acrossY, downX, downY, tapsX, tapsY);
      storePixel(to, f32x4.add(f32x4.mul(sum, share), f32x4.splat(0.5)));
    }
}

/** Whether a picture's samples, and their neighbours, lie inside the source along one of its axes. */
function isWithin(corner: f32, across: f32, down: f32, size: i32): bool {
  const least = corner + min<f32>(across, 0) + min<f32>(down, 0);
  const most = corner + max<f32>(across, 0) + max<f32>(down, 0);
  return least >= 1 && most <= <f32>size - 1;
}

/** Bits below a pixel in the quick coordinates. */
const FRACTION: i32 = 16;

/** What a quick sample of one is: 7 bits down and 14 across, less 6 so that many may be added up. */
const QUICK_ONE: i32 = 1 << 15;

/** The sum of a pixel's samples, all of them inside the source, times QUICK_ONE. */
function quickSamples(
  source: usize,
  stride: i32,
  x: f32,
  y: f32,
  acrossX: f32,
  acrossY: f32,
  downX: f32,
  downY: f32,
  tapsX: i32,
  tapsY: i32,
): v128 {
  const unit = <f32>(1 << FRACTION);
  const stepX = <i32>(acrossX * unit);
  const stepY = <i32>(acrossY * unit);
  let sum = i32x4.splat(0);
  for (let j = 0; j < tapsY; j++) {
    let atX = <i32>((x + downX * <f32>j) * unit);
    let atY = <i32>((y + downY * <f32>j) * unit);
    for (let i = 0; i < tapsX; i++, atX += stepX, atY += stepY)
      sum = i32x4.add(sum, i32x4.shr_u(quickPixelAt(source, stride, atX, atY), 6));
  }
  return f32x4.convert_i32x4_s(sum);
}

/** A bilinear value times 2²¹. */
function quickPixelAt(source: usize, stride: i32, x: i32, y: i32): v128 {
  const at = source + <usize>((y >> FRACTION) * stride + 3 * (x >> FRACTION));
  const lower = (y >> (FRACTION - 8)) & 255;
  const right = (x >> (FRACTION - 14)) & (ONE - 1);
  const upperRow = i16x8.mul(v128.load8x8_u(at), i16x8.splat(<i16>(DOWN - lower)));
  const lowerRow = i16x8.mul(v128.load8x8_u(at + stride), i16x8.splat(<i16>lower));
  const numbers = i16x8.shr_u(i16x8.add(upperRow, lowerRow), 1);
  return i32x4.dot_i16x8_s(neighbours(numbers), i32x4.splat((right << 16) | (ONE - right)));
}

/** Each number of a pixel beside the one of the pixel to its right. */
function neighbours(numbers: v128): v128 {
  return i8x16.shuffle(numbers, numbers, 0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 0, 1, 6, 7);
}

/** The sum of a pixel's samples, times ONE; black outside the source. */
function carefulSamples(
  source: usize,
  width: i32,
  height: i32,
  x: f32,
  y: f32,
  acrossX: f32,
  acrossY: f32,
  downX: f32,
  downY: f32,
  tapsX: i32,
  tapsY: i32,
): v128 {
  let sum = f32x4.splat(0);
  for (let j = 0; j < tapsY; j++) {
    let atX: f32 = x + downX * <f32>j;
    let atY: f32 = y + downY * <f32>j;
    for (let i = 0; i < tapsX; i++, atX += acrossX, atY += acrossY)
      sum = f32x4.add(sum, pixelAt(source, width, height, atX, atY));
  }
  return sum;
}

/** Write one channel of an image as floats, (value − mean) · factor; up to 3 numbers more than `count`. */
export function packChannel(source: usize, count: i32, target: usize, mean: f32, factor: f32): void {
  const zero = i32x4.splat(0);
  const means = f32x4.splat(mean);
  const factors = f32x4.splat(factor);
  let from = source;
  for (let pixel = 0; pixel < count; pixel += 4, from += 12) {
    const bytes = v128.load(from);
    const whole = i8x16.shuffle(bytes, zero, 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
    const value = f32x4.mul(f32x4.sub(f32x4.convert_i32x4_u(whole), means), factors);
    v128.store(target + ((<usize>pixel) << 2), value);
  }
}

/** Weights across are whole numbers of this fraction, so that two neighbours are blended by one instruction. */
const ONE: i32 = 1 << 14;

/** A number of a line times weights across: so many bits lie below a whole one (8 down, less 1, and 14 across). */
const ALL_BITS: i32 = 21;
const ROUNDING: i32 = 1 << (ALL_BITS - 1);

/** ONE times the bilinear value at pixel coordinates (0 = centre of the first pixel); black outside. */
function pixelAt(source: usize, width: i32, height: i32, x: f32, y: f32): v128 {
  if (!(x > -0.5 && y > -0.5 && x < <f32>width - 0.5 && y < <f32>height - 0.5)) return f32x4.splat(0);
  const insideX = min<f32>(max<f32>(x, 0), <f32>(width - 1));
  const insideY = min<f32>(max<f32>(y, 0), <f32>(height - 1));
  const left = <i32>insideX;
  const top = <i32>insideY;
  const at = source + <usize>(3 * (top * width + left));
  const below: usize = top + 1 < height ? 3 * width : 0;
  const second = <i32>((insideX - <f32>left) * <f32>ONE);
  const weights = i32x4.splat((second << 16) | (ONE - second));
  return blend(acrossAt(at, weights), acrossAt(at + below, weights), f32x4.splat(insideY - <f32>top));
}

/** The blend of a pixel and its right neighbour. @param weights pairs of 16-bit numbers */
function acrossAt(at: usize, weights: v128): v128 {
  const bytes = v128.load64_zero(at);
  const pairs = i8x16.shuffle(bytes, i32x4.splat(0), 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
  return f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(pairs, weights));
}

function blend(first: v128, second: v128, weight: v128): v128 {
  return f32x4.add(first, f32x4.mul(f32x4.sub(second, first), weight));
}

/** Write a pixel, numbers cut to whole ones; the byte after it is overwritten too. */
function storePixel(at: usize, value: v128): void {
  const whole = i32x4.trunc_sat_f32x4_u(value);
  const narrow = i16x8.narrow_i32x4_u(whole, whole);
  store<u32>(at, i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0));
}

/**
 * Gaussian blur of a square of floats; its border repeats outwards.
 *
 * @param weights of the middle, then of the neighbours at a distance of 1 … reach, floats
 * @param scratch room for side + 2 · reach floats and 16 bytes more
 */
export function blur(source: usize, side: i32, weights: usize, reach: i32, target: usize, scratch: usize): void {
  const stride = <usize>(4 * side);
  const line = scratch + <usize>(4 * reach);
  for (let row = 0; row < side; row++) {
    for (let at: usize = 0; at < stride; at += 16) {
      let sum = f32x4.mul(v128.load(source + <usize>row * stride + at), v128.load32_splat(weights));
      for (let away = 1; away <= reach; away++) {
        const above = v128.load(source + <usize>max(row - away, 0) * stride + at);
        const below = v128.load(source + <usize>min(row + away, side - 1) * stride + at);
        const weight = v128.load32_splat(weights + ((<usize>away) << 2));
        sum = f32x4.add(sum, f32x4.mul(f32x4.add(above, below), weight));
      }
      v128.store(line + at, sum);
    }
    blurLine(line, side, weights, reach, target + <usize>row * stride);
  }
}

/** Blur a line along itself; there is room for `reach` floats on both sides of it. */
function blurLine(line: usize, side: i32, weights: usize, reach: i32, target: usize): void {
  const end = line + ((<usize>side) << 2);
  for (let away = 1; away <= reach; away++) {
    store<f32>(line - ((<usize>away) << 2), load<f32>(line));
    store<f32>(end + ((<usize>(away - 1)) << 2), load<f32>(end - 4));
  }
  for (let at = line; at < end; at += 16) {
    let sum = f32x4.mul(v128.load(at), v128.load32_splat(weights));
    for (let away: usize = 4; away <= (<usize>reach) << 2; away += 4) {
      const both = f32x4.add(v128.load(at - away), v128.load(at + away));
      sum = f32x4.add(sum, f32x4.mul(both, v128.load32_splat(weights + away)));
    }
    v128.store(target + (at - line), sum);
  }
}
