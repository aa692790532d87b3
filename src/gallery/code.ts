import { FINE_STEPS, quantise } from './quantise.ts';

/**
 * [Note: Template code] A unit vector as bytes, in the form in which the gallery holds it, so that nothing is computed
 * when a gallery is filled: scale (float32) · coarse (one int8 a component) · fine (one int16 a component), little
 * endian. Component = (coarse + fine / 65,536) × scale. 512 numbers take 1,540 bytes.
 */
const SCALE_BYTES = 4;
const BYTES_A_COMPONENT = 3;

/**
 * The code of a vector.
 *
 * @param vector of unit length
 * @throws RangeError when it is not
 */
export function encodeTemplate(vector: Float32Array): Uint8Array {
  const { scale, coarse, fine } = quantise(vector);
  const bytes = new Uint8Array(SCALE_BYTES + BYTES_A_COMPONENT * vector.length);
  new DataView(bytes.buffer).setFloat32(0, scale, true);
  bytes.set(new Uint8Array(coarse.buffer), SCALE_BYTES);
  bytes.set(new Uint8Array(fine.buffer), SCALE_BYTES + vector.length);
  return bytes;
}

/**
 * The vector of a code. Each component is off by at most 1/131,072 of a coarse step, that is 6·10⁻⁸ of the vector's
 * largest component: as much as the rounding of a float32.
 *
 * @throws RangeError when it is no code
 */
export function decodeTemplate(code: Uint8Array): Float32Array {
  const length = lengthOf(code);
  const parts = partsOf(code, length);
  // Copies, because numbers of 16 and 32 bits must lie at addresses of their size.
  const [scale = 0] = new Float32Array(Uint8Array.from(parts.scale).buffer);
  const coarse = new Int8Array(Uint8Array.from(parts.coarse).buffer);
  const fine = new Int16Array(Uint8Array.from(parts.fine).buffer);
  return Float32Array.from(coarse, (high, index) => (high + (fine[index] ?? 0) / FINE_STEPS) * scale);
}

/** Numbers in the vector of a code. @throws RangeError when it is no code */
function lengthOf(code: Uint8Array): number {
  const length = (code.length - SCALE_BYTES) / BYTES_A_COMPONENT;
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`${code.length} bytes are no template code`);
  return length;
}

/** The parts of a code as they are, in bytes. @throws RangeError when it is no code of so many numbers */
export function partsOf(code: Uint8Array, length: number) {
  if (lengthOf(code) !== length)
    throw new RangeError(`a template code of ${length} numbers is expected, not one of ${lengthOf(code)}`);
  return {
    scale: code.subarray(0, SCALE_BYTES),
    coarse: code.subarray(SCALE_BYTES, SCALE_BYTES + length),
    fine: code.subarray(SCALE_BYTES + length),
  };
}
