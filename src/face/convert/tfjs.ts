import { z } from 'zod';
import { type GraphBuilder, newGraph, readFloats, type Value, type Weights } from './graph.ts';
import { addChannels, convolve, filtersFromHwc1, filtersFromHwio, type Padding, pool, toRows } from './layers.ts';

/** Attributes of TensorFlow's graph format that the converter reads; byte strings are in base64. */
const TfAttribute = z.object({
  s: z.string().optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional(), s: z.array(z.string()).optional() }).optional(),
});
const TfNode = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), TfAttribute).default({}),
});
type TfNode = z.infer<typeof TfNode>;

const GraphModel = z.object({
  modelTopology: z.object({ node: z.array(TfNode) }),
  weightsManifest: z.array(
    z.object({
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.enum(['float32', 'int32']) })),
    }),
  ),
});

/** What a graph model is made of: operations in order of computation, constants by name. */
interface TfGraph {
  nodes: readonly TfNode[];
  constants: ReadonlyMap<string, Weights>;
}

/**
 * Convert MediaPipe's BlazeFace «back» from a TensorFlow.js graph model.
 *
 * The two anchor maps (16 × 16 × 2 and 8 × 8 × 6) are joined: `scores` n × 896, 0 … 1 (the
 * source leaves the sigmoid to its caller), and `boxes` n × 896 × 16 in pixels of 256, relative to the anchor's centre. The source's NHWC order is turned into NCHW when the
 * weights are written, so nothing but the four small heads is transposed when it runs.
 *
 * @see Bazarevsky et al. (2019), «BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs», arXiv 1907.05047
 */
export function convertBlazeFace(json: Uint8Array, bin: Uint8Array): Uint8Array {
  const source = readGraphModel(json, bin);
  const graph = newGraph('blazeface');
  const values = new Map<string, Value>();
  for (const node of source.nodes) {
    if (node.op === 'Const') continue;
    values.set(node.name, node.op === 'Placeholder' ? 'input' : addNode(graph, node, source, values));
  }
  const output = (name: string) => valueNamed(values, name);
  const raw = graph.add('Concat', [output('Identity'), output('Identity_1')], { axis: 1 });
  const scores = graph.add('Sigmoid', [graph.add('Reshape', [raw, graph.integers([0, -1])])]);
  const boxes = graph.add('Concat', [output('Identity_2'), output('Identity_3')], { axis: 1 });
  return graph.build(
    { input: ['n', 3, 256, 256] },
    {
      scores: [scores, ['n', 896]],
      boxes: [boxes, ['n', 896, 16]],
    },
  );
}

function readGraphModel(json: Uint8Array, bin: Uint8Array): TfGraph {
  const model = GraphModel.parse(JSON.parse(new TextDecoder().decode(json)));
  const constants = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, dtype } of model.weightsManifest.flatMap((group) => group.weights)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const floats = readFloats(bin, offset, count);
    const data = dtype === 'float32' ? floats : Float32Array.from(new Int32Array(floats.buffer));
    constants.set(name, { data, dims: shape });
    offset += count * 4;
  }
  if (offset !== bin.length) throw new RangeError(`${bin.length} bytes of weights, ${offset} described`);
  return { nodes: model.modelTopology.node, constants };
}

function addNode(graph: GraphBuilder, node: TfNode, source: TfGraph, values: ReadonlyMap<string, Value>): Value {
  const [first = '', second = ''] = node.input;
  const input = valueNamed(values, first);
  switch (node.op) {
    case '_FusedConv2D':
    case 'DepthwiseConv2dNative':
      return addConvolution(graph, node, input, source);
    case 'AddV2':
      return graph.add('Add', [input, valueNamed(values, second)]);
    case 'Relu':
      return graph.add('Relu', [input]);
    case 'MaxPool':
      return pool(graph, input, 'MaxPool', {
        size: node.attr.ksize?.list?.i?.[1] ?? 1,
        stride: strideOf(node),
        padding: paddingOf(node),
      });
    case 'Pad':
      return addZeros(graph, input, addedChannels(constantNamed(source, second)));
    case 'Reshape':
      return toRows(graph, input, constantNamed(source, second).data.at(-1) ?? 1);
    case 'Identity':
      return input;
    default:
      throw new RangeError(`no conversion for the operation ${node.op}`);
  }
}

function addConvolution(graph: GraphBuilder, node: TfNode, input: Value, source: TfGraph): Value {
  const [, filterName = '', biasName] = node.input;
  const raw = constantNamed(source, filterName);
  const depthwise = node.op === 'DepthwiseConv2dNative';
  const filters = depthwise ? filtersFromHwc1(raw) : filtersFromHwio(raw);
  const output = convolve(graph, input, {
    filters: filledAxis(filledAxis(filters, 0), 1),
    ...(biasName === undefined ? {} : { bias: filledAxis(constantNamed(source, biasName), 0).data }),
    stride: strideOf(node),
    padding: paddingOf(node),
    groups: depthwise ? filled(filters.dims[0] ?? 1) : 1,
  });
  const fused = (node.attr.fused_ops?.list?.s ?? []).map(decodeWord);
  return fused.includes('Relu') ? graph.add('Relu', [output]) : output;
}

/** The network doubles its channels by zeros. */
function addZeros(graph: GraphBuilder, input: Value, added: number): Value {
  return addChannels(graph, input, { from: filled(added), to: filled(2 * added) });
}

/**
 * [Note: whole blocks] onnxruntime takes 16 channels together and leaves its quick layout where there are others. 24
 * channels become 32, the added ones zero throughout: a picture takes a fifth less time.
 */
function filled(channels: number): number {
  return channels === 24 ? 32 : channels;
}

/** Weights with zeros added for the channels of one axis. */
function filledAxis({ data, dims }: Weights, axis: number): Weights {
  const count = dims[axis] ?? 1;
  const size = dims.slice(axis + 1).reduce((product, side) => product * side, 1);
  const wanted = dims.map((side, index) => (index === axis ? filled(side) : side));
  const result = new Float32Array(wanted.reduce((product, side) => product * side, 1));
  for (let row = 0; row * count * size < data.length; row++)
    result.set(data.subarray(row * count * size, (row + 1) * count * size), row * filled(count) * size);
  return { data: result, dims: wanted };
}

/** The network pads channels only, at their end. */
function addedChannels({ data }: Weights): number {
  const channels = data[7] ?? 0;
  if (data.some((value, index) => value !== 0 && index !== 7)) throw new RangeError('only channels can be padded');
  return channels;
}

function strideOf(node: TfNode): number {
  return node.attr.strides?.list?.i?.[1] ?? 1;
}

function paddingOf(node: TfNode): Padding {
  return decodeWord(node.attr.padding?.s ?? '') === 'SAME' ? 'same' : 'valid';
}

function decodeWord(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

function valueNamed(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`«${name}» is used before it is computed`);
  return value;
}

function constantNamed(source: TfGraph, name: string): Weights {
  const weights = source.constants.get(name);
  if (!weights) throw new RangeError(`no constant «${name}»`);
  return weights;
}
