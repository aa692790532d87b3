/**
 * The inner loops of the face search, in AssemblyScript; compiled by src/gallery/kernel.test.ts, once with relaxed SIMD
 * and once without. All addresses are bytes in the imported memory; src/gallery/layout.ts says what lies where.
 *
 * Four rows at a time: a row is 16 numbers a step, and the memory has four to fetch from at once.
 */

/** As in src/gallery/layout.ts. */
const ROWS: i32 = 1024;
const SCALES: usize = 4 * ROWS;
const SUMS: usize = 8 * ROWS;
const CODES: usize = 16 * ROWS;

/** What is added to each number of the short probe, so that none is negative. */
const SHIFT_BITS: i32 = 6;

/**
 * Compare the probe with the rows of one block.
 *
 * With relaxed SIMD there are two looks: first with a probe of 7 bits, which takes one instruction for 16 numbers;
 * who comes within `slack` of `least` is looked at again with 16 bits, as without relaxed SIMD everybody is.
 * So both compilations return the same rows with the same scores.
 *
 * @param block where the block begins
 * @param stride bytes of a row of codes, a multiple of 16
 * @param probe `stride` signed 16-bit numbers, then `stride` bytes 0 … 127
 * @param mask, wanted a row counts when (attributes & mask) = wanted
 * @param agencies one bit an agency number; 0 when all agencies count
 * @param least lowest score that is a hit
 * @param ratio value of a step of the 7-bit probe in steps of the 16-bit one
 * @param slack the most that the first look can be off
 * @param hits where pairs (row: i32, score: f32) go; room for all rows
 * @returns how many hits were written
 */
export function scan(
  block: usize,
  stride: i32,
  probe: usize,
  mask: i32,
  wanted: i32,
  agencies: usize,
  least: f32,
  ratio: f32,
  slack: f32,
  hits: usize,
): i32 {
  let found = 0;
  for (let row = 0; row < ROWS; row += 4) {
    const at = block + (<usize>row << 2);
    const masked = v128.and(v128.load(at), i32x4.splat(mask));
    const counting = i32x4.eq(masked, i32x4.splat(wanted));
    if (!v128.any_true(counting)) continue;
    const scores = ASC_FEATURE_RELAXED_SIMD
      ? f32x4.mul(firstLook(block, row, stride, probe), f32x4.splat(ratio))
      : f32x4.mul(f32x4.convert_i32x4_s(fourDots(block, row, stride, probe)), v128.load(at, SCALES));
    const high = f32x4.ge(scores, f32x4.splat(ASC_FEATURE_RELAXED_SIMD ? least - slack : least));
    let near = i32x4.bitmask(v128.and(counting, high));
    for (; near !== 0; near &= near - 1) {
      const each = row + ctz(near);
      if (agencies !== 0 && !isAmong(agencies, load<u16>(block + (<usize>each << 2), 2))) continue;
      const score =
        <f32>dot(block + CODES + <usize>(each * stride), probe, stride) * load<f32>(block + (<usize>each << 2), SCALES);
      if (score < least) continue;
      store<i32>(hits + (<usize>found << 3), each);
      store<f32>(hits + (<usize>found << 3), score, 4);
      found++;
    }
  }
  return found;
}

/**
 * Set a row's derived number, the sum of its codes, and measure what else a row must be.
 *
 * @param fine its low bytes, `stride` × 16 bits
 * @returns squared length of the low bytes, in steps
 */
export function settle(block: usize, row: i32, stride: i32, fine: usize): f64 {
  const code = block + CODES + <usize>(row * stride);
  let sum = i32x4.splat(0);
  let squares = f32x4.splat(0);
  for (let at = 0; at < stride; at += 8) {
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(v128.load_ext<i8>(code + at)));
    const low = v128.load(fine + (<usize>at << 1));
    const first = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low));
    const second = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low));
    squares = f32x4.add(squares, f32x4.add(f32x4.mul(first, first), f32x4.mul(second, second)));
  }
  store<i32>(block + (<usize>row << 2), total(sum), SUMS);
  return (
    <f64>f32x4.extract_lane(squares, 0) +
    <f64>f32x4.extract_lane(squares, 1) +
    <f64>f32x4.extract_lane(squares, 2) +
    <f64>f32x4.extract_lane(squares, 3)
  );
}

/** Squared length of a row's codes, in steps. */
export function squaredLength(block: usize, row: i32, stride: i32): i32 {
  const code = block + CODES + <usize>(row * stride);
  let sum = i32x4.splat(0);
  for (let at = 0; at < stride; at += 8) {
    const eight = v128.load_ext<i8>(code + at);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(eight, eight));
  }
  return total(sum);
}

/** Scores of four rows with the 7-bit probe. The bytes of the probe have no sign, so the result is no one's choice. */
// @ts-expect-error: AssemblyScript's decorator
@inline
function firstLook(block: usize, row: i32, stride: i32, probe: usize): v128 {
  const short = probe + (<usize>stride << 1);
  const first = block + CODES + <usize>(row * stride);
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  for (let at = 0; at < stride; at += 16) {
    const part = v128.load(short + at);
    a = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(first + at), part, a);
    b = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(second + at), part, b);
    c = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(third + at), part, c);
    d = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(fourth + at), part, d);
  }
  const numbers = block + (<usize>row << 2);
  const dots = i32x4.sub(totals(a, b, c, d), i32x4.shl(v128.load(numbers, SUMS), SHIFT_BITS));
  return f32x4.mul(f32x4.convert_i32x4_s(dots), v128.load(numbers, SCALES));
}

/** Dot products of four rows with the 16-bit probe. */
// @ts-expect-error: AssemblyScript's decorator
@inline
function fourDots(block: usize, row: i32, stride: i32, probe: usize): v128 {
  const first = block + CODES + <usize>(row * stride);
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  for (let at = 0; at < stride; at += 8) {
    const part = v128.load(probe + (<usize>at << 1));
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load_ext<i8>(first + at), part));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load_ext<i8>(second + at), part));
    c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load_ext<i8>(third + at), part));
    d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load_ext<i8>(fourth + at), part));
  }
  return totals(a, b, c, d);
}

// src/gallery/quantise.ts scales the probe so that this sum stays within 31 bits.
function dot(code: usize, probe: usize, stride: i32): i32 {
  let sum = i32x4.splat(0);
  for (let at = 0; at < stride; at += 8)
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load_ext<i8>(code + at), v128.load(probe + (<usize>at << 1))));
  return total(sum);
}

/** The sums of the lanes of four vectors. */
// @ts-expect-error: AssemblyScript's decorator
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return i32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

function total(sum: v128): i32 {
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  );
}

function isAmong(agencies: usize, agency: u32): bool {
  return ((load<u8>(agencies + (agency >> 3)) >> <u8>(agency & 7)) & 1) !== 0;
}
