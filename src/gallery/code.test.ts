import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { decodeTemplate, encodeTemplate } from './code.ts';

const component = fc.oneof(fc.constantFrom(0, 1, -1, 1e-6), fc.double({ min: -1, max: 1, noNaN: true }));
const unitVector = fc
  .array(component, { minLength: 1, maxLength: 600 })
  .map((values) => Float32Array.from(values))
  .filter((vector) => dot(vector, vector) > 1e-12)
  .map(normalise);

it('gives a vector back to within the rounding of its largest component', () => {
  fc.assert(
    fc.property(unitVector, (vector) => {
      const code = encodeTemplate(vector);
      expect(code.length).toBe(4 + 3 * vector.length);
      const back = decodeTemplate(code);
      const largest = Math.max(...vector.map(Math.abs));
      expect(back.length).toBe(vector.length);
      back.forEach((value, index) => {
        expect(Math.abs(value - (vector[index] ?? 0))).toBeLessThanOrEqual(1.3e-7 * largest);
      });
      expect(1 - dot(back, vector)).toBeLessThan(1e-6);
    }),
  );
});

it('is the same at any address, even or odd', () => {
  const vector = normalise(Float32Array.from({ length: 101 }, (_, index) => Math.sin(index)));
  const code = encodeTemplate(vector);
  for (const offset of [0, 1, 2, 3]) {
    const bytes = Buffer.alloc(code.length + offset);
    bytes.set(code, offset);
    expect(decodeTemplate(bytes.subarray(offset))).toEqual(decodeTemplate(code));
  }
});

it('refuses bytes that are no code, and vectors that are not of unit length', () => {
  for (const length of [0, 3, 4, 5, 8]) expect(() => decodeTemplate(new Uint8Array(length))).toThrow(RangeError);
  expect(() => encodeTemplate(Float32Array.of(1, 1))).toThrow(RangeError);
});
