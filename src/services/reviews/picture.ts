import { buffer } from 'node:stream/consumers';
import type { FivePoints } from '../../core/face.ts';
import { applySimilarity, type Point } from '../../core/geometry.ts';
import type { FacePicture } from '../../db/reviews.ts';
import { faceThumbnail, thumbnailFrame } from '../../face/annotate.ts';
import { decodePhoto } from '../../face/decode.ts';
import { isFace } from '../../face/five-points.ts';
import { createPyramid } from '../../face/warp.ts';
import type { Platform } from '../../platform.ts';
import { openBlob, readBlob } from '../storage/blob-writing.ts';

/** Side in pixels of every picture of a review that can be cut anew. */
const PICTURE_SIDE = 512;

/** A picture without metadata. */
export interface Picture {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

/**
 * A face for comparing: every one with its eyes on the same line, at the same scale, cut from the copy that is shown.
 * Where that copy or the landmarks are gone, the stored crop is left, which is aligned alike and smaller.
 */
export async function pictureOf(app: Platform, face: FacePicture): Promise<Picture> {
  const { displayId, cropId } = face;
  const five = pointsOf(face);
  if (!displayId || !five || !face.photoWidth) {
    const { content, mediaType } = await openBlob(app, app.db, cropId);
    return { content: Uint8Array.from(await buffer(content)), mediaType };
  }
  const { image } = await decodePhoto(await readBlob(app, app.db, displayId));
  const zoom = image.width / face.photoWidth;
  const points = five.map(({ x, y }) => ({ x: x * zoom, y: y * zoom }));
  const content = await faceThumbnail(createPyramid(image), fiveOf(points), PICTURE_SIDE);
  return { content: Uint8Array.from(content), mediaType: 'image/jpeg' };
}

/** Where eyes, nose and mouth lie in the picture, as shares of its side; null when nobody has looked. */
export function landmarksIn(face: FacePicture): readonly Point[] | null {
  const five = pointsOf(face);
  if (!five) return null;
  const frame = thumbnailFrame(five, 1);
  return five.map((point) => applySimilarity(frame, point));
}

function pointsOf({ landmarks }: FacePicture): FivePoints | null {
  if (landmarks.length < 5) return null;
  const five = fiveOf(landmarks);
  return isFace(five) ? five : null;
}

function fiveOf([a, b, c, d, e]: readonly Point[]): FivePoints {
  const nowhere = { x: 0, y: 0 };
  return [a ?? nowhere, b ?? nowhere, c ?? nowhere, d ?? nowhere, e ?? nowhere];
}
