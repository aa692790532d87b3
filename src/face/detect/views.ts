import type { Detection, FivePoints, RgbImage } from '../../core/face.ts';
import type { Box, Point } from '../../core/geometry.ts';
import type { Affine, Size } from '../sampling.ts';
import { type Pyramid, ROUGH, warp } from '../warp.ts';

/** A detector that looks at pictures of one small size; what it finds is in pixels of that picture. */
export interface Scanner {
  readonly name: string;
  readonly size: Size;
  /** Height in pixels from which nearly all faces are found. */
  readonly smallestFace: number;
  /** `stretch`: the network was trained on photos squeezed to its shape; `letterbox`: on undistorted ones. */
  readonly fit: 'letterbox' | 'stretch';
  /** @returns for each picture the boxes above the detector's threshold, overlaps suppressed */
  scan(pictures: readonly RgbImage[]): Promise<Detection[][]>;
}

/** How a scanner looks at a photo: its picture's points mapped to the photo. */
export interface View {
  readonly toPhoto: Affine;
  /** Turn of the picture in the photo, in radians, clockwise as seen. */
  readonly turn: number;
}

/** Pictures looked at in one run: more outgrow the processor's cache and take a tenth longer each. */
const BATCH = 2;

/** Share of a picture's side that neighbouring tiles have in common: a face up to this share is whole in one of them. */
const TILE_OVERLAP = 0.3;

/**
 * The view that shows a whole photo.
 *
 * @param options.border black border on each side, as a share of the picture: 0 none
 * @param options.turn turn of the picture in radians: a head lying that way stands upright in it
 */
export function wholeView(photo: Size, scanner: Scanner, options: { border?: number; turn?: number } = {}): View {
  const turn = options.turn ?? 0;
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const room = 1 - 2 * (options.border ?? 0);
  const scaleX = (photo.width * cos + photo.height * sin) / (scanner.size.width * room);
  const scaleY = (photo.width * sin + photo.height * cos) / (scanner.size.height * room);
  const both = Math.max(scaleX, scaleY);
  const scale = scanner.fit === 'stretch' ? { x: scaleX, y: scaleY } : { x: both, y: both };
  return viewAt(scanner, { centre: { x: photo.width / 2, y: photo.height / 2 }, scale, turn });
}

/**
 * Views that cover a photo with overlapping tiles.
 *
 * @param scale pixels of the photo for one pixel of the picture; below 1 magnifies
 */
export function tileViews(photo: Size, scanner: Scanner, scale: number): View[] {
  const xs = tileCentres(photo.width, scanner.size.width * scale);
  const ys = tileCentres(photo.height, scanner.size.height * scale);
  return ys.flatMap((y) =>
    xs.map((x) => viewAt(scanner, { centre: { x, y }, scale: { x: scale, y: scale }, turn: 0 })),
  );
}

/** Share of a part's side that neighbouring parts of a grid have in common: larger faces are seen in the whole. */
const PART_OVERLAP = 0.15;

/**
 * Views that cover a photo with a grid of as few parts as are no larger than `part`, a little overlapping.
 *
 * @returns none where the photo is a single part
 */
export function gridViews(photo: Size, scanner: Scanner, part: Size): View[] {
  const columns = Math.ceil(photo.width / part.width);
  const rows = Math.ceil(photo.height / part.height);
  if (columns * rows === 1) return [];
  const step = 1 - PART_OVERLAP;
  const width = photo.width / (1 + (columns - 1) * step);
  const height = photo.height / (1 + (rows - 1) * step);
  const [x, y] = [width / scanner.size.width, height / scanner.size.height];
  const scale = scanner.fit === 'stretch' ? { x, y } : { x: Math.max(x, y), y: Math.max(x, y) };
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const centre = { x: width * (0.5 + column * step), y: height * (0.5 + row * step) };
    return viewAt(scanner, { centre, scale, turn: 0 });
  });
}

/** Look at a photo through all views; boxes and points of what is found are in pixels of the photo. */
export async function scanViews(scanner: Scanner, photo: Pyramid, views: readonly View[]): Promise<Detection[]> {
  const found: Detection[] = [];
  for (let start = 0; start < views.length; start += BATCH) {
    const batch = views.slice(start, start + BATCH);
    const pictures = batch.map((view) => warp(photo, view.toPhoto, scanner.size, ROUGH));
    const results = await scanner.scan(pictures);
    batch.forEach((view, index) => {
      found.push(...(results[index] ?? []).map((one) => toPhoto(one, view)));
    });
  }
  return found;
}

/** Centres of as few tiles as cover a side with the overlap. */
function tileCentres(side: number, tile: number): number[] {
  if (tile >= side) return [side / 2];
  const count = Math.ceil((side - tile) / (tile * (1 - TILE_OVERLAP))) + 1;
  return Array.from({ length: count }, (_, index) => tile / 2 + (index * (side - tile)) / (count - 1));
}

/** The view around a point of the photo. @param scale pixels of the photo for one of the picture, across and down */
export function viewAt(
  { size }: Scanner,
  { centre, scale, turn }: { centre: Point; scale: Point; turn: number },
): View {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [xx, xy, yx, yy] = [cos * scale.x, -sin * scale.y, sin * scale.x, cos * scale.y];
  const tx = centre.x - (xx * size.width) / 2 - (xy * size.height) / 2;
  const ty = centre.y - (yx * size.width) / 2 - (yy * size.height) / 2;
  return { toPhoto: { xx, xy, yx, yy, tx, ty }, turn };
}

function toPhoto(found: Detection, view: View): Detection {
  const box = boxToPhoto(found.box, view);
  if (!found.landmarks) return { ...found, box };
  const [rightEye, leftEye, nose, rightMouth, leftMouth] = found.landmarks;
  const map = (point: Point): Point => pointToPhoto(point, view.toPhoto);
  const landmarks: FivePoints = [map(rightEye), map(leftEye), map(nose), map(rightMouth), map(leftMouth)];
  return { ...found, box, landmarks };
}

/** The upright box around a turned one's centre; its sides pass over into each other as the turn grows to 90°. */
function boxToPhoto(box: Box, { toPhoto: map, turn }: View): Box {
  const centre = pointToPhoto({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, map);
  const across = box.width * Math.hypot(map.xx, map.yx);
  const down = box.height * Math.hypot(map.xy, map.yy);
  const [cos2, sin2] = [Math.cos(turn) ** 2, Math.sin(turn) ** 2];
  const width = across * cos2 + down * sin2;
  const height = across * sin2 + down * cos2;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
}

function pointToPhoto({ x, y }: Point, map: Affine): Point {
  return { x: map.xx * x + map.xy * y + map.tx, y: map.yx * x + map.yy * y + map.ty };
}
