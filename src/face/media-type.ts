import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '../core/errors.ts';

/** The kinds of photo that Homeward reads, as media types. */
export type PhotoMediaType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/heic';

/** Every signature that matters stands in the first few kilobytes; a hostile file gets no more to play with. */
const SNIFFED_BYTES = 4100;

const ASK_FOR = 'Send the photo as JPEG, PNG, WebP, AVIF or HEIC.';

/** What file-type may find → what we call it. A phone writes `heif` for HEIC; an animated PNG is read as its first frame. */
const READABLE: Readonly<Record<string, PhotoMediaType>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
  'image/avif': 'image/avif',
  'image/heic': 'image/heic',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
};

const NAMES: Readonly<Record<string, string>> = {
  'application/pdf': 'a PDF',
  'application/zip': 'a ZIP archive',
  'application/xml': 'a drawing or web page',
  'image/gif': 'a GIF',
  'image/tiff': 'a TIFF',
  'image/bmp': 'a BMP',
  'image/svg+xml': 'a drawing (SVG)',
};

/**
 * The media type of a photo, from its content alone: names and declared types are what the sender says, not what it is.
 *
 * @throws AppError `unsupported-media` for everything that is not one of the photo formats, saying what it is
 */
export async function photoMediaType(bytes: Uint8Array): Promise<PhotoMediaType> {
  if (bytes.length === 0) throw new AppError('unsupported-media', 'This file is empty. Send the photo again.');
  const head = bytes.subarray(0, SNIFFED_BYTES);
  const found = await sniff(head);
  const mediaType = found === 'image/heif' && holdsAv1(head) ? 'image/avif' : READABLE[found ?? ''];
  if (mediaType) return mediaType;
  throw new AppError('unsupported-media', `This file is ${nameOf(found, head)}, not a photo. ${ASK_FOR}`);
}

async function sniff(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    // file-type throws on containers that end too early, which our excerpt makes of any; none of them is a photo.
    return undefined;
  }
}

/** Whether a file of the general HEIF brand lists AVIF among its compatible brands (ISO/IEC 14496-12, box `ftyp`). */
function holdsAv1(head: Uint8Array): boolean {
  const length = Math.min(head[3] ?? 0, 256);
  return Buffer.from(head.subarray(8, length)).toString('latin1').includes('avif');
}

function nameOf(mime: string | undefined, head: Uint8Array): string {
  if (mime) return NAMES[mime] ?? (mime.startsWith('video/') ? 'a video' : `of the type ${mime}`);
  const start = Buffer.from(head.subarray(0, 256)).toString('latin1').trimStart().toLowerCase();
  if (start.includes('<svg')) return 'a drawing (SVG)';
  if (start.startsWith('<')) return 'a web page';
  return 'damaged or of an unknown kind';
}
