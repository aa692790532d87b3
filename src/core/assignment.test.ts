import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assign } from './assignment.ts';

const sumOf = (costs: readonly (readonly number[])[], columns: readonly (number | null)[]) =>
  columns.reduce<number>((sum, column, row) => sum + (column === null ? 0 : (costs[row]?.[column] ?? 0)), 0);

/** Tries every way to pair. */
function least(costs: readonly (readonly number[])[], row = 0, used: readonly number[] = []): number {
  if (row === costs.length) return 0;
  const columns = costs[row] ?? [];
  const mayRest = columns.length < costs.length;
  const options = columns.flatMap((cost, column) =>
    used.includes(column) ? [] : [cost + least(costs, row + 1, [...used, column])],
  );
  const resting = costs.length - row > columns.length - used.length;
  return Math.min(...options, ...(mayRest && resting ? [least(costs, row + 1, used)] : []));
}

it('finds the cheapest pairs, not the first cheap one', () => {
  expect(
    assign([
      [1, 2],
      [1, 9],
    ]),
  ).toEqual([1, 0]);
});

it('pairs nothing with nothing', () => {
  expect(assign([])).toEqual([]);
  expect(assign([[], []])).toEqual([null, null]);
});

it('leaves alone what may not be paired', () => {
  const no = Number.POSITIVE_INFINITY;
  expect(assign([[no, no]])).toEqual([null]);
  expect(
    assign([
      [0.5, no],
      [0.1, no],
    ]),
  ).toEqual([null, 0]);
});

it('is never dearer than the best of all ways', () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  fc.assert(
    fc.property(matrix, (costs) => {
      const columns = assign(costs);
      const used = columns.filter((column) => column !== null);
      expect(new Set(used).size).toBe(used.length);
      expect(used.length).toBe(Math.min(costs.length, costs[0]?.length ?? 0));
      expect(sumOf(costs, columns)).toBe(least(costs));
    }),
  );
});
