/**
 * The inner loops of shrinking, cutting out and packing pictures, in AssemblyScript; compiled by src/face/sampling-kernel.test.ts
 * into src/face/sampling-kernel.wasm.ts. Images are RGB, 3 bytes a pixel, row by row; all addresses are bytes in the
 * imported memory. Reads and writes go up to 16 bytes beyond an image: src/face/sampling.ts leaves that room.
 */

/** Average blocks of 2 × 2 pixels; an odd last column or row is left out. Both sides are at least 2. */
export function halve(source: usize, width: i32, height: i32, target: usize): void {
  const stride = 3 * width;
  let to = target;
  for (let row = 0; row < height >> 1; row++) {
    let at = source + <usize>(2 * row * stride);
    for (let column = 0; column < width >> 1; column++, at += 6, to += 3) {
      const upper = i16x8.extend_low_i8x16_u(v128.load64_zero(at));
      const lower = i16x8.extend_low_i8x16_u(v128.load64_zero(at + stride));
      const both = i16x8.add(upper, lower);
      const next = i8x16.shuffle(both, both, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5);
      const mean = i16x8.shr_u(i16x8.add(i16x8.add(both, next), i16x8.splat(2)), 2);
      store<u32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(mean, mean), 0));
    }
  }
}

/**
 * Cut out an upright picture: bilinear, first the rows, then the columns; black outside the source.
 *
 * Pixel coordinate u of the picture lies at scaleX · u + left in the source, v at scaleY · v + top; each pixel is the
 * mean of tapsX × tapsY samples.
 *
 * @param scratch room for 16 bytes a sample of a row, then 12 bytes a column of the source and 16 more
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
  let to = target;
  const line = scratch + <usize>(16 * columns * tapsX);
  placeSamples(scratch, columns * tapsX, width, scaleX / <f64>tapsX, left, 1.0 / <f32>(tapsX * tapsY));
  for (let row = 0; row < rows; row++) {
    memory.fill(line, 0, <usize>(12 * width + 16));
    for (let tap = 0; tap < tapsY; tap++) {
      const y = top + (scaleY * (<f64>(row * tapsY + tap) + 0.5)) / <f64>tapsY - 0.5;
      if (!(y > -0.5 && y < <f64>height - 0.5)) continue;
      const inside = max<f64>(y, 0);
      const upper = <i32>inside;
      const lower = min(upper + 1, height - 1);
      addRows(
        source + <usize>(3 * width * upper),
        source + <usize>(3 * width * lower),
        line,
        3 * width,
        <f32>(inside - <f64>upper),
      );
    }
    // The neighbour of the last column is itself.
    v128.store(line + <usize>(12 * width), v128.load(line + <usize>(12 * width - 12)));
    let sample = scratch;
    for (let column = 0; column < columns; column++, to += 3) {
      let sum = f32x4.splat(0.5);
      for (let tap = 0; tap < tapsX; tap++, sample += 16) {
        const at = line + <usize>load<i32>(sample);
        const near = f32x4.mul(v128.load(at), v128.load32_splat(sample, 4));
        sum = f32x4.add(sum, f32x4.add(near, f32x4.mul(v128.load(at, 12), v128.load32_splat(sample, 8))));
      }
      storePixel(to, sum);
    }
  }
}

/** For each sample of a row: where its left neighbour lies in a line of floats, its weight and the right one's. */
function placeSamples(scratch: usize, count: i32, width: i32, step: f64, start: f64, share: f32): void {
  for (let sample = 0; sample < count; sample++) {
    const at = scratch + ((<usize>sample) << 4);
    const x = start + step * (<f64>sample + 0.5) - 0.5;
    const isInside = x > -0.5 && x < <f64>width - 0.5;
    const inside = isInside ? max<f64>(x, 0) : 0;
    const near = <i32>inside;
    const weight = isInside ? share : 0;
    const right = <f32>(inside - <f64>near) * weight;
    store<i32>(at, 12 * near);
    store<f32>(at, weight - right, 4);
    store<f32>(at, right, 8);
  }
}

/** Add the blend of two rows of bytes to a line of floats; up to 3 numbers more than `count`. */
function addRows(upper: usize, lower: usize, line: usize, count: i32, weight: f32): void {
  const factor = f32x4.splat(weight);
  for (let at = 0; at < count; at += 4) {
    const blended = blend(fourBytes(upper + at), fourBytes(lower + at), factor);
    const number = line + ((<usize>at) << 2);
    v128.store(number, f32x4.add(v128.load(number), blended));
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
  const share = f32x4.splat(1.0 / <f32>(ONE * tapsX * tapsY));
  const acrossX: f32 = xx / <f32>tapsX;
  const acrossY: f32 = yx / <f32>tapsX;
  const downX: f32 = xy / <f32>tapsY;
  const downY: f32 = yy / <f32>tapsY;
  let to = target;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, to += 3) {
      let lineX: f32 = xx * <f32>column + xy * <f32>row + tx + (acrossX + downX) * 0.5 - 0.5;
      let lineY: f32 = yx * <f32>column + yy * <f32>row + ty + (acrossY + downY) * 0.5 - 0.5;
      let sum = f32x4.splat(0);
      for (let j = 0; j < tapsY; j++, lineX += downX, lineY += downY) {
        let x = lineX;
        let y = lineY;
        for (let i = 0; i < tapsX; i++, x += acrossX, y += acrossY)
          sum = f32x4.add(sum, pixelAt(source, width, height, x, y));
      }
      storePixel(to, f32x4.add(f32x4.mul(sum, share), f32x4.splat(0.5)));
    }
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

function fourBytes(at: usize): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))));
}

/** Write a pixel, numbers cut to whole ones; the byte after it is overwritten too. */
function storePixel(at: usize, value: v128): void {
  const whole = i32x4.trunc_sat_f32x4_u(value);
  const narrow = i16x8.narrow_i32x4_u(whole, whole);
  store<u32>(at, i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0));
}
