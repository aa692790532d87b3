import { SMALLEST_WEIGHT } from './onnx.ts';
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

/** A convolution with one filter a channel. */
interface Depthwise {
  readonly input: string;
  readonly filters: OnnxTensor;
  readonly bias: OnnxTensor | undefined;
  readonly attribute: OnnxAttribute[];
}

/**
 * Write every PRelu of a graph as operations that onnxruntime runs on blocked images.
 *
 * PRelu has no fast kernel: it costs as much as the convolutions around it, and each forces the image out of the
 * blocked layout and back. But `prelu(x) = s·x + relu((1 − s)·x)` where s ≤ 1: two convolutions with one weight a
 * channel, into which onnxruntime puts the rectifier and the sum. A depthwise convolution that makes x takes both
 * factors into its weights and runs twice instead. Where s > 1 both are computed with the other sign, which the weights
 * of whatever reads them turn back. Up to rounding the network stays the same (embeddings differ by 4e-7); mfn192 takes
 * little more than half as long.
 */
export function expandPrelus(graph: OnnxGraph): void {
  const nodes: OnnxNode[] = [];
  for (const node of graph.node) {
    const prelu = preluOf(graph, node);
    if (!prelu || !turnReaders(graph, prelu)) {
      nodes.push(node);
      continue;
    }
    const source = depthwiseBefore(graph, prelu);
    if (source) nodes.splice(nodes.indexOf(source), 1);
    nodes.push(...asConvolutions(graph, prelu, source ? depthwiseOf(graph, source) : identity(prelu)));
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

/** 1, or -1 for the channels that are computed with the other sign. */
function signOf(slope: number): number {
  return slope > 1 ? -1 : 1;
}

/** Turn the weights that read channels of the other sign. @returns false, and nothing is done, where others read them */
function turnReaders(graph: OnnxGraph, { output, slopes }: Prelu): boolean {
  if (!slopes.some((slope) => signOf(slope) < 0)) return true;
  const readers = graph.node.filter(({ input }) => input.includes(output));
  const isPublic = graph.output.some(({ name }) => name === output);
  if (isPublic || !readers.every(({ opType, input }) => opType === 'Conv' && input[0] === output)) return false;
  for (const reader of readers) {
    const filters = tensorOf(graph, reader.input[1]);
    if (!filters) return false;
    const { dims } = filters;
    const [size, inputs] = [dims.slice(2).reduce((product, side) => product * side, 1), dims[1] ?? 1];
    // A depthwise convolution has one row of weights a channel, any other one column.
    const channelOf = (index: number) => Math.floor(index / size) % (inputs === 1 ? slopes.length : inputs);
    const turned = floatsOf(filters).map((weight, index) => weight * signOf(slopes[channelOf(index)] ?? 0));
    const name = addWeights(graph, { name: `${reader.output[0]}_turned`, dims, values: turned });
    reader.input = reader.input.map((value, place) => (place === 1 ? name : value));
  }
  return true;
}

/** The depthwise convolution that makes a PRelu's input for it alone, if there is one. */
function depthwiseBefore(graph: OnnxGraph, { input, slopes }: Prelu): OnnxNode | null {
  const source = graph.node.find(({ output }) => output.includes(input));
  const readers = graph.node.filter((node) => node.input.includes(input));
  const group = source?.attribute.find(({ name }) => name === 'group')?.i;
  return source?.opType === 'Conv' && readers.length === 1 && group === slopes.length ? source : null;
}

function depthwiseOf(graph: OnnxGraph, { input, attribute }: OnnxNode): Depthwise {
  const [value, weights, offsets] = input;
  const filters = tensorOf(graph, weights);
  if (value === undefined || !filters) throw new RangeError('a convolution without weights');
  return { input: value, filters, bias: tensorOf(graph, offsets), attribute };
}

function identity({ input, slopes }: Prelu): Depthwise {
  const dims = [slopes.length, 1, 1, 1];
  const ones = new Uint8Array(slopes.map(() => 1).buffer);
  return {
    input,
    filters: { name: 'ones', dims, dataType: ELEMENT.float32, rawData: ones },
    bias: undefined,
    attribute: [
      { name: 'kernel_shape', type: ATTRIBUTE.ints, ints: [1, 1] },
      { name: 'group', type: ATTRIBUTE.int, i: slopes.length },
    ],
  };
}

/** The sum of a convolution and a rectified one. */
function asConvolutions(
  graph: OnnxGraph,
  { output, slopes }: Prelu,
  { input, filters, bias, attribute }: Depthwise,
): OnnxNode[] {
  const [straight, bent, rectified] = [`${output}_straight`, `${output}_bent`, `${output}_rectified`];
  const convolution = (result: string, factor: (slope: number) => number): OnnxNode => {
    const scaled = (tensor: OnnxTensor, name: string) => {
      const values = floatsOf(tensor);
      const size = values.length / slopes.length;
      const times = values.map((value, index) => value * factor(slopes[Math.floor(index / size)] ?? 1));
      return addWeights(graph, { name: `${result}_${name}`, dims: tensor.dims, values: times });
    };
    const weights = [scaled(filters, 'filters'), ...(bias ? [scaled(bias, 'bias')] : [])];
    return { opType: 'Conv', input: [input, ...weights], output: [result], attribute };
  };
  return [
    convolution(bent, (slope) => Math.abs(1 - slope)),
    { opType: 'Relu', input: [bent], output: [rectified], attribute: [] },
    convolution(straight, (slope) => signOf(slope) * slope),
    { opType: 'Add', input: [straight, rectified], output: [output], attribute: [] },
  ];
}

function addWeights(
  graph: OnnxGraph,
  { name, dims, values }: { name: string; dims: number[]; values: Float32Array },
): string {
  const kept = values.map((value) => (Math.abs(value) < SMALLEST_WEIGHT ? 0 : value));
  graph.initializer.push({ name, dims, dataType: ELEMENT.float32, rawData: new Uint8Array(kept.buffer) });
  return name;
}

function tensorOf(graph: OnnxGraph, name: string | undefined): OnnxTensor | undefined {
  return name === undefined ? undefined : graph.initializer.find((tensor) => tensor.name === name);
}

function floatsOf({ rawData, floatData }: OnnxTensor): Float32Array {
  return rawData ? new Float32Array(Uint8Array.from(rawData).buffer) : Float32Array.from(floatData ?? []);
}
