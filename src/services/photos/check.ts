import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { ExtractedFace } from '../../face/extraction.ts';
import { photoMediaType } from '../../face/media-type.ts';
import type { Platform } from '../../platform.ts';
import { requireReach } from '../policy.ts';
import { countRequest } from '../protection/limits.ts';
import { sourceOf } from '../protection/sources.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Largest copy that is looked at, bytes. */
export const CHECKED_BYTES = 512 * 1024;

/** What a photo would be good for. Nothing of it was kept. */
interface PhotoCheck {
  readonly verdict: Verdict['verdict'];
  readonly message: string;
  /** What is wrong and what to do. */
  readonly reasons: readonly string[];
  /** The largest first; shares of width and height of the photo. */
  readonly faces: readonly FaceBox[];
}

interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const LIMIT = { name: 'photo-check', requests: 60, seconds: 600 };
/** One at a time: photos that were sent must not wait for those that somebody only looks at. */
const AT_ONCE = 1;
const LONGEST_MILLISECONDS = 20_000;

/**
 * Look at a small copy of a photo that somebody is about to send, and keep nothing.
 *
 * It says whether a face can be made out, never whose it is: nothing is compared with anything.
 *
 * @throws AppError `unavailable` when the engine is busy, `too-many`, `unsupported-media` or `invalid` for the photo
 */
type CheckPhoto = (actor: Actor, copy: { readonly bytes: Uint8Array; readonly address: string }) => Promise<PhotoCheck>;

/** Of a server: its checks share the engine. */
export function openPhotoCheck(app: Platform): CheckPhoto {
  let running = 0;
  return async (actor, { bytes, address }) => {
    requireReach(actor, 'sighting.submit');
    await countRequest(app, sourceOf(app, actor, address), LIMIT);
    await photoMediaType(bytes);
    if (running >= AT_ONCE) throw new AppError('unavailable', 'Photos are being looked at. Try again in a moment.');
    running++;
    try {
      return await check(app, bytes);
    } finally {
      running--;
    }
  };
}

async function check(app: Platform, bytes: Uint8Array): Promise<PhotoCheck> {
  const limits = { maxBytes: CHECKED_BYTES, maxPixels: 4e6 };
  const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
  const { faces, photo } = await (await app.engine()).extractFaces(bytes, { limits }, signal);
  return { ...judge(faces, photo.warnings), faces: faces.map(({ box }) => shareOf(box, photo)) };
}

function judge(faces: readonly ExtractedFace[], warnings: readonly string[]): Verdict {
  const judged = faces.map(({ quality }) => ({
    isChosen: faces.length === 1,
    quality: quality.score,
    reasons: [...quality.reasons],
  }));
  return verdictOf({ state: 'analysed', refusal: null, warnings: [...warnings] }, judged);
}

function shareOf(
  box: ExtractedFace['box'],
  { width, height }: { readonly width: number; readonly height: number },
): FaceBox {
  return { left: box.x / width, top: box.y / height, width: box.width / width, height: box.height / height };
}
