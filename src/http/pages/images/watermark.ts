import { createRequire } from 'node:module';
import sharp from 'sharp';

/** From a package of our own: a server may have no fonts at all, and a mark without letters marks nothing. */
const FONT = createRequire(import.meta.url).resolve(
  '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2',
);
/** Of the photo's longer side: how large letters are drawn, so that they can be read on a screenshot of it. */
const LETTERS = 1 / 36;
const SMALLEST_PIXELS = 13;
/** Between two marks, in heights of a line. */
const GAP = 3.2;
const SLOPE_DEGREES = -28;
const QUALITY = 84;

/**
 * Lay a text over a photo, faint and again and again, along a slope: nobody can cut it off without losing the face.
 *
 * @param text in letters of the Latin script
 * @returns JPEG
 */
export async function withWatermark(photo: Uint8Array, text: string): Promise<Uint8Array> {
  const image = sharp(photo);
  const { width, height } = await image.metadata();
  const letters = Math.max(SMALLEST_PIXELS, Math.max(width, height) * LETTERS);
  return image
    .composite([{ input: await tileOf(text, letters, Math.min(width, height)), tile: true }])
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** @param letters height of the letters in pixels @param most side of the photo: a tile must fit in it */
async function tileOf(text: string, letters: number, most: number): Promise<Buffer> {
  const gap = Math.round(letters * GAP);
  const [light, dark] = [await lineOf(text, letters, 'white'), await lineOf(text, letters, 'black')];
  const { width, height } = await sharp(light).metadata();
  const line = await sharp({ create: { width: width + gap, height: height + gap, channels: 4, background: CLEAR } })
    .composite([
      { input: dark, left: 1, top: 1 },
      { input: light, left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
  const turned = await sharp(line).rotate(SLOPE_DEGREES, { background: CLEAR }).png().toBuffer();
  return sharp(turned).resize(most, most, { fit: 'inside', withoutEnlargement: true }).png().toBuffer();
}

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };
/** At this resolution a point of a font is a pixel. */
const DOTS_PER_INCH = 72;

function lineOf(text: string, letters: number, colour: 'white' | 'black'): Promise<Buffer> {
  const words = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const alpha = colour === 'white' ? '52%' : '38%';
  return sharp({
    text: {
      text: `<span foreground="${colour}" alpha="${alpha}">${words}</span>`,
      font: `Noto Sans Semi-Bold ${Math.round(letters)}px`,
      fontfile: FONT,
      rgba: true,
      dpi: DOTS_PER_INCH,
    },
  })
    .png()
    .toBuffer();
}
