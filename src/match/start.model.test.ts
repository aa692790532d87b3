import { expect, it } from 'vitest';
import { measureStartStatistics } from '../testing/start-statistics.ts';
import { DLIB_DESCRIPTOR_LENGTH } from './euclidean.ts';
import { DEFAULT_MODELS } from './start.ts';

it('ships the start values that the networks have on adults who are strangers to each other', async () => {
  const { cosines, dlibLengths } = await measureStartStatistics();
  for (const [model, { start }] of Object.entries(DEFAULT_MODELS)) {
    const measured = cosines[model];
    expect(measured?.count).toBeGreaterThanOrEqual(25);
    // A third of a deviation: less than 31 pairs can tell apart, more than other landmarks move a face.
    const tolerance = (start?.deviation ?? 0) / 3;
    expect(Math.abs((measured?.mean ?? 9) - (start?.mean ?? 0))).toBeLessThan(tolerance);
    expect(Math.abs((measured?.deviation ?? 9) - (start?.deviation ?? 0))).toBeLessThan(tolerance);
  }
  expect(Math.abs(dlibLengths.mean - DLIB_DESCRIPTOR_LENGTH)).toBeLessThan(0.05);
});
