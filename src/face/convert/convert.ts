import type { ModelEntry } from '../models.ts';
import { convertDlib } from './dlib.ts';
import { convertLandmarks68 } from './landmarks68.ts';
import { mergePointwise } from './merge.ts';
import { convertOnnx } from './onnx.ts';
import { decodeModel, encodeModel } from './onnx-proto.ts';
import { expandPrelus } from './prelu.ts';
import { pruneDeadChannels } from './prune.ts';
import { convertSsdMobileNet } from './ssd-mobilenet.ts';
import { convertBlazeFace } from './tfjs.ts';
import { convertTflite } from './tflite.ts';

/** Networks whose source is two files, a JSON description and the weights, by model. */
const PAIRS: Readonly<Record<string, (json: Uint8Array, bin: Uint8Array) => Uint8Array>> = {
  blazeface: convertBlazeFace,
  landmarks68: convertLandmarks68,
  dlib128: convertDlib,
  'ssd-mobilenet': convertSsdMobileNet,
};

/**
 * Turn the published files of a network into the ONNX file that Homeward runs. The same files give the same bytes.
 *
 * Every converted network takes `input`, float32 n × channel × row × column with a free batch n, and gives named
 * outputs (models/manifest.json).
 *
 * @param files bytes of each of `entry.source.files`, by path
 * @throws Error when a file is not what the converter knows: sources are pinned, so this is a mistake in the manifest
 */
export function convertModel(entry: ModelEntry, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [whole] = entry.source?.converter === 'copy' ? files.values() : [];
  if (whole) return whole;
  const model = decodeModel(convertSource(entry, files));
  mergePointwise(model.graph);
  pruneDeadChannels(model.graph);
  expandPrelus(model.graph);
  return encodeModel(model);
}

function convertSource({ id, source, input }: ModelEntry, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [first, second] = (source?.files ?? []).map((file) => files.get(file.path));
  const pair = PAIRS[id];
  if (pair && first && second) return pair(first, second);
  if (source?.converter === 'onnx' && first) return convertOnnx(first, source.names);
  if (source?.converter === 'tflite' && first)
    return convertTflite(first, { id, names: source.names ?? {}, freeSize: input.freeSize ?? false });
  throw new RangeError(`cannot convert «${id}» with ${source?.converter} from ${source?.files.length} files`);
}
