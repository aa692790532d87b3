import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection, FivePoints } from '../../core/face.ts';
import type { Box } from '../../core/geometry.ts';
import { insideShare, isSameFace, suppressOverlaps, uniteDetections } from './nms.ts';

const box = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });
const found = (at: Box, score: number, detector: string, landmarks?: FivePoints): Detection => ({
  box: at,
  score,
  detectors: [detector],
  ...(landmarks && { landmarks }),
});
const P = { x: 1, y: 1 };
const POINTS: FivePoints = [P, P, P, P, P];

describe('suppressOverlaps', () => {
  it('keeps the best of two boxes that overlap, and a third one apart', () => {
    const [low, best, apart] = [
      found(box(0, 0, 10), 0.6, 'a'),
      found(box(1, 0, 10), 0.9, 'a'),
      found(box(30, 0, 10), 0.5, 'a'),
    ];
    expect(suppressOverlaps([low, best, apart], 0.4)).toEqual([best, apart]);
  });

  it('keeps both at exactly the threshold: 10 × 10 boxes shifted by 5 share 50 of 150', () => {
    const pair = [found(box(0, 0, 10), 0.9, 'a'), found(box(5, 0, 10), 0.8, 'a')];
    expect(suppressOverlaps(pair, 50 / 150)).toHaveLength(2);
    expect(suppressOverlaps(pair, 0.33)).toHaveLength(1);
  });

  it('leaves no two boxes that overlap more than the threshold, and loses no box without a better one on it', () => {
    const boxes = fc.array(
      fc.record({
        x: fc.nat(60),
        y: fc.nat(60),
        side: fc.integer({ min: 5, max: 40 }),
        score: fc.float({ min: 0, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(boxes, (rows) => {
        const all = rows.map(({ x, y, side, score }) => found(box(x, y, side), score, 'a'));
        const kept = suppressOverlaps(all, 0.4);
        for (const one of kept)
          expect(suppressOverlaps([one, ...kept.filter((other) => other !== one)], 0.4)).toHaveLength(kept.length);
        for (const one of all) expect(kept.some((other) => other === one || other.score >= one.score)).toBe(true);
      }),
    );
  });
});

describe('uniteDetections', () => {
  it('makes one face of what two detectors found, with the names of both and the landmarks of the one that has some', () => {
    const faces = uniteDetections(
      [found(box(0, 0, 10), 0.7, 'blazeface', POINTS), found(box(1, 1, 10), 0.9, 'rfb')],
      0.4,
    );
    expect(faces).toEqual([{ box: box(1, 1, 10), score: 0.9, detectors: ['rfb', 'blazeface'], landmarks: POINTS }]);
  });

  it('takes a part of a face for the face', () => {
    expect(uniteDetections([found(box(0, 0, 100), 0.9, 'a'), found(box(30, 30, 30), 0.8, 'b')], 0.4)).toHaveLength(1);
  });

  it('leaves neighbours apart', () => {
    expect(uniteDetections([found(box(0, 0, 10), 0.9, 'a'), found(box(8, 0, 10), 0.8, 'a')], 0.4)).toHaveLength(2);
  });
});

it('measures the part of the smaller box that lies in the other', () => {
  expect(insideShare(box(0, 0, 10), box(2, 2, 4))).toBeCloseTo(1);
  expect(insideShare(box(0, 0, 10), box(8, 0, 4))).toBeCloseTo(0.5);
  expect(insideShare(box(0, 0, 10), box(20, 0, 4))).toBe(0);
  expect(isSameFace(box(0, 0, 10), box(8, 0, 4), 0.4)).toBe(false);
});
