import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fnirAbove, fnirAtFpir, fpirAbove, isResolved, rankRate, tarAtFar, thresholdAt } from './metrics.ts';
import { collectStrangers, type MatedSearch, type Outcome } from './outcome.ts';

/** One search an identity: strangers from `nonMated`, 1:1 strangers from `impostors`. */
function outcome(mated: [rank: number, score: number][], nonMated: number[], impostors: number[] = []): Outcome {
  const strangers = (scores: number[]) => {
    const collector = collectStrangers(Math.max(scores.length, 1), Number.POSITIVE_INFINITY);
    for (const [identity, score] of scores.entries()) collector.add(identity, score);
    return collector.finish();
  };
  return {
    gallerySize: 100,
    mated: mated.map(
      ([rank, score], identity): MatedSearch => ({ identity, probe: 0, first: 0, rank, score, stated: null }),
    ),
    strangers: [],
    nonMated: strangers(nonMated),
    impostors: strangers(impostors),
    sample: strangers(impostors),
  };
}

const FAILED: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

describe('a worked example: five mated searches, ten searches for strangers', () => {
  const example = outcome(
    [[1, 0.9], [1, 0.55], [3, 0.5], [30, 0.45], FAILED],
    [0.7, 0.52, 0.48, 0.4, 0.35, 0.3, 0.25, 0.2, 0.1, Number.NEGATIVE_INFINITY],
    Array.from({ length: 100 }, (_, index) => index / 100),
  );

  it('counts the mates among the first R, a failure to enrol as a miss', () => {
    expect([1, 2, 3, 29, 30, 1000].map((rank) => rankRate(example, rank))).toEqual([0.4, 0.4, 0.6, 0.6, 0.8, 0.8]);
  });

  it('lets at most the wanted share of strangers pass', () => {
    expect(thresholdAt(example.nonMated, 0.1)).toBe(0.52); // one of ten: only 0.7 lies above
    expect(thresholdAt(example.nonMated, 0.3)).toBe(0.4);
    expect(thresholdAt(example.nonMated, 0.05)).toBe(0.7); // half a search: none may pass
  });

  it('misses mates at or below that threshold, beyond rank 20, or without a template', () => {
    expect(fnirAtFpir(example, 0.1)).toBeCloseTo(3 / 5); // 0.9 and 0.55 pass 0.52
    expect(fnirAtFpir(example, 0.3)).toBeCloseTo(2 / 5); // 0.5 passes 0.4; 0.45 does too, but at rank 30
    expect(fnirAtFpir(example, 1)).toBeCloseTo(2 / 5); // no threshold left: rank 30 and the failure
  });

  it('accepts mated comparisons above the score of the stranger that must not pass', () => {
    expect(tarAtFar(example, 0.01)).toBe(0); // strangers 0.00 … 0.99: one of a hundred may pass, 0.98 not
    expect(tarAtFar(example, 0.5)).toBeCloseTo(3 / 5); // above 0.49: 0.9, 0.55 and 0.5
  });

  it('measures a threshold taken as given', () => {
    expect(fpirAbove(example, 0.5)).toBeCloseTo(0.2);
    expect(fnirAbove(example, 0.5)).toBeCloseTo(3 / 5);
  });

  it('resolves an error rate only with at least one trial for it', () => {
    expect([0.1, 0.09].map((share) => isResolved(example.nonMated, share))).toEqual([true, false]);
  });

  it('counts an identity as often as its weight says', () => {
    expect(rankRate(example, 1, Float64Array.of(0, 2, 1, 1, 0))).toBeCloseTo(2 / 4);
    // The stranger with 0.7 drawn twice of ten: it may not pass at 10 % any more.
    expect(thresholdAt(example.nonMated, 0.1, Float64Array.of(2, 0, 1, 1, 1, 1, 1, 1, 1, 1))).toBe(0.7);
  });
});

it('has no number where there are no searches', () => {
  const nothing = outcome([], []);
  expect([rankRate(nothing, 1), fnirAtFpir(nothing, 0.1), tarAtFar(nothing, 0.1), fpirAbove(nothing, 0)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(fnirAtFpir(outcome([[1, 1]], []), 0.1)).toBeNull();
});

it('lets equal scores of strangers pass together or not at all', () => {
  expect(thresholdAt(outcome([], [0.5, 0.5, 0.5, 0.1]).nonMated, 0.5)).toBe(0.5);
  expect(thresholdAt(outcome([], [0.5, 0.5, 0.5, 0.1]).nonMated, 0.75)).toBe(0.1);
});

const score = fc.double({ min: -1, max: 1, noNaN: true });
const searches = fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), score), { minLength: 1, maxLength: 40 });
const strangers = fc.array(fc.oneof(score, fc.constant(Number.NEGATIVE_INFINITY)), { minLength: 1, maxLength: 40 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('for all searches', () => {
  it('a longer list never finds fewer', () => {
    fc.assert(
      fc.property(searches, fc.nat(100), fc.nat(100), (mated, first, second) => {
        const some = outcome(mated, []);
        expect(rankRate(some, Math.min(first, second))).toBeLessThanOrEqual(
          rankRate(some, Math.max(first, second)) ?? 0,
        );
      }),
    );
  });

  it('allowing more false positives never misses more mates, in identification and 1:1', () => {
    fc.assert(
      fc.property(searches, strangers, share, share, (mated, others, first, second) => {
        const some = outcome(mated, others, others);
        const [strict, lax] = [Math.min(first, second), Math.max(first, second)];
        expect(fnirAtFpir(some, strict)).toBeGreaterThanOrEqual(fnirAtFpir(some, lax) ?? 1);
        expect(tarAtFar(some, strict)).toBeLessThanOrEqual(tarAtFar(some, lax) ?? 0);
      }),
    );
  });

  it('the threshold keeps the promised FPIR, and no lower one among the scores does', () => {
    fc.assert(
      fc.property(strangers, share, (others, fpir) => {
        const some = outcome([], others);
        const threshold = thresholdAt(some.nonMated, fpir) ?? Number.NaN;
        expect(fpirAbove(some, threshold)).toBeLessThanOrEqual(fpir + 1e-9);
        const next = Math.max(...others.filter((value) => value < threshold), Number.NEGATIVE_INFINITY);
        if (threshold > Number.NEGATIVE_INFINITY) expect(fpirAbove(some, next)).toBeGreaterThan(fpir);
      }),
    );
  });

  it('only the order of scores matters', () => {
    fc.assert(
      fc.property(searches, strangers, share, (mated, others, fpir) => {
        const stretch = (value: number) => (Number.isFinite(value) ? 3 * value + 7 : value);
        const stretched = mated.map(([rank, value]): [number, number] => [rank, stretch(value)]);
        // Rounding may join scores that differ in the last bit: compare at a coarser grain.
        fc.pre(
          new Set([...mated.map(([, value]) => value), ...others].map(stretch)).size ===
            new Set([...mated.map(([, value]) => value), ...others]).size,
        );
        expect(fnirAtFpir(outcome(stretched, others.map(stretch)), fpir)).toBe(
          fnirAtFpir(outcome(mated, others), fpir),
        );
      }),
    );
  });

  it('weights of one change nothing, and doubling every weight neither', () => {
    fc.assert(
      fc.property(searches, strangers, share, (mated, others, fpir) => {
        const some = outcome(mated, others, others);
        for (const weight of [1, 2]) {
          const weights = new Float64Array(40).fill(weight);
          expect(fnirAtFpir(some, fpir, weights)).toBe(fnirAtFpir(some, fpir));
          expect(tarAtFar(some, fpir, weights)).toBe(tarAtFar(some, fpir));
          expect(rankRate(some, 5, weights)).toBe(rankRate(some, 5));
        }
      }),
    );
  });
});

it('a bounded tail gives the same thresholds as all scores, as far as it reaches', () => {
  const bounded = collectStrangers(1, 50);
  const whole = collectStrangers(1, Number.POSITIVE_INFINITY);
  for (let index = 0; index < 5000; index++)
    for (const collector of [bounded, whole]) collector.add(0, ((index * 7919) % 5003) / 5003);
  const [tail, all] = [bounded.finish(), whole.finish()];
  expect(tail.scores.length).toBe(50);
  expect(all.scores.length).toBe(5000);
  for (const far of [0.001, 0.005, 0.0098]) expect(thresholdAt(tail, far)).toBe(thresholdAt(all, far));
});
