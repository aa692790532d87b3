import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basisOf, bestStrangerOf, type Calibration, chanceOf, strengthOf, thresholdFor } from './calibration.ts';
import { fitTail } from './tail.ts';

const scores = fc.array(fc.double({ min: -3, max: 9, noNaN: true }), { minLength: 1, maxLength: 200 });
const calibrations = fc
  .record({
    scores,
    trust: fc.double({ min: 0, max: 1, noNaN: true }),
    pastTrust: fc.double({ min: 0, max: 1, noNaN: true }),
    gallerySize: fc.integer({ min: 1, max: 2000 }),
  })
  .map(({ scores: sample, trust, pastTrust, gallerySize }) =>
    calibration(gallerySize, [
      { tail: fitTail(sample, Math.max(1, gallerySize - 1)), trust },
      { tail: fitTail(sample.slice(0, 50), gallerySize), trust: pastTrust },
    ]),
  );

it('never says that a higher score is more common', () => {
  fc.assert(
    fc.property(calibrations, (known) => {
      const chances = Array.from({ length: 80 }, (_, step) => chanceOf(known, step / 2 - 5));
      chances.slice(1).forEach((chance, index) => {
        expect(chance).toBeLessThanOrEqual((chances[index] ?? 0) + 1e-12);
      });
    }),
  );
});

it('sets the lowest threshold that keeps the wanted FPIR, or none at all', () => {
  fc.assert(
    fc.property(calibrations, fc.double({ min: 0.001, max: 1, noNaN: true }), (known, fpir) => {
      const threshold = thresholdFor(known, fpir);
      if (threshold === Number.POSITIVE_INFINITY) expect(chanceOf(known, 1000)).toBeGreaterThan(fpir);
      else expect(chanceOf(known, threshold)).toBeLessThanOrEqual(fpir);
      if (threshold > -99 && threshold < 1000) expect(chanceOf(known, threshold - 1e-6)).toBeGreaterThan(fpir);
    }),
  );
});

it('asks for more in a larger gallery, and for a lower FPIR', () => {
  const sample = Array.from({ length: 200 }, (_, index) => index / 50);
  const at = (gallerySize: number, fpir: number) =>
    thresholdFor(calibration(gallerySize, [{ tail: fitTail(sample, 200), trust: 1 }]), fpir);
  expect(at(1000, 0.1)).toBeGreaterThan(at(200, 0.1));
  expect(at(200, 0.01)).toBeGreaterThan(at(200, 0.1));
});

it.each([0, -0.1, 1.1, Number.NaN])('refuses an FPIR of %s', (fpir) => {
  expect(() => thresholdFor(calibration(3, []), fpir)).toThrow(RangeError);
});

describe('on start values alone', () => {
  const start = calibration(2, []);

  it('asks for a score far above that of a stranger', () => {
    expect(thresholdFor(start, 0.01)).toBeGreaterThan(2.3 * 3);
    expect(chanceOf(start, 0)).toBe(1);
  });

  it('states nothing rarer than one in two hundred, so a lower FPIR means nobody', () => {
    expect(chanceOf(start, 500)).toBe(1 / 200);
    expect(thresholdFor(start, 0.004)).toBe(Number.POSITIVE_INFINITY);
  });
});

it('names what it rests on', () => {
  const tail = fitTail([1, 2], 3);
  expect(basisOf(calibration(2, []))).toBe('start');
  expect(basisOf(calibration(2, [{ tail, trust: 0 }]))).toBe('start');
  expect(basisOf(calibration(2, [{ tail, trust: 0.3 }]))).toBe('blended');
  expect(
    basisOf(
      calibration(2, [
        { tail, trust: 1 },
        { tail, trust: 0 },
      ]),
    ),
  ).toBe('own');
});

it.each([
  [1.2, 'none'],
  [5, 'limited'],
  [10, 'moderate'],
  [100, 'strong'],
  [1000, 'very strong'],
] as const)('one in %s is called %s', (oneIn, strength) => {
  expect(strengthOf(oneIn, 'own')).toBe(strength);
});

it('calls weak evidence on start values missing evidence', () => {
  expect(strengthOf(3, 'blended')).toBe('not enough data');
  expect(strengthOf(1, 'start')).toBe('not enough data');
  expect(strengthOf(50, 'start')).toBe('moderate');
});

function calibration(gallerySize: number, sources: Calibration['sources']): Calibration {
  return { gallerySize, faces: gallerySize, startDeviation: 3, sources };
}

describe('a young deployment', () => {
  const sample = [0.4, 3.1, 5.2];

  it('knows the highest score of a stranger so far, at least one deviation of the start values', () => {
    const few = calibration(4, [{ tail: fitTail(sample, 3), trust: 0.03 }]);
    expect(bestStrangerOf(few)).toBe(5.2);
    expect(bestStrangerOf({ ...few, startDeviation: 6 })).toBe(6);
    expect(bestStrangerOf(calibration(1, []))).toBeCloseTo(calibration(1, []).startDeviation);
  });

  it('needs none once its own searches suffice', () => {
    expect(bestStrangerOf(calibration(200, [{ tail: fitTail(sample, 199), trust: 1 }]))).toBeNull();
  });
});
