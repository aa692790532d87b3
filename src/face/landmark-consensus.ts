import type { FivePoints } from '../core/face.ts';
import type { Point } from '../core/geometry.ts';

/** What one landmarker says of a face. */
export interface Located {
  readonly five: FivePoints;
  /** All 68 points, where it gives them. */
  readonly all?: readonly Point[];
}

/** The landmarkers' common answer. */
export interface Agreement {
  readonly five: FivePoints;
  readonly all: readonly Point[];
  readonly spread: number;
  readonly landmarkers: number;
}

/** Mean distance of five points, as a share of the distance between the eyes, up to which two landmarkers agree. */
const AGREEMENT = 0.12;

/**
 * The mean of the landmarkers that agree.
 *
 * The answer nearest to all others is taken as the middle, and those that agree with it are averaged; one that is far
 * off (a landmarker that lost the face) is left out.
 *
 * @param answers at least one, and one of them with 68 points
 * @throws RangeError when no answer has 68 points
 */
export function agreeOn(answers: readonly Located[]): Agreement {
  const distances = answers.map((one) => answers.map((other) => distanceBetween(one.five, other.five)));
  const totals = distances.map(sum);
  const middle = totals.indexOf(Math.min(...totals));
  const near = answers.filter((_, index) => (distances[middle]?.[index] ?? 0) <= AGREEMENT);
  const full = near.flatMap(({ all }) => (all ? [all] : []));
  const all = meanPoints(full.length > 0 ? full : answers.flatMap((one) => (one.all ? [one.all] : [])));
  const pairs = answers.length * (answers.length - 1);
  return {
    five: meanFive(near.map(({ five }) => five)),
    all,
    spread: pairs === 0 ? 0 : sum(totals) / pairs,
    landmarkers: near.length,
  };
}

/** Mean distance of corresponding points, as a share of the (mean) distance between the eyes. */
export function distanceBetween(first: FivePoints, second: FivePoints): number {
  const eyes = (eyeDistance(first) + eyeDistance(second)) / 2;
  const total = sum(first.map((point, index) => distance(point, second[index] ?? point)));
  return eyes > 0 ? total / first.length / eyes : Number.POSITIVE_INFINITY;
}

/** Pixels between the centres of the eyes. */
export function eyeDistance([rightEye, leftEye]: FivePoints): number {
  return distance(rightEye, leftEye);
}

function meanFive(sets: readonly FivePoints[]): FivePoints {
  const at = (index: 0 | 1 | 2 | 3 | 4): Point => meanPoint(sets.map((set) => set[index]));
  return [at(0), at(1), at(2), at(3), at(4)];
}

function meanPoints(sets: readonly (readonly Point[])[]): Point[] {
  const [first] = sets;
  if (!first) throw new RangeError('no landmarker gives 68 points');
  return first.map((point, index) => meanPoint(sets.map((set) => set[index] ?? point)));
}

function meanPoint(points: readonly Point[]): Point {
  return { x: sum(points.map(({ x }) => x)) / points.length, y: sum(points.map(({ y }) => y)) / points.length };
}

function distance(first: Point, second: Point): number {
  return Math.hypot(first.x - second.x, first.y - second.y);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
