import { exifOf, withExif } from './exif.ts';

/** Phones give up on larger canvases. */
const MOST_SIDE = 4096;
const JPEG_QUALITY = 0.95;

/**
 * A photo turned to the right, as a new JPEG.
 *
 * Only photos that somebody turns are made anew; all others are sent as they are. Time and place go along.
 *
 * @param quarters 1 … 3
 */
export async function turnPhoto(photo: File, quarters: number): Promise<File> {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = quarters % 2 === 0 ? [width, height] : [height, width];
  const pen = canvas.getContext('2d');
  pen?.translate(canvas.width / 2, canvas.height / 2);
  pen?.rotate((quarters * Math.PI) / 2);
  pen?.drawImage(picture, -width / 2, -height / 2, width, height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  if (!jpeg) return photo;
  const { lastModified, name } = photo;
  return new File([withExif(jpeg, await exifOf(photo))], name, { type: 'image/jpeg', lastModified });
}
