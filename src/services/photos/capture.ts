import type { Photo, PhotoColumns, PhotoExif } from '../../db/photos.ts';
import type { Extraction } from '../../face/extraction.ts';

/** What the camera says, as evidence; and as the date of the photo, when no person gave one. */
export function captureOf(
  photo: Pick<Photo, 'capturedBy' | 'capturedOn' | 'ageYears'>,
  { capturedAt, place, camera }: Pick<Extraction['photo'], 'capturedAt' | 'place' | 'camera'>,
): PhotoColumns {
  const exif: PhotoExif = {
    ...(capturedAt && { capturedAt: capturedAt.toISOString() }),
    ...place,
    ...(camera && { camera }),
  };
  const isPersonsWord = photo.ageYears !== null || (photo.capturedOn !== null && photo.capturedBy === 'person');
  if (isPersonsWord || !capturedAt) return { exif };
  return { exif, capturedOn: capturedAt.toISOString().slice(0, 10), capturedBy: 'camera' };
}
