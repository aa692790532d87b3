import type { Line } from './outlines.ts';

/** A rectangle in worlds. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Coordinates = ArrayLike<number>;

export function isApart(a: Window, b: Window): boolean {
  return a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;
}

/** The part of a ring within a window: one edge of the window after the other (Sutherland and Hodgman, 1974). */
export function clipRing(ring: Line, window: Window): Coordinates {
  let points: Coordinates = ring.points;
  if (ring.left < window.left) points = clipEdge(points, { axis: 0, at: window.left, isLeast: true });
  if (ring.right > window.right) points = clipEdge(points, { axis: 0, at: window.right, isLeast: false });
  if (ring.top < window.top) points = clipEdge(points, { axis: 1, at: window.top, isLeast: true });
  if (ring.bottom > window.bottom) points = clipEdge(points, { axis: 1, at: window.bottom, isLeast: false });
  return points;
}

interface Edge {
  /** 0: x; 1: y */
  readonly axis: 0 | 1;
  readonly at: number;
  readonly isLeast: boolean;
}

function clipEdge(points: Coordinates, { axis, at, isLeast }: Edge): number[] {
  const kept: number[] = [];
  const last = points.length - 2;
  let [x0, y0] = [points[last] ?? 0, points[last + 1] ?? 0];
  let wasIn = isLeast === (axis === 0 ? x0 : y0) >= at;
  for (let i = 0; i < points.length; i += 2) {
    const [x1, y1] = [points[i] ?? 0, points[i + 1] ?? 0];
    const isIn = isLeast === (axis === 0 ? x1 : y1) >= at;
    if (isIn !== wasIn) {
      const share = axis === 0 ? (at - x0) / (x1 - x0) : (at - y0) / (y1 - y0);
      kept.push(x0 + share * (x1 - x0), y0 + share * (y1 - y0));
    }
    if (isIn) kept.push(x1, y1);
    [x0, y0, wasIn] = [x1, y1, isIn];
  }
  return kept;
}

/** The stretches of a line that come near a window; what stands out of it is not drawn anyway. */
export function stretchesOf({ points }: Line, window: Window): number[][] {
  const stretches: number[][] = [];
  let open: number[] | null = null;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [points[i], points[i + 1], points[i + 2], points[i + 3]];
    const left = Math.min(x0, x1);
    const top = Math.min(y0, y1);
    if (isApart({ left, top, right: Math.max(x0, x1), bottom: Math.max(y0, y1) }, window)) {
      open = null;
      continue;
    }
    if (open) {
      open.push(x1, y1);
    } else {
      open = [x0, y0, x1, y1];
      stretches.push(open);
    }
  }
  return stretches;
}
