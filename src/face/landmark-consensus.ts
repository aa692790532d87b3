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
  /** The 68 points of the iBUG scheme; null where no trustworthy landmarker gives them. */
  readonly all: readonly Point[] | null;
  /**
   * How far the landmarkers are apart: mean distance of their five points from the average of all, as a share of the
   * distance between the eyes. About 0.03 on a clear face; a box without a face gives several times that.
   */
  readonly spread: number;
  /** How many landmarkers the points are the mean of. */
  readonly landmarkers: number;
}

/** Mean distance of five points, as a share of the distance between the eyes, up to which two landmarkers agree. */
const AGREEMENT = 0.12;

/** The same between a landmarker and a detector, whose points are rougher. */
const ROUGH_AGREEMENT = 0.3;

/**
 * The mean of the landmarkers that agree.
 *
 * The landmarker nearest to all others is taken as the middle, and those that agree with it are averaged: one that
 * lost the face is left out. Where no two agree, a landmarker must at least agree roughly with the detector, or the
 * detector's own points stand.
 *
 * @param answers of the landmarkers, at least one
 * @param witness the detector's points, where it gave any
 */
export function agreeOn(answers: readonly Located[], witness: FivePoints | null): Agreement {
  const totals = answers.map((one) => sum(answers.map((other) => distanceBetween(one.five, other.five))));
  const middle = answers[totals.indexOf(Math.min(...totals))];
  if (!middle) throw new RangeError('no landmarkers to agree');
  const near = answers.filter(({ five }) => distanceBetween(five, middle.five) <= AGREEMENT);
  const spread = spreadOf(answers, witness);
  if (near.length > 1 || !witness) return { ...meanOf(near), spread };

  const trusted = answers.filter(({ five }) => distanceBetween(five, witness) <= ROUGH_AGREEMENT);
  return trusted.length > 0 ? { ...meanOf(trusted), spread } : { five: witness, all: null, spread, landmarkers: 0 };
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

/** Of the landmarkers, or, where there is but one, of it and the detector. */
function spreadOf(answers: readonly Located[], witness: FivePoints | null): number {
  const fives = answers.map(({ five }) => five);
  if (fives.length === 1 && witness) fives.push(witness);
  const average = meanFive(fives);
  return sum(fives.map((five) => distanceBetween(five, average))) / fives.length;
}

function meanOf(located: readonly Located[]): Omit<Agreement, 'spread'> {
  const full = located.flatMap(({ all }) => (all ? [all] : []));
  const all = full[0]?.map((point, index) => meanPoint(full.map((points) => points[index] ?? point))) ?? null;
  return { five: meanFive(located.map(({ five }) => five)), all, landmarkers: located.length };
}

function meanFive(sets: readonly FivePoints[]): FivePoints {
  const at = (index: 0 | 1 | 2 | 3 | 4): Point => meanPoint(sets.map((set) => set[index]));
  return [at(0), at(1), at(2), at(3), at(4)];
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
