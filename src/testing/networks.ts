import { newGraph, type Shape } from '../face/convert/graph.ts';

/** A small embedding network for tests. */
export interface TinyNetwork {
  /** Length of the embedding. */
  readonly length?: number;
  /** Width and height of the picture. */
  readonly size?: number;
  readonly layout?: 'nchw' | 'nhwc';
  /** First axis; `n` is free. */
  readonly batch?: number | 'n';
  /** All weights, instead of a pattern. */
  readonly weight?: number;
  /** Offer the pooled picture as a second output. */
  readonly twoOutputs?: boolean;
}

/** An ONNX network that projects the four quarters of a picture onto `length` numbers. */
export function tinyNetwork(options: TinyNetwork = {}): Uint8Array {
  const { length = 16, size = 32, layout = 'nchw', batch = 'n', weight, twoOutputs = false } = options;
  const graph = newGraph('tiny');
  const picture = layout === 'nchw' ? 'input' : graph.add('Transpose', ['input'], { perm: [0, 3, 1, 2] });
  const half = size / 2;
  const quarters = graph.add('AveragePool', [picture], { kernel_shape: [half, half], strides: [half, half] });
  const flat = graph.add('Reshape', [quarters, graph.integers([batch === 'n' ? 0 : batch, -1])]);
  const data = Float32Array.from({ length: 12 * length }, (_, index) => weight ?? Math.sin(1 + index * 7.3));
  const embedding = graph.add('MatMul', [flat, graph.weights({ data, dims: [12, length] })]);
  const shape: Shape = layout === 'nchw' ? [batch, 3, size, size] : [batch, size, size, 3];
  return graph.build(
    { input: shape },
    { embedding: [embedding, [batch, length]], ...(twoOutputs ? { quarters: [flat, [batch, 12]] as const } : {}) },
  );
}
