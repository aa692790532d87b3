/**
 * The inner loop of the face search: one probe against the rows of one block, in AssemblyScript.
 *
 * It is the only code here that is not TypeScript: 16 numbers at a time with WebAssembly SIMD, compiled by
 * src/gallery/kernel.test.ts into src/gallery/kernel.wasm.ts. All addresses are bytes in the imported memory;
 * src/gallery/layout.ts says what lies where.
 *
 * @param wanted one bit a row, lowest bit first: 0 leaves the row out (removed, or not in the caller's filter)
 * @param scales one f32 a row: value of a code of 1
 * @param codes the rows, `stride` signed bytes each, `stride` a multiple of 16
 * @param probe `stride` signed 16-bit numbers
 * @param least lowest score that is a hit
 * @param hits where pairs (row: i32, score: f32) go; room for all rows
 * @returns how many hits were written
 */
export function scan(
  wanted: usize,
  scales: usize,
  codes: usize,
  rows: i32,
  stride: i32,
  probe: usize,
  least: f32,
  hits: usize,
): i32 {
  let found = 0;
  for (let row = 0; row < rows; row++) {
    if (((load<u8>(wanted + (row >> 3)) >> (row & 7)) & 1) === 0) continue;
    const score = <f32>dot(codes + row * stride, probe, stride) * load<f32>(scales + (row << 2));
    if (score < least) continue;
    store<i32>(hits + (found << 3), row);
    store<f32>(hits + (found << 3), score, 4);
    found++;
  }
  return found;
}

// src/gallery/quantise.ts scales the probe so that this sum stays within 31 bits.
function dot(code: usize, probe: usize, stride: i32): i32 {
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let at = 0; at < stride; at += 16) {
    const eight = v128.load(code + at);
    low = i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(eight), v128.load(probe + (at << 1))));
    high = i32x4.add(high, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(eight), v128.load(probe + (at << 1), 16)));
  }
  const sum = i32x4.add(low, high);
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  );
}
