import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addEvidence, emptyFusion, fusedScores, impostorStatistics, scoringOf, zScore } from './fusion.ts';

const evidence = fc.array(
  fc.record({ z: fc.double({ min: -5, max: 9, noNaN: true }), weight: fc.double({ min: 0.1, max: 2, noNaN: true }) }),
  { minLength: 1, maxLength: 4 },
);

it('is the weighted sum when every model has its say', () => {
  fc.assert(
    fc.property(evidence, (parts) => {
      const total = parts.reduce((sum, { weight }) => sum + weight, 0);
      const expected = parts.reduce((sum, { z, weight }) => sum + weight * z, 0);
      expect(fuse(parts, total)).toBeCloseTo(expected, 6);
    }),
  );
});

it('does not change when a model that agrees with the others is missing', () => {
  fc.assert(
    fc.property(evidence, fc.double({ min: -5, max: 9, noNaN: true }), (parts, z) => {
      const agreeing = parts.map(({ weight }) => ({ z, weight }));
      const total = parts.reduce((sum, { weight }) => sum + weight, 0);
      expect(fuse(agreeing.slice(0, 1), total)).toBeCloseTo(fuse(agreeing, total), 6);
    }),
  );
});

it('says −Infinity without evidence, not 0', () => {
  expect(fuse([], 2.3)).toBe(Number.NEGATIVE_INFINITY);
});

it('measures cosines in impostor deviations', () => {
  expect(zScore(0.5, { mean: 0.1, deviation: 0.2 })).toBeCloseTo(2);
});

it('moves from the start values to the sample as trust grows', () => {
  const start = { mean: 0, deviation: 1 };
  const sample = [1, 3];
  expect(impostorStatistics(sample, start, 0)).toEqual(start);
  expect(impostorStatistics(sample, start, 0.5)).toEqual({ mean: 1, deviation: 1 });
  expect(impostorStatistics(sample, start, 1)).toEqual({ mean: 2, deviation: 1 });
});

it('keeps the start values where a sample has no spread', () => {
  const start = { mean: 0, deviation: 1 };
  expect(impostorStatistics([], start, 1)).toEqual(start);
  expect(impostorStatistics([0.4], start, 1)).toEqual(start);
});

it('counts a model without numbers with the cautious ones', () => {
  expect(scoringOf('mine', {})).toMatchObject({ weight: 1, start: { deviation: 0.16 } });
  expect(scoringOf('mine', { mine: { weight: 0.4 } })).toMatchObject({ weight: 0.4, start: { deviation: 0.16 } });
});

function fuse(parts: readonly { z: number; weight: number }[], total: number): number {
  const fusion = emptyFusion(1);
  for (const { z, weight } of parts) addEvidence(fusion, 0, z, weight);
  return fusedScores(fusion, total)[0] ?? Number.NaN;
}
