import { readPhotoFile } from '../adapters/photo-file.ts';
import type { App } from '../app.ts';
import { type AnnotateOptions, annotateFaces } from '../face/annotate.ts';
import { decodePhoto } from '../face/decode.ts';
import type { ExtractedFace } from '../face/extraction.ts';

/** A photo with its faces drawn in and numbered, as JPEG. */
export async function drawFaces(
  app: App,
  path: string,
  faces: readonly ExtractedFace[],
  options: AnnotateOptions = {},
): Promise<Uint8Array> {
  const { maxPhotoBytes: maxBytes, maxPhotoPixels: maxPixels } = app.config;
  const { image } = await decodePhoto(await readPhotoFile(path, maxBytes), { maxBytes, maxPixels });
  return annotateFaces(image, faces, options);
}
