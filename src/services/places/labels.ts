import { type Frame, TILE_SIZE } from './mercator.ts';
import { allTowns } from './towns.ts';

/** A town's name on a map, in pixels of the frame. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly size: number;
  readonly isCapital: boolean;
}

interface Box extends Label {
  readonly width: number;
  /** In the order of towns: smaller is larger. */
  readonly rank: number;
}

/** The smallest towns that a zoom has room for, in people. */
const LEAST_PEOPLE = [4e6, 4e6, 4e6, 2e6, 1e6, 4e5, 1.5e5, 6e4, 2.5e4, 1e4, 4000, 2000, 0];
/** How far beyond the frame a name may begin that reaches into it. */
const REACH = 200;
const HEIGHT = 16;

/**
 * The towns to name. One gives way to every larger one whose name it would touch, whether that is shown or not: so a
 * town is decided by its neighbours alone, and the tiles of a map agree without knowing of each other.
 */
export function labelsIn(frame: Frame): Label[] {
  const boxes = townsNear(frame, 2 * REACH);
  return boxes.filter((box) => isNear(box, frame, REACH) && !boxes.some((other) => isInTheWay(other, box)));
}

function townsNear(frame: Frame, margin: number): Box[] {
  const { populations, x, y } = allTowns();
  const size = TILE_SIZE * 2 ** frame.zoom;
  const least = LEAST_PEOPLE[frame.zoom] ?? 0;
  const end = populations.findIndex((people) => people < least);
  const boxes: Box[] = [];
  for (let rank = 0; rank < (end < 0 ? populations.length : end); rank++) {
    const at = { x: (x[rank] ?? 0) * size - frame.left, y: (y[rank] ?? 0) * size - frame.top };
    if (isNear(at, frame, margin)) boxes.push(boxOf(rank, at, least));
  }
  return boxes;
}

function boxOf(rank: number, at: { x: number; y: number }, least: number): Box {
  const { names, populations, isCapital } = allTowns();
  const [name = '', people = 0] = [names[rank], populations[rank]];
  const size = people >= 16 * least && people > 5e4 ? 13 : people >= 4 * least ? 12 : 11;
  return { ...at, name, size, isCapital: isCapital[rank] === 1, width: 10 + 0.56 * size * name.length, rank };
}

function isNear({ x, y }: Pick<Label, 'x' | 'y'>, { width, height }: Frame, margin: number): boolean {
  return x > -margin && x < width + margin && y > -margin && y < height + margin;
}

function isInTheWay(other: Box, box: Box): boolean {
  if (other.rank >= box.rank || Math.abs(other.y - box.y) > HEIGHT) return false;
  return other.x < box.x + box.width && box.x < other.x + other.width;
}
