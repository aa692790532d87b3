import {
  ATTRIBUTE,
  ELEMENT,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
} from './onnx-proto.ts';

/** Channels that lie together in onnxruntime's blocked layout (16 with AVX-512, else 8); other counts are not blocked. */
const BLOCK = 16;

/** A PRelu in a graph: `output = max(input, 0) + slope · min(input, 0)`, one slope a channel. */
interface Prelu {
  readonly input: string;
  readonly output: string;
  readonly slopes: Float32Array;
}

/**
 * Write every PRelu of a graph as operations that onnxruntime runs on blocked images.
 *
 * PRelu has no fast kernel: it costs as much as the convolutions around it, and each forces the image out of the
 * blocked layout and back. Since `prelu(x) = s·x + (1 − s)·relu(x)`, it is a Relu and the sum of two convolutions of
 * 1 × 1 with one weight a channel; where a depthwise convolution follows, both factors go into its weights instead. Up
 * to rounding the network stays the same (embeddings differ by 4e-7); mfn192 takes 4.6 ms instead of 7.4.
 */
export function expandPrelus(graph: OnnxGraph): void {
  const nodes: OnnxNode[] = [];
  const done = new Set<OnnxNode>();
  for (const node of graph.node) {
    const prelu = preluOf(graph, node);
    const next = prelu && depthwiseAfter(graph, prelu);
    if (done.has(node)) continue;
    if (!prelu) nodes.push(node);
    else if (next) {
      nodes.push(...foldIntoDepthwise(graph, prelu, next));
      done.add(next);
    } else nodes.push(...asConvolutions(graph, prelu));
  }
  graph.node = nodes;
  const used = new Set(nodes.flatMap(({ input }) => input));
  graph.initializer = graph.initializer.filter(({ name }) => name !== undefined && used.has(name));
}

/** A node as a PRelu over the channels of blocked images, or null when it is something else. */
function preluOf(graph: OnnxGraph, node: OnnxNode): Prelu | null {
  const [input, slope] = node.input;
  const [output] = node.output;
  if (node.opType !== 'PRelu' || input === undefined || output === undefined) return null;
  const tensor = graph.initializer.find(({ name }) => name === slope);
  const [channels = 0, ...rest] = tensor?.dims ?? [];
  const isBlocked = rest.join() === '1,1' && channels % BLOCK === 0;
  return tensor && isBlocked ? { input, output, slopes: floatsOf(tensor) } : null;
}

/** The depthwise convolution that alone reads a PRelu, if there is one. */
function depthwiseAfter(graph: OnnxGraph, { output, slopes }: Prelu): OnnxNode | null {
  const readers = graph.node.filter(({ input }) => input.includes(output));
  const isPublic = graph.output.some(({ name }) => name === output);
  const [next] = readers;
  if (readers.length !== 1 || isPublic || next?.opType !== 'Conv' || next.input[0] !== output) return null;
  const group = next.attribute.find(({ name }) => name === 'group')?.i;
  return group === slopes.length && group > 1 ? next : null;
}

function foldIntoDepthwise(graph: OnnxGraph, { input, output, slopes }: Prelu, next: OnnxNode): OnnxNode[] {
  const kernel = graph.initializer.find(({ name }) => name === next.input[1]);
  const [result] = next.output;
  if (!kernel || result === undefined) throw new RangeError(`the convolution after ${output} has no weights`);
  const weights = floatsOf(kernel);
  const size = weights.length / slopes.length;
  const scaled = (factor: (slope: number) => number) =>
    addWeights(graph, {
      name: `${result}_${graph.initializer.length}`,
      dims: kernel.dims,
      values: weights.map((weight, index) => weight * factor(slopes[Math.floor(index / size)] ?? 1)),
    });
  const bias = next.input.slice(2);
  return sumOf({ input, output, result }, (value, isRelu) => ({
    opType: 'Conv',
    attribute: next.attribute,
    output: [],
    input: isRelu ? [value, scaled((slope) => 1 - slope)] : [value, scaled((slope) => slope), ...bias],
  }));
}

function asConvolutions(graph: OnnxGraph, { input, output, slopes }: Prelu): OnnxNode[] {
  const weights = (factor: (slope: number) => number) =>
    addWeights(graph, {
      name: `${output}_${graph.initializer.length}`,
      dims: [slopes.length, 1, 1, 1],
      values: slopes.map(factor),
    });
  const attribute: OnnxAttribute[] = [
    { name: 'kernel_shape', type: ATTRIBUTE.ints, ints: [1, 1] },
    { name: 'group', type: ATTRIBUTE.int, i: slopes.length },
  ];
  return sumOf({ input, output, result: output }, (value, isRelu) => ({
    opType: 'Conv',
    input: [value, weights(isRelu ? (slope) => 1 - slope : (slope) => slope)],
    output: [],
    attribute,
  }));
}

/** Relu, then the sum of a convolution of the input and one of the Relu. */
function sumOf(
  { input, output, result }: { input: string; output: string; result: string },
  convolution: (value: string, isRelu: boolean) => OnnxNode,
): OnnxNode[] {
  const [relu, straight, bent] = [`${output}_relu`, `${output}_straight`, `${output}_bent`];
  return [
    { opType: 'Relu', input: [input], output: [relu], attribute: [] },
    { ...convolution(input, false), output: [straight] },
    { ...convolution(relu, true), output: [bent] },
    { opType: 'Add', input: [straight, bent], output: [result], attribute: [] },
  ];
}

function addWeights(
  graph: OnnxGraph,
  { name, dims, values }: { name: string; dims: number[]; values: Float32Array },
): string {
  graph.initializer.push({ name, dims, dataType: ELEMENT.float32, rawData: new Uint8Array(values.slice().buffer) });
  return name;
}

function floatsOf({ rawData, floatData }: OnnxTensor): Float32Array {
  return rawData ? new Float32Array(Uint8Array.from(rawData).buffer) : Float32Array.from(floatData ?? []);
}
