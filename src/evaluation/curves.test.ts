import { expect, it } from 'vitest';
import { cmcCurve, detCurve, meanDefined, scoreHistogram } from './curves.ts';
import { collectStrangers, type Outcome } from './outcome.ts';

/** Mated searches at ranks 1, 2 and 4 with scores 0.9, 0.5, 0.1; `count` strangers evenly on 0 … 1. */
function outcome(count: number): Outcome {
  const strangers = collectStrangers(1, Number.POSITIVE_INFINITY);
  for (let index = 0; index < count; index++) strangers.add(0, index / count);
  const search = { identity: 0, probe: 0, first: 0, stated: null };
  const mated = [
    { ...search, rank: 1, score: 0.9 },
    { ...search, rank: 2, score: 0.5 },
    { ...search, rank: 4, score: 0.1 },
  ];
  const scores = strangers.finish();
  return { gallerySize: 10, mated, strangers: [], nonMated: scores, impostors: scores, sample: scores };
}

it('averages what is defined, and nothing is null', () => {
  expect([meanDefined([1, null, 2]), meanDefined([null]), meanDefined([])]).toEqual([1.5, null, null]);
});

it('draws the CMC curve over ranks 1 to 50', () => {
  const curve = cmcCurve([outcome(10), outcome(10)]);
  expect(curve.length).toBe(50);
  expect(curve.slice(0, 4).map((rate) => Math.round(3 * (rate ?? 0)))).toEqual([1, 2, 2, 3]);
});

it('draws the DET curve only where the searches can show the rate', () => {
  const curve = detCurve([outcome(100)]);
  expect(curve[0]?.fpir).toBeCloseTo(0.01);
  expect(curve.at(-1)).toEqual({ fpir: 1, fnir: 0 });
  // At 10 % the threshold is 0.89: only 0.9 passes. At 50 %, with threshold 0.49, 0.5 passes too.
  const at = (fpir: number) => curve.find((point) => Math.abs(point.fpir - fpir) < 0.01)?.fnir;
  expect(at(0.1)).toBeCloseTo(2 / 3);
  expect(at(0.5)).toBeCloseTo(1 / 3);
  expect(detCurve([outcome(0)])).toEqual([]);
});

it('bins both populations over one range', () => {
  const histogram = scoreHistogram([outcome(100)]);
  expect(histogram).toMatchObject({ from: 0, to: 0.99 });
  expect(histogram?.mated.filter((share) => share > 0).length).toBe(3);
  for (const shares of [histogram?.mated ?? [], histogram?.nonMated ?? []])
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  expect(scoreHistogram([outcome(0)])).toBeNull();
});
