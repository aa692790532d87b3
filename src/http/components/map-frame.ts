import { type Frame, frameAround, type Point } from '../../services/places/mercator.ts';

/** Of a map that does not move, in pixels; the page scales it. */
export const STILL_SIZE = { width: 480, height: 330 };

/** The view of a still map: no nearer than a region, so that one point alone still says where in the land it is. */
export function stillFrame(points: readonly Point[]): Frame {
  return frameAround(points, { ...STILL_SIZE, padding: 40, maxZoom: 8 });
}
