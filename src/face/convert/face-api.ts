import { z } from 'zod';
import { readFloats, type Weights } from './graph.ts';
import { filtersFromHwc1, filtersFromHwio } from './layers.ts';

const ShardManifest = z.array(
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int()),
        dtype: z.enum(['float32', 'int32']),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/** The trained numbers of a face-api network, by the names in its manifest. */
export interface FaceApiWeights {
  /** As stored. @throws RangeError when the network has no such weights */
  get(name: string): Weights;
  vector(name: string): Float32Array;
  /** A convolution's filters in ONNX order. */
  filters(name: string): Weights;
  /** A depthwise convolution's filters in ONNX order. */
  depthwise(name: string): Weights;
}

/**
 * Read the weights of a face-api network: a JSON manifest and one binary file with all arrays one after the other.
 *
 * Most are stored as bytes, value = byte × scale + min in float32, as TensorFlow.js defines it.
 */
export function readFaceApiWeights(json: Uint8Array, bin: Uint8Array): FaceApiWeights {
  const manifest = ShardManifest.parse(JSON.parse(new TextDecoder().decode(json)));
  const arrays = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of manifest.flatMap((group) => group.weights)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const start = offset;
    offset += quantization ? count : count * 4;
    if (dtype === 'int32') continue; // shapes and indices of the original graph, which the code states anew
    const data = quantization ? dequantise(bin.subarray(start, offset), quantization) : readFloats(bin, start, count);
    arrays.set(name, { data, dims: shape });
  }
  if (offset !== bin.length) throw new RangeError(`${bin.length} bytes of weights, ${offset} described`);

  const get = (name: string): Weights => {
    const weights = arrays.get(name);
    if (!weights) throw new RangeError(`no weights «${name}»`);
    return weights;
  };
  return {
    get,
    vector: (name) => get(name).data,
    filters: (name) => filtersFromHwio(get(name)),
    depthwise: (name) => filtersFromHwc1(get(name)),
  };
}

function dequantise(bytes: Uint8Array, { scale, min }: { scale: number; min: number }): Float32Array {
  return Float32Array.from(bytes, (byte) => byte * scale + min);
}
