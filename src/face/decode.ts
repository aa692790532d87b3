import { createHash } from 'node:crypto';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import { type Capture, readCapture } from './exif.ts';
import { decodeHeic } from './heic/heic.ts';
import { type PhotoMediaType, photoMediaType } from './media-type.ts';
import { damaged, tooManyPixels } from './refusals.ts';

/** A decoded photo. */
export interface Photo {
  /** All pixels, upright, 8-bit sRGB, transparency laid on grey. */
  readonly image: RgbImage;
  /** By content, never by name. */
  readonly mediaType: PhotoMediaType;
  /** Of the bytes as received, hex: the identity of the photo. */
  readonly sha256: string;
  /** See {@link readCapture}: UTC where the camera wrote no offset; null when unknown or nonsense. */
  readonly capturedAt: Date | null;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  /** Make and model, as the camera writes them. */
  readonly camera: string | null;
  /** What a person should know, in plain words: a damaged file, a time that cannot be right. */
  readonly warnings: readonly string[];
}

/** Limits that keep one photo from taking the machine. */
export interface DecodeLimits {
  /** Longest file; default 40 MB. */
  readonly maxBytes?: number;
  /** Most pixels; default 60 million, so that the 50-megapixel photo of a phone passes. */
  readonly maxPixels?: number;
  /** What counts as the future in a capture time; default the present. */
  readonly now?: Date;
}

const MAXIMUM_BYTES = 40e6;
const MAXIMUM_PIXELS = 60e6;
const TIMEOUT_SECONDS = 60;

/** Under transparent pixels: no darker or lighter than most skin. */
const NEUTRAL = { r: 128, g: 128, b: 128 };

/** A cut-off photo with less than this share of its rows is refused. */
const LEAST_SHARE = 0.2;

/**
 * Decode a photo: JPEG, PNG, WebP and AVIF by sharp, HEIC by libheif in a child process.
 *
 * Orientation is applied once, colours are converted to 8-bit sRGB, of an animation the first frame is taken.
 * A JPEG or PNG that is cut off or damaged but shows something is decoded with a warning: half a photo may hold the
 * whole face.
 *
 * [Note: memory of a photo] The result holds 3 bytes a pixel: 150 MB for 50 megapixels. Peak growth of the process while
 * decoding them, measured: 165 MB for a JPEG, 310 MB for one that is progressive or must be turned, 215 MB for HEIC
 * and 420 MB more in its child process.
 *
 * @throws AppError `unsupported-media` for what is not a photo; `invalid` for a photo that is damaged or over the limits
 */
export async function decodePhoto(bytes: Uint8Array, limits: DecodeLimits = {}): Promise<Photo> {
  const { maxBytes = MAXIMUM_BYTES, maxPixels = MAXIMUM_PIXELS, now = new Date() } = limits;
  if (bytes.length > maxBytes) {
    const limit = Math.round(maxBytes / 1e6);
    throw new AppError('invalid', `This file has more than ${limit} MB. Send a smaller copy of the photo.`);
  }
  const mediaType = await photoMediaType(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { image, exif, isDamaged } =
    mediaType === 'image/heic'
      ? { ...(await decodeHeic(bytes, maxPixels)), isDamaged: false }
      : await decodeBySharp(bytes, maxPixels);
  const { capturedAt, place, camera, warnings }: Capture = await readCapture(exif, now);
  const damage = isDamaged ? ['The photo is damaged or cut off; what is left was used. Send it again if you can.'] : [];
  return { image, mediaType, sha256, capturedAt, place, camera, warnings: [...damage, ...warnings] };
}

interface Decoded {
  readonly image: RgbImage;
  readonly exif: Uint8Array | undefined;
  readonly isDamaged: boolean;
}

async function decodeBySharp(bytes: Uint8Array, maxPixels: number): Promise<Decoded> {
  const { exif, width, height } = await readMetadata(bytes, maxPixels);
  if (width * height > maxPixels) throw tooManyPixels(maxPixels);
  try {
    return { image: await readPixels(open(bytes, 'error')), exif, isDamaged: false };
  } catch {
    // Strict reading failed: see what a lenient one gets out of the file.
    return { image: await readDamaged(bytes), exif, isDamaged: true };
  }
}

/** Only pixels that passed the limit of the header are ever read, so sharp's own limit is not needed a second time. */
function open(bytes: Uint8Array, failOn: 'none' | 'error'): Sharp {
  return sharp(bytes, { failOn, autoOrient: true, limitInputPixels: false, sequentialRead: true });
}

async function readMetadata(bytes: Uint8Array, maxPixels: number): Promise<Metadata> {
  try {
    return await open(bytes, 'none').metadata();
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('pixel limit')) throw tooManyPixels(maxPixels);
    throw damaged({ cause });
  }
}

async function readDamaged(bytes: Uint8Array): Promise<RgbImage> {
  let image: RgbImage;
  try {
    image = await readPixels(open(bytes, 'none'));
  } catch (cause) {
    throw damaged({ cause });
  }
  if (readableShare(image) < LEAST_SHARE) throw damaged();
  return image;
}

async function readPixels(source: Sharp): Promise<RgbImage> {
  const { data, info } = await source
    .flatten({ background: NEUTRAL })
    .toColourspace('srgb')
    .timeout({ seconds: TIMEOUT_SECONDS })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new RangeError(`sharp gave ${info.channels} channels for sRGB`);
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}

/** The share of rows above the equal rows that a decoder leaves at the end of a file that was cut off. */
function readableShare({ data, width, height }: RgbImage): number {
  const stride = width * 3;
  const last = Buffer.from(data.buffer, data.byteOffset + (height - 1) * stride, stride);
  let rows = height;
  while (rows > 0 && last.equals(data.subarray((rows - 1) * stride, rows * stride))) rows--;
  return rows / height;
}
