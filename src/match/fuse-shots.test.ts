import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, normalise } from '../core/vector.ts';
import { fuseShots, type ShotEvidence } from './fuse-shots.ts';

const LENGTH = 8;
/** Vectors on one side of the origin, so that no mean of them is zero. */
const vectors = fc
  .array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: LENGTH, maxLength: LENGTH })
  .map((values) => normalise(Float32Array.from(values)));
const shots = fc
  .array(fc.record({ vector: vectors, quality: fc.integer({ min: 0, max: 100 }) }), { minLength: 1, maxLength: 6 })
  .map((all) => all.map(({ vector, quality }) => shot(vector, quality)));

function shot(vector: Float32Array, quality: number, model = 'fr512', version = '1'): ShotEvidence {
  return { embeddings: [{ model, version, vector }], quality };
}
const vectorOf = (given: readonly ShotEvidence[], model = 'fr512') =>
  fuseShots(given).embeddings.find((each) => each.model === model)?.vector ?? new Float32Array(LENGTH);

describe('fused shots', () => {
  it('are of unit length and as good as the best', () => {
    fc.assert(
      fc.property(shots, (given) => {
        expect(dot(vectorOf(given), vectorOf(given))).toBeCloseTo(1, 5);
        expect(fuseShots(given).quality).toBe(Math.max(...given.map(({ quality }) => quality)));
      }),
    );
  });

  it('do not depend on the order, nor on whether all were seen twice', () => {
    fc.assert(
      fc.property(shots, (given) => {
        for (const other of [given.toReversed(), [...given, ...given]])
          expect(dot(vectorOf(given), vectorOf(other))).toBeCloseTo(1, 5);
      }),
    );
  });

  it('are that shot, where there is but one', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        expect(dot(vectorOf([shot(vector, 40)]), vector)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('lie the nearer to a shot the better it is', () => {
    fc.assert(
      fc.property(vectors, vectors, (first, second) => {
        const nearness = [10, 40, 90].map((quality) => dot(vectorOf([shot(first, quality), shot(second, 40)]), first));
        expect(nearness[1]).toBeGreaterThanOrEqual((nearness[0] ?? 1) - 1e-6);
        expect(nearness[2]).toBeGreaterThanOrEqual((nearness[1] ?? 1) - 1e-6);
      }),
    );
  });

  it('are weighted by quality: three parts and one', () => {
    const [x, y] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const [along = 0, across = 0] = vectorOf([shot(x, 75), shot(y, 25)]);
    expect(along / across).toBeCloseTo(3, 5);
  });

  it('keep models apart, and never mix versions: that of the best shot counts', () => {
    const [x, y] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const fused = fuseShots([shot(x, 20, 'fr512', 'old'), shot(y, 80, 'fr512', 'new'), shot(x, 10, 'dlib128')]);
    expect(fused.embeddings).toEqual([
      { model: 'fr512', version: 'new', vector: y },
      { model: 'dlib128', version: '1', vector: x },
    ]);
  });

  it('of nobody are no template, nor is what cancels out', () => {
    expect(() => fuseShots([])).toThrow(RangeError);
    expect(() => fuseShots([shot(Float32Array.of(1, 0), 50), shot(Float32Array.of(-1, 0), 50)])).toThrow(RangeError);
    expect(() => fuseShots([shot(Float32Array.of(1, 0), 50), shot(Float32Array.of(1, 0, 0), 50)])).toThrow(RangeError);
  });
});
