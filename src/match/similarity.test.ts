import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot } from '../core/vector.ts';
import { crossDot, stackRows } from './similarity.ts';

const matrices = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 9 }))
  .chain(([first, second, columns]) => {
    const rows = (count: number) =>
      fc.array(fc.float32Array({ minLength: columns, maxLength: columns, min: -1, max: 1, noNaN: true }), {
        minLength: count,
        maxLength: count,
      });
    return fc.tuple(rows(first), rows(second), fc.constant(columns));
  });

it('gives the inner product of every pair, for odd and even counts alike', () => {
  fc.assert(
    fc.property(matrices, ([first, second, columns]) => {
      const product = crossDot(stackRows(first, columns), stackRows(second, columns));
      expect(product).toMatchObject({ rows: first.length, columns: second.length });
      first.forEach((a, row) => {
        second.forEach((b, column) => {
          expect(product.values[row * second.length + column]).toBeCloseTo(dot(a, b), 5);
        });
      });
    }),
  );
});

it('leaves a row of zeros for a missing vector', () => {
  const stacked = stackRows([new Float32Array([1, 2]), null], 2);
  expect([...stacked.values]).toEqual([1, 2, 0, 0]);
});

it('refuses vectors of another length', () => {
  expect(() => stackRows([new Float32Array(3)], 2)).toThrow(RangeError);
  expect(() => crossDot(stackRows([], 2), stackRows([], 3))).toThrow(RangeError);
});
