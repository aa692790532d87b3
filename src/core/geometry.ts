/** A point in pixels of the upright image; x to the right, y down; the centre of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An axis-parallel rectangle in pixels of the upright image; may reach over its borders. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A similarity transform: rotation, uniform scale, translation (no mirror image).
 *
 * Maps (x, y) to (a·x − b·y + tx, b·x + a·y + ty).
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** Intersection over union of two boxes, 0 (disjoint) … 1 (equal). */
export function iou(first: Box, second: Box): number {
  const width = Math.min(first.x + first.width, second.x + second.width) - Math.max(first.x, second.x);
  const height = Math.min(first.y + first.height, second.y + second.height) - Math.max(first.y, second.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (first.width * first.height + second.width * second.height - shared);
}

/** The point that a similarity transform maps `point` to. */
export function applySimilarity(transform: Similarity, point: Point): Point {
  const { a, b, tx, ty } = transform;
  return { x: a * point.x - b * point.y + tx, y: b * point.x + a * point.y + ty };
}

/** The transform that undoes `transform`. @throws RangeError when its scale is 0 */
export function invertSimilarity({ a, b, tx, ty }: Similarity): Similarity {
  const scaleSquared = a * a + b * b;
  if (scaleSquared === 0) throw new RangeError('a similarity transform of scale 0 has no inverse');
  const ia = a / scaleSquared;
  const ib = -b / scaleSquared;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

/**
 * The similarity transform that brings `from` closest to `to` in the least-squares sense.
 *
 * With points as complex numbers this is one division, the reflection-free case of Umeyama (1991),
 * «Least-squares estimation of transformation parameters between two point patterns», IEEE TPAMI 13(4).
 *
 * @param from at least two different points
 * @param to as many points, in the same order
 * @throws RangeError when the counts differ or all points of `from` coincide
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  if (from.length !== to.length || from.length < 2)
    throw new RangeError(`cannot fit ${from.length} points to ${to.length}`);
  const source = centroid(from);
  const target = centroid(to);
  let real = 0;
  let imaginary = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const goal = to[index] ?? target;
    const sx = point.x - source.x;
    const sy = point.y - source.y;
    const gx = goal.x - target.x;
    const gy = goal.y - target.y;
    real += sx * gx + sy * gy;
    imaginary += sx * gy - sy * gx;
    spread += sx * sx + sy * sy;
  });
  if (spread === 0) throw new RangeError('cannot fit points that all coincide');
  const a = real / spread;
  const b = imaginary / spread;
  return { a, b, tx: target.x - (a * source.x - b * source.y), ty: target.y - (b * source.x + a * source.y) };
}

/** The mean of at least one point. */
export function centroid(points: readonly Point[]): Point {
  const sum = points.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
