import { describe, expect, it } from 'vitest';
import type { FivePoints } from '../core/face.ts';
import { agreeOn, distanceBetween, eyeDistance } from './landmark-consensus.ts';

/** A face whose eyes are 100 pixels apart, moved to the right. */
function face(right = 0): FivePoints {
  const at = (x: number, y: number) => ({ x: x + right, y });
  return [at(0, 0), at(100, 0), at(50, 60), at(10, 110), at(90, 110)];
}

const POINTS = Array.from({ length: 68 }, (_, index) => ({ x: index, y: 2 * index }));

it('measures distances in distances between the eyes', () => {
  expect(eyeDistance(face())).toBe(100);
  expect(distanceBetween(face(), face(7))).toBeCloseTo(0.07);
  const point = { x: 3, y: 3 };
  expect(distanceBetween([point, point, point, point, point], [point, point, point, point, point])).toBe(
    Number.POSITIVE_INFINITY,
  );
});

describe('agreeOn', () => {
  it('averages landmarkers that agree', () => {
    const { five, landmarkers, spread } = agreeOn([{ five: face(0) }, { five: face(4) }, { five: face(8) }], null);
    expect(five[0]).toEqual({ x: 4, y: 0 });
    expect(landmarkers).toBe(3);
    expect(spread).toBeCloseTo((0.04 + 0 + 0.04) / 3);
  });

  it('leaves out one that lost the face, and says how far they are apart', () => {
    const { five, landmarkers, spread } = agreeOn([{ five: face(0) }, { five: face(90) }, { five: face(2) }], null);
    expect(five[0].x).toBeCloseTo(1);
    expect(landmarkers).toBe(2);
    expect(spread).toBeGreaterThan(0.3);
  });

  it('gives the 68 points of those that it trusts, averaged', () => {
    const moved = POINTS.map(({ x, y }) => ({ x: x + 2, y }));
    const { all } = agreeOn(
      [
        { five: face(0), all: POINTS },
        { five: face(2), all: moved },
        { five: face(90), all: [] },
      ],
      null,
    );
    expect(all?.[10]).toEqual({ x: 11, y: 20 });
  });

  it('asks the detector where no two agree', () => {
    const answers = [{ five: face(0), all: POINTS }, { five: face(60) }];
    expect(agreeOn(answers, face(55)).five).toEqual(face(60));
    expect(agreeOn(answers, face(55)).all).toBeNull();
    expect(agreeOn(answers, face(10)).five).toEqual(face(0));
  });

  it('takes the detector’s points where every landmarker lost the face', () => {
    const { five, all, landmarkers } = agreeOn([{ five: face(0), all: POINTS }, { five: face(200) }], face(100));
    expect(five).toEqual(face(100));
    expect(all).toBeNull();
    expect(landmarkers).toBe(0);
  });

  it('believes two landmarkers more than a detector', () => {
    expect(agreeOn([{ five: face(0) }, { five: face(2) }], face(80)).five[0].x).toBeCloseTo(1);
  });

  it('measures a lonely landmarker against the detector', () => {
    expect(agreeOn([{ five: face(0) }], face(20)).spread).toBeCloseTo(0.1);
    expect(agreeOn([{ five: face(0) }], null).spread).toBe(0);
  });

  it('needs a landmarker', () => {
    expect(() => agreeOn([], face())).toThrow(RangeError);
  });
});
