import sharp from 'sharp';
import type { RgbImage } from '../core/face.ts';

const JPEG_QUALITY = 82;

/** A photo made small enough to be shown in a page: JPEG without the original's hidden data. */
export async function encodePreview({ data, width, height }: RgbImage, longestSide: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: JPEG_QUALITY, mozjpeg: true })
    .toBuffer();
}
