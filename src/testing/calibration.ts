import { type CalibrationContent, FORMAT, KIND } from '../adapters/calibration-file.ts';

/** A calibration file's content for `fr512` in version `1` with vectors of two numbers; made up. */
export function sampleCalibration(): CalibrationContent {
  const none = { value: null, interval: null };
  const measures = { rank1: none, fnir1: none, fnir10: none, cllr: none };
  return {
    kind: KIND,
    format: FORMAT,
    madeAt: '2026-03-01T12:00:00.000Z',
    homeward: '0.0.0',
    seed: 1,
    splits: 1,
    people: 100,
    photos: 400,
    models: [{ model: 'fr512', version: '1', weight: 0.9, mean: 0.02, deviation: 0.1 }],
    domainMeans: [
      {
        model: 'fr512',
        version: '1',
        domain: 'child',
        values: Buffer.from(new Float32Array([0.5, -0.25]).buffer).toString('base64'),
      },
    ],
    cohortSize: 20,
    likelihood: {
      gallerySize: 50,
      map: [
        { score: 0, log10: -1 },
        { score: 10, log10: 2 },
      ],
    },
    measured: {
      trials: 2,
      gallerySize: 25,
      matedSearches: 100,
      nonMatedSearches: 100,
      default: { ...measures, cllrMin: null },
      fitted: { ...measures, cllrMin: null },
      difference: measures,
      reliability: [],
      better: false,
      verdict: 'made up',
    },
  };
}
