import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { FINE_STEPS, quantise, quantiseProbe } from './quantise.ts';

const component = fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ min: -1, max: 1, noNaN: true }));
const unitVector = fc
  .array(component, { minLength: 1, maxLength: 40 })
  .map((values) => Float32Array.from(values))
  .filter((vector) => dot(vector, vector) > 1e-12)
  .map(normalise);

it('keeps each component to the step it promises, and states the error of the coarse code', () => {
  fc.assert(
    fc.property(unitVector, (vector) => {
      const { coarse, fine, scale, error } = quantise(vector);
      const left = vector.map((value, index) => value - (coarse[index] ?? 0) * scale);
      expect(Math.sqrt(dot(left, left))).toBeCloseTo(error, 5);
      vector.forEach((value, index) => {
        const kept = ((coarse[index] ?? 0) + (fine[index] ?? 0) / FINE_STEPS) * scale;
        expect(Math.abs(value - kept)).toBeLessThanOrEqual(scale / (2 * FINE_STEPS) + 1e-12);
      });
    }),
  );
});

it('uses all 8 bits whatever the size of the components', () => {
  const flat = quantise(normalise(Float32Array.from({ length: 512 }, (_, index) => (index % 3) - 1)));
  expect(Math.max(...flat.coarse)).toBe(127);
  expect(Math.min(...flat.coarse)).toBe(-127);
});

it('leaves room for the largest possible dot product, also of very long vectors', () => {
  for (const length of [1, 128, 512, 4096, 65536]) {
    const flat = normalise(new Float32Array(length).fill(-1));
    const { steps } = quantiseProbe(flat);
    const { coarse } = quantise(flat);
    const product = steps.reduce((sum, step, index) => sum + step * (coarse[index] ?? 0), 0);
    expect(product).toBeLessThan(2 ** 31);
    expect(product).toBeGreaterThan(0);
  }
});

it('refuses what is not of unit length', () => {
  for (const values of [[0, 0], [1, 1], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 0], []])
    for (const quantised of [quantise, quantiseProbe])
      expect(() => quantised(Float32Array.from(values))).toThrow(RangeError);
});
