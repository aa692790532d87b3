import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { RgbImage } from '../../core/face.ts';

/** Rows are converted in strips of about this many pixels, so that a big photo is never in memory three times. */
const STRIP_PIXELS = 4_000_000;

/** Where the chunk after `IHDR` begins: signature 8, length 4, type 4, content 13, checksum 4. */
const AFTER_HEADER = 33;

/**
 * Convert the pixels of an image from the colours of an ICC profile to sRGB, in place.
 *
 * Phones write Display P3. sharp converts what it loads with its profile, but takes no profile with raw pixels; so each
 * strip goes through an uncompressed PNG that carries the profile.
 *
 * @param profile an ICC profile; empty, or one that sharp cannot use, leaves the pixels as they are
 */
export async function convertToSrgb(
  image: RgbImage & { readonly data: Uint8Array },
  profile: Uint8Array,
): Promise<void> {
  if (profile.length === 0 || isSrgb(profile)) return;
  const chunk = profileChunk(profile);
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / image.width));
  for (let top = 0; top < image.height; top += rows) {
    const height = Math.min(rows, image.height - top);
    const strip = image.data.subarray(top * image.width * 3, (top + height) * image.width * 3);
    const png = await sharp(strip, { raw: { width: image.width, height, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const tagged = Buffer.concat([png.subarray(0, AFTER_HEADER), chunk, png.subarray(AFTER_HEADER)]);
    strip.set(await sharp(tagged).toColourspace('srgb').raw().toBuffer());
  }
}

/** Profile descriptions are ASCII or UTF-16; the name of sRGB is found in both once the zero bytes are gone. */
function isSrgb(profile: Uint8Array): boolean {
  return Buffer.from(profile.filter((byte) => byte !== 0))
    .toString('latin1')
    .includes('sRGB');
}

/** PNG's `iCCP` chunk (PNG specification, third edition, 11.3.2.3). */
function profileChunk(profile: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from('iCCPicc\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4, 0);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return chunk;
}
