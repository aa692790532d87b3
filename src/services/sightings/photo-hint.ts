import exifr from 'exifr';
import { readCapture } from '../../face/exif.ts';
import { photoMediaType } from '../../face/media-type.ts';

/** When and where a photo says it was taken, to be confirmed by whoever took it. */
export interface PhotoHint {
  /** 2026-06-01T14:30:00, with `Z` where the camera wrote its zone and without where nobody knows it. */
  readonly takenAt: string | null;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
}

/** Cameras write EXIF first; what is further behind is not looked for. */
const HEAD_BYTES = 256 * 1024;

/** Read a photo file to its end, and keep nothing. @throws AppError `unsupported-media` for what is no photo */
export async function hintOfPhoto(content: AsyncIterable<Uint8Array>, now: Date): Promise<PhotoHint> {
  const parts: Uint8Array[] = [];
  for await (const _ of keepingHead(content, parts));
  const head = Buffer.concat(parts);
  await photoMediaType(head);
  return readPhotoHint(head, now);
}

/** Read time and place out of the first bytes of a photo file. */
export async function readPhotoHint(head: Uint8Array, now: Date): Promise<PhotoHint> {
  const { capturedAt, place } = await readCapture(head, now);
  if (!capturedAt) return { takenAt: null, place };
  const isZoneKnown = await hasOffset(head);
  return { takenAt: isZoneKnown ? capturedAt.toISOString() : capturedAt.toISOString().slice(0, 19), place };
}

async function hasOffset(head: Uint8Array): Promise<boolean> {
  try {
    const tags = await exifr.parse(head, { pick: ['OffsetTimeOriginal'], reviveValues: false });
    return typeof tags?.OffsetTimeOriginal === 'string' && /^[+-]\d\d:?\d\d$/.test(tags.OffsetTimeOriginal.trim());
  } catch {
    // The time could be read and its zone cannot: then nobody knows it.
    return false;
  }
}

/** Pass a stream on, and keep its first bytes. */
export async function* keepingHead(content: AsyncIterable<Uint8Array>, head: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    if (bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - bytes));
    bytes += chunk.length;
    yield chunk;
  }
}
