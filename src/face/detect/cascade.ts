import type { Detection } from '../../core/face.ts';
import type { Box } from '../../core/geometry.ts';
import type { Networks } from '../networks.ts';
import type { Pyramid } from '../warp.ts';
import { createBlazeFace } from './blazeface.ts';
import { detectByMtcnn } from './mtcnn.ts';
import { uniteDetections } from './nms.ts';
import { createRfb } from './rfb.ts';
import { tileScales } from './tiles.ts';
import { type Scanner, scanViews, tileViews, type View, viewAt, wholeView } from './views.ts';

/** Intersection over union above which two boxes are the same face. */
const SAME_FACE = 0.4;

/** Border around a photo, as a share of the picture, with which BlazeFace finds a face that fills the photo. */
const BORDER = 0.1;

/**
 * Height in pixels of the smallest face that tiles look for: in every photo; where the photo shows no face or a small
 * one; where it may hold smaller ones, or shows none even so; and on request. What is found below some 30 pixels can be
 * counted, hardly recognised.
 */
const SMALLEST_FACE = { always: 100, usual: 55, suggested: 24, requested: 14 } as const;

/**
 * [Note: tiles] Fine tiles cost three times as much as the whole photo, the finest twenty times, so a photo must give
 * cause for them. Where it shows faces and all are at least this high, in pixels of the photo, smaller ones behind them
 * are left to `smallFaces`. The coarse tiles that are always looked at cost nothing up to 1080p, which the whole photo
 * in one picture covers, and as much as a third of the decoding above.
 */
const LARGE_FACE = SMALLEST_FACE.always;

/** A face below this height, or so many below the other, suggest that there are smaller ones. */
const SUGGESTIVE = { one: 40, several: 88, count: 3 } as const;

/** Ways in which a head may lie that BlazeFace does not find upright, in the order of trying. */
const TURNS = [90, -90, 180, 45, -45].map((degrees) => (degrees * Math.PI) / 180);

/** Side of the part of the photo that a closer look shows, in sides of the box; and most boxes that get one. */
const SURROUNDINGS = 2.5;
const MOST_CLOSER = 3;

/** MTCNN is asked for faces down to this share of the photo's shorter side: below, it takes seconds. */
const MTCNN_SHARE = 1 / 16;

/**
 * The default detector: BlazeFace and RFB on the whole photo, RFB (or BlazeFace, where that is all there is) on tiles of
 * it as it gives cause; and where nothing is found, all of {@link lookAgain}.
 *
 * BlazeFace sees through blur, dark and turned heads, RFB sees small faces; together they miss hardly any
 * (docs/models.md). Whether a box is a face is confirmed later, by the landmarks.
 *
 * @param smallFaces true: also look for the smallest faces; false: no tiles at all; undefined: as the photo gives cause
 */
export async function detectByCascade(networks: Networks, photo: Pyramid, smallFaces?: boolean): Promise<Detection[]> {
  const scanners = await openScanners(networks);
  const { blazeface, rfb } = scanners;
  let found = await scanViews(blazeface, photo, [wholeView(photo.image, blazeface, { border: BORDER })]);
  if (rfb) found = unite(found, await scanViews(rfb, photo, [wholeView(photo.image, rfb)]));
  if (smallFaces) found = await addTiles(rfb ?? blazeface, photo, { found, face: SMALLEST_FACE.requested });
  else if (smallFaces === undefined) found = await searchTiles(scanners, photo, found);
  return found.length > 0 ? unite(found) : lookAgain(networks, photo);
}

/**
 * All that the cascade did not try on a photo in which it found no face, or none that turned out to be one: fine tiles;
 * BlazeFace on the photo turned; MTCNN. Each only where the one before found nothing.
 */
export async function lookAgain(networks: Networks, photo: Pyramid): Promise<Detection[]> {
  const { blazeface, rfb } = await openScanners(networks);
  let found = await addTiles(rfb ?? blazeface, photo, { found: [], face: SMALLEST_FACE.suggested });
  if (found.length === 0) found = await scanViews(blazeface, photo, turnedViews(photo, blazeface));
  if (found.length === 0 && networks.has('mtcnn-p')) found = await searchThoroughly(networks, photo);
  return unite(found);
}

/**
 * BlazeFace around boxes that turned out to be no faces, as large as it likes them: a blurred face is often seen, but
 * framed so badly that its landmarks part ways. Of 35 blurred photos whose boxes were all refused this finds 14 faces, and
 * {@link lookAgain} 7 (and 24 patterns), in fourteen times the time.
 */
export async function lookCloser(networks: Networks, photo: Pyramid, boxes: readonly Box[]): Promise<Detection[]> {
  const scanner = createBlazeFace(await networks.open('blazeface'));
  const views = boxes.slice(0, MOST_CLOSER).map(({ x, y, width, height }) => {
    const scale = (SURROUNDINGS * Math.max(width, height)) / scanner.size.width;
    return viewAt(scanner, {
      centre: { x: x + width / 2, y: y + height / 2 },
      scale: { x: scale, y: scale },
      turn: 0,
    });
  });
  return unite(await scanViews(scanner, photo, views));
}

interface Scanners {
  readonly blazeface: Scanner;
  readonly rfb: Scanner | null;
}

async function openScanners(networks: Networks): Promise<Scanners> {
  return {
    blazeface: createBlazeFace(await networks.open('blazeface')),
    rfb: networks.has('rfb320') ? createRfb(await networks.open('rfb320')) : null,
  };
}

/** Add what tiles show, in as fine steps as the photo asks for. */
async function searchTiles({ blazeface, rfb }: Scanners, photo: Pyramid, whole: Detection[]): Promise<Detection[]> {
  const scanner = rfb ?? blazeface;
  const coarse = await addTiles(scanner, photo, { found: whole, face: SMALLEST_FACE.always });
  if (coarse.length > 0 && coarse.every(({ box }) => box.height >= LARGE_FACE)) return coarse;
  const usual = await addTiles(scanner, photo, { found: coarse, face: SMALLEST_FACE.usual });
  if (suggestsSmaller(usual)) return addTiles(scanner, photo, { found: usual, face: SMALLEST_FACE.suggested });
  const isBlurred = rfb !== null && usual.length === 0;
  return isBlurred ? addTiles(blazeface, photo, { found: [], face: SMALLEST_FACE.usual }) : usual;
}

/** Add the faces from a height up that a scanner sees in tiles. */
async function addTiles(
  scanner: Scanner,
  photo: Pyramid,
  { found, face }: { found: Detection[]; face: number },
): Promise<Detection[]> {
  const views = tileScales(photo.image, scanner, face).flatMap((scale) => tileViews(photo.image, scanner, scale));
  return views.length > 0 ? unite(found, await scanViews(scanner, photo, views)) : found;
}

function suggestsSmaller(found: readonly Detection[]): boolean {
  const heights = found.map(({ box }) => box.height);
  const several = heights.filter((height) => height < SUGGESTIVE.several);
  return several.length >= SUGGESTIVE.count || heights.some((height) => height < SUGGESTIVE.one);
}

function turnedViews(photo: Pyramid, scanner: Scanner): View[] {
  return TURNS.map((turn) => wholeView(photo.image, scanner, { border: BORDER, turn }));
}

function searchThoroughly(networks: Networks, photo: Pyramid): Promise<Detection[]> {
  const side = Math.min(photo.image.width, photo.image.height);
  return detectByMtcnn(networks, photo, Math.max(20, side * MTCNN_SHARE));
}

function unite(...found: readonly (readonly Detection[])[]): Detection[] {
  return uniteDetections(found.flat(), SAME_FACE);
}
