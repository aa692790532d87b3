import { describe, expect, it } from 'vitest';
import type { Detection, FivePoints } from '../core/face.ts';
import { applySimilarity } from '../core/geometry.ts';
import { ARCFACE_FIVE } from './align.ts';
import { frameOf, frameOfPoints, isNear, isSamePlace, squareIn, templateIn, turnedFrame } from './face-frame.ts';
import { isFace } from './five-points.ts';

/** A frame of 2 pixels a unit at (100, 50). */
const FRAME = { a: 2, b: 0, tx: 100, ty: 50 };

const detection = (parts: Partial<Detection> = {}): Detection => ({
  box: { x: 120, y: 70, width: 190, height: 190 },
  score: 1,
  detectors: ['rfb'],
  ...parts,
});

it('shows the template through a frame, and finds the frame back', () => {
  const { a, b, tx, ty } = frameOfPoints(templateIn(FRAME));
  const wanted = [2, 0, 100, 50];
  expect(templateIn(FRAME)[0]).toEqual({ x: 100 + 2 * ARCFACE_FIVE[0].x, y: 50 + 2 * ARCFACE_FIVE[0].y });
  [a, b, tx, ty].forEach((value, index) => {
    expect(value).toBeCloseTo(wanted[index] ?? 0, 6);
  });
});

describe('frameOf', () => {
  it('takes a detector’s points rather than its box', () => {
    expect(frameOf(detection({ landmarks: templateIn(FRAME) })).a).toBeCloseTo(2);
  });

  it('puts the middle of a box where the detector’s boxes have it: RFB’s lie at (58, 64) of the template, 95 wide', () => {
    const frame = frameOf(detection());
    expect(frame.a).toBeCloseTo(2);
    expect(applySimilarity(frame, { x: 58, y: 64 }).x).toBeCloseTo(215);
    expect(applySimilarity(frame, { x: 58, y: 64 }).y).toBeCloseTo(165);
  });

  it('falls back to the box where the points fell together', () => {
    const point = { x: 7, y: 7 };
    expect(frameOf(detection({ landmarks: [point, point, point, point, point] })).a).toBeCloseTo(2);
  });
});

describe('isNear', () => {
  it('is true of a frame a little further, larger and turned', () => {
    expect(isNear(FRAME, { a: 2.2, b: 0.3, tx: 90, ty: 40 })).toBe(true);
  });

  it('is false of one elsewhere, much larger, or upside down', () => {
    expect(isNear(FRAME, { ...FRAME, tx: 160 })).toBe(false);
    expect(isNear(FRAME, { a: 3, b: 0, tx: 44, ty: -18 })).toBe(false);
    expect(isNear(FRAME, turnedFrame(FRAME, Math.PI))).toBe(false);
  });
});

it('tells two claims to one place from two heads side by side', () => {
  expect(isSamePlace(FRAME, { ...FRAME, tx: 180 })).toBe(true);
  expect(isSamePlace(FRAME, turnedFrame({ a: 1, b: 0, tx: 150, ty: 110 }, 1))).toBe(true);
  expect(isSamePlace(FRAME, { ...FRAME, tx: 260 })).toBe(false);
});

it('turns a frame about the middle of its face', () => {
  const quarter = turnedFrame(FRAME, Math.PI / 2);
  const middle = { x: 56, y: 68 };
  expect(applySimilarity(quarter, middle).x).toBeCloseTo(applySimilarity(FRAME, middle).x);
  const below = applySimilarity(quarter, { x: 56, y: 78 });
  expect(below.x).toBeCloseTo(100 + 2 * 56 - 20);
  expect(below.y).toBeCloseTo(50 + 2 * 68);
});

it('lays a square of the frame into the photo', () => {
  const square = squareIn(FRAME, { x: 50, y: 60, side: 100 });
  expect(applySimilarity(square, { x: 0, y: 0 })).toEqual({ x: 100, y: 70 });
  expect(applySimilarity(square, { x: 1, y: 1 })).toEqual({ x: 300, y: 270 });
});

it('tells points that cannot be aligned', () => {
  const points = (value: number): FivePoints => {
    const point = { x: value, y: value };
    return [point, point, point, point, point];
  };
  expect(isFace(templateIn(FRAME))).toBe(true);
  expect(isFace(points(3))).toBe(false);
  expect(isFace(points(Number.NaN))).toBe(false);
});
