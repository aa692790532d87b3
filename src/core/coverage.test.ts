import { describe, expect, it } from 'vitest';
import { coverageOutline } from './coverage.ts';

const STATION = { latitude: 60, longitude: 25 };
const KILOMETRE = 1 / 111.195;

describe('the ground that a camera covers', () => {
  it('is a sector around the direction in which it looks', () => {
    const view = { ...STATION, headingDegrees: 90, angleDegrees: 60, rangeMetres: 1000 };
    const [camera, ...edge] = coverageOutline(view);
    expect(camera).toEqual(STATION);
    const middle = edge[Math.floor(edge.length / 2)];
    expect(middle?.latitude).toBeCloseTo(60, 6);
    // A degree of longitude is half as long at 60° north.
    expect(middle?.longitude).toBeCloseTo(25 + 2 * KILOMETRE, 6);
    expect(edge[0]?.latitude).toBeCloseTo(60 + KILOMETRE / 2, 6);
    expect(edge.at(-1)?.latitude).toBeCloseTo(60 - KILOMETRE / 2, 6);
  });

  it('is a circle where nobody has said in which direction it looks', () => {
    const outline = coverageOutline({ ...STATION, headingDegrees: null, angleDegrees: 60, rangeMetres: 1000 });
    expect(outline).toHaveLength(24);
    expect(Math.max(...outline.map(({ latitude }) => latitude))).toBeCloseTo(60 + KILOMETRE, 6);
    expect(Math.min(...outline.map(({ latitude }) => latitude))).toBeCloseTo(60 - KILOMETRE, 6);
  });

  it('is not known without a range', () => {
    expect(coverageOutline({ ...STATION, headingDegrees: 0, angleDegrees: 60, rangeMetres: null })).toEqual([]);
  });
});
