import { type GraphBuilder, permute, type Value, type Weights } from './graph.ts';

/** `same` keeps the size (divided by the stride) with zeros around, one more at the end when uneven; `valid` adds none. */
export type Padding = 'same' | 'valid';

/** A convolution in ONNX order: filters out × in/groups × row × column. */
export interface Convolution {
  readonly filters: Weights;
  readonly bias?: Float32Array;
  readonly stride?: number;
  readonly padding: Padding;
  readonly groups?: number;
}

/** TensorFlow filters (row × column × in × out) in ONNX order. */
export function filtersFromHwio(filters: Weights): Weights {
  return permute(filters, [3, 2, 0, 1]);
}

/** TensorFlow depthwise filters (row × column × channel × 1) in ONNX order. */
export function filtersFromHwc1(filters: Weights): Weights {
  if (filters.dims[3] !== 1) throw new RangeError('only one filter a channel is supported');
  return permute(filters, [2, 3, 0, 1]);
}

/**
 * Multiply what a convolution gives by `scale` and add `shift`, a number each for every output channel, by changing its
 * filters and bias: so batch normalisation costs nothing when the network runs.
 */
export function scaleConvolution(layer: Convolution, scale: Float32Array, shift: Float32Array): Convolution {
  const { data, dims } = layer.filters;
  const each = data.length / (dims[0] ?? 1);
  const scaled = data.map((value, index) => value * (scale[Math.floor(index / each)] ?? 0));
  const bias = shift.map((value, channel) => (layer.bias?.[channel] ?? 0) * (scale[channel] ?? 0) + value);
  return { ...layer, filters: { data: scaled, dims }, bias };
}

/** Add a convolution to the graph. */
export function convolve(graph: GraphBuilder, input: Value, layer: Convolution): Value {
  const { filters, bias, stride = 1, padding, groups = 1 } = layer;
  const inputs = [input, graph.weights(filters)];
  if (bias) inputs.push(graph.weights({ data: bias, dims: [bias.length] }));
  return graph.add('Conv', inputs, {
    kernel_shape: filters.dims.slice(2),
    strides: [stride, stride],
    group: groups,
    ...paddingOf(padding, filters.dims[2] ?? 1),
  });
}

/** Add a maximum or mean over windows of `size` × `size`. */
export function pool(
  graph: GraphBuilder,
  input: Value,
  kind: 'MaxPool' | 'AveragePool',
  window: { size: number; stride: number; padding: Padding },
): Value {
  return graph.add(kind, [input], {
    kernel_shape: [window.size, window.size],
    strides: [window.stride, window.stride],
    ...paddingOf(window.padding, window.size),
  });
}

/** Cut values to 0 … 6. */
export function relu6(graph: GraphBuilder, input: Value): Value {
  return graph.add('Clip', [input, scalar(graph, 0), scalar(graph, 6)]);
}

/** Zeros after the end of the channel, row and column axes. */
export function padEnd(graph: GraphBuilder, input: Value, by: { channels?: number; rows?: number; columns?: number }) {
  const end = [0, by.channels ?? 0, by.rows ?? 0, by.columns ?? 0];
  return graph.add('Pad', [input, graph.integers([0, 0, 0, 0, ...end])]);
}

/** n × channel × row × column → n × (row · column · channel / `last`) × `last`, the order of TensorFlow. */
export function toRows(graph: GraphBuilder, input: Value, last: number): Value {
  const rows = graph.add('Transpose', [input], { perm: [0, 2, 3, 1] });
  return graph.add('Reshape', [rows, graph.integers([0, -1, last])]);
}

/** n × k → n × m with a matrix of k × m (or m × k, `transposed`). */
export function connect(
  graph: GraphBuilder,
  input: Value,
  matrix: Weights,
  options: { bias?: Float32Array; transposed?: boolean } = {},
): Value {
  const inputs = [input, graph.weights(matrix)];
  if (options.bias) inputs.push(graph.weights({ data: options.bias, dims: [options.bias.length] }));
  return graph.add('Gemm', inputs, { transB: options.transposed ? 1 : 0 });
}

/** One number as a value. */
export function scalar(graph: GraphBuilder, value: number): Value {
  return graph.weights({ data: Float32Array.of(value), dims: [] });
}

/** A window of one pixel needs no padding, whatever the name. */
function paddingOf(padding: Padding, size: number): Record<string, string> {
  return padding === 'same' && size > 1 ? { auto_pad: 'SAME_UPPER' } : {};
}
