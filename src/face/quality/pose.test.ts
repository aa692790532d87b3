import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FivePoints } from '../../core/face.ts';
import { ARCFACE_FIVE } from '../align.ts';
import { estimatePose, poseComponent } from './pose.ts';

const RADIANS = Math.PI / 180;

/** A face of mean proportions in eye distances, x right, y down, z towards the camera. */
const HEAD = [
  [-0.5, 0, 0],
  [0.5, 0, 0],
  [0, 0.573, 0.5],
  [-0.4145, 1.155, 0],
  [0.4145, 1.155, 0],
] as const;

/** The five points of the head after yaw, pitch and roll (degrees), seen from afar, at `scale` pixels. */
function seen(yaw: number, pitch: number, roll: number, scale = 60): FivePoints {
  const [a, b, c, d, e] = HEAD.map(([x, y, z]) => {
    const x1 = x * Math.cos(yaw * RADIANS) + z * Math.sin(yaw * RADIANS);
    const z1 = z * Math.cos(yaw * RADIANS) - x * Math.sin(yaw * RADIANS);
    const y1 = y * Math.cos(pitch * RADIANS) + z1 * Math.sin(pitch * RADIANS);
    const [cos, sin] = [Math.cos(roll * RADIANS), Math.sin(roll * RADIANS)];
    return { x: 200 + scale * (x1 * cos - y1 * sin), y: 150 + scale * (x1 * sin + y1 * cos) };
  });
  if (!a || !b || !c || !d || !e) throw new RangeError('five points');
  return [a, b, c, d, e];
}

describe('estimatePose', () => {
  it('finds the turn of a head of mean proportions, at any scale and lean', () => {
    const angle = fc.double({ min: -60, max: 60, noNaN: true });
    const lean = fc.double({ min: -170, max: 170, noNaN: true });
    fc.assert(
      fc.property(angle, lean, fc.double({ min: 5, max: 500, noNaN: true }), (yaw, roll, scale) => {
        const pose = estimatePose(seen(yaw, 0, roll, scale));
        expect(pose.yaw).toBeCloseTo(yaw, 3);
        expect(pose.pitch).toBeCloseTo(0, 3);
        expect(pose.roll).toBeCloseTo(roll, 3);
      }),
    );
  });

  it('tells looking down from looking up', () => {
    expect(estimatePose(seen(0, 25, 0)).pitch).toBeCloseTo(25, 1);
    expect(estimatePose(seen(0, -25, 0)).pitch).toBeCloseTo(-25, 1);
  });

  it('takes the template of the networks for frontal', () => {
    const { yaw, pitch, roll } = estimatePose(ARCFACE_FIVE);
    expect(Math.hypot(yaw, pitch, roll)).toBeLessThan(1);
  });

  it('stays finite when the points coincide', () => {
    const point = { x: 5, y: 5 };
    expect(estimatePose([point, point, point, point, point])).toEqual({ yaw: 0, pitch: 0, roll: 0 });
  });
});

describe('poseComponent', () => {
  it('falls as a head turns away, the same to both sides', () => {
    const turned = [0, 10, 20, 35, 50, 70, 90].map((yaw) => poseComponent({ yaw, pitch: 0, roll: 0 }));
    expect(turned[0]).toBe(100);
    expect(turned.at(-1)).toBe(0);
    expect(turned).toEqual(turned.toSorted((first, second) => second - first));
    expect(poseComponent({ yaw: -40, pitch: 0, roll: 0 })).toBe(poseComponent({ yaw: 40, pitch: 0, roll: 0 }));
  });

  it('hardly minds a lying head', () => {
    expect(poseComponent({ yaw: 0, pitch: 0, roll: 40 })).toBe(100);
    expect(poseComponent({ yaw: 0, pitch: 0, roll: 90 })).toBeGreaterThan(80);
  });
});
