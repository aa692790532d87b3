import type { ModelEntry } from '../models.ts';
import { convertOnnx } from './onnx.ts';

type Source = NonNullable<ModelEntry['source']>;

/**
 * Turn the published files of a network into the ONNX file that Homeward runs. The same files give the same bytes.
 *
 * Every converted network takes `input`, float32 with a free first axis (the batch), and gives named outputs
 * (models/manifest.json).
 *
 * @param files bytes of each of `source.files`, by path
 * @throws Error when a file is not what the converter knows: sources are pinned, so this is a mistake in the manifest
 */
export function convertModel(source: Source, id: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [first] = source.files.map((file) => {
    const bytes = files.get(file.path);
    if (!bytes) throw new RangeError(`no file ${file.path} to convert «${id}» from`);
    return bytes;
  });
  if (!first) throw new RangeError(`no file to convert «${id}» from`);
  switch (source.converter) {
    case 'onnx':
      return convertOnnx(first, source.names);
    default:
      throw new RangeError(`no converter for ${source.converter}`);
  }
}
