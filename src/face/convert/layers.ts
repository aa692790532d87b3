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

/**
 * Zeros after the last channel, so that there are `to` of them.
 *
 * By a convolution that copies what there is: onnxruntime pads no blocked images, and to take one out of the blocked
 * layout and back costs more.
 */
export function addChannels(graph: GraphBuilder, input: Value, { from, to }: { from: number; to: number }): Value {
  const data = new Float32Array(to * from);
  for (let channel = 0; channel < Math.min(from, to); channel++) data[channel * from + channel] = 1;
  return convolve(graph, input, { filters: { data, dims: [to, from, 1, 1] }, padding: 'valid' });
}

/** A row and a column of zeros at the end of each channel; by a convolution, too. */
export function addRowAndColumn(graph: GraphBuilder, input: Value, channels: number): Value {
  const ones = graph.weights({ data: new Float32Array(channels).fill(1), dims: [channels, 1, 1, 1] });
  return graph.add('Conv', [input, ones], { kernel_shape: [1, 1], group: channels, pads: [0, 0, 1, 1] });
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
