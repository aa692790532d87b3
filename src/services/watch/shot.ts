import type { WrappedKey } from '../../adapters/vault.ts';
import type { BlobRow } from '../../db/blobs.ts';
import type { FaceColumns } from '../../db/faces.ts';
import type { ExtractedFace } from '../../face/extraction.ts';
import type { Platform } from '../../platform.ts';
import { matchFaces } from '../photos/match-faces.ts';
import { writeBlob } from '../storage/blob-writing.ts';
import type { WatchHit } from './contract.ts';

/** A best shot that lies encrypted on the disk and that the database does not know yet. */
export interface KeptShot {
  readonly original: BlobRow;
  readonly display: BlobRow;
  /** Small picture of the face, for review. */
  readonly crop: BlobRow;
  readonly photoKey: WrappedKey;
  /** Of the sighting: seals the crop and the templates. */
  readonly faceKey: WrappedKey;
  readonly width: number;
  readonly height: number;
  readonly warnings: readonly string[];
  readonly face: Omit<FaceColumns, 'position' | 'cropId'>;
}

/** Pixels. Whoever stood beside the face is not kept: a whole frame is never taken. */
const LARGEST_SIDE = 512;

/**
 * Judge a best shot as any photo is judged, and keep it: reviewers see quality and crop of it like of others.
 *
 * @param written told of each file, so that the caller removes those without a row
 */
export async function keepShot(app: Platform, hit: WatchHit, written: string[]): Promise<KeptShot> {
  const { jpeg } = hit.shot;
  const limits = { maxBytes: app.config.maxPhotoBytes, maxPixels: app.config.maxPhotoPixels };
  const extraction = await (await app.engine()).extractFaces(jpeg, { thumbnails: true, limits });
  const { width, height, warnings } = extraction.photo;
  if (Math.max(width, height) > LARGEST_SIDE) throw new RangeError('a best shot must be cut to its face');
  const place = matchFaces(
    [hit.shot.box],
    extraction.faces.map(({ box }) => box),
  ).indexOf(0);
  const found = extraction.faces[place];
  const [photoKey, faceKey] = [app.vault.newKey(), app.vault.newKey()];
  const keep = async (key: WrappedKey, content: Uint8Array) => {
    const blob = await writeBlob(app, key, content, 'image/jpeg');
    written.push(blob.id);
    return blob;
  };
  return {
    original: await keep(photoKey, jpeg),
    // It is small, and Homeward made it: there is nothing in it to be left out.
    display: await keep(photoKey, jpeg),
    crop: await keep(faceKey, found?.thumbnail ?? jpeg),
    ...{ photoKey, faceKey, width, height, warnings },
    face: faceOf(hit, found),
  };
}

/** The whole pipeline may find nobody in a small picture in which the tracker did: then the tracker's word stands. */
function faceOf({ shot, template }: WatchHit, found: ExtractedFace | undefined): KeptShot['face'] {
  const { box, landmarks, score } = found ?? shot;
  return {
    box: { left: box.x, top: box.y, width: box.width, height: box.height },
    ...{ landmarks, score },
    quality: found?.quality.score ?? template.quality,
    components: found?.quality.components ?? {},
    reasons: found?.quality.reasons ?? [],
  };
}
