import { type FaceApiWeights, readFaceApiWeights } from './face-api.ts';
import { type GraphBuilder, newGraph, type Value } from './graph.ts';
import { addChannels, addRowAndColumn, connect, convolve, type Padding, pool, scaleConvolution } from './layers.ts';

/** Blocks of the network after its first convolution: name of the weights, and what halves the size. */
const BLOCKS = [
  { name: 'conv32_1' },
  { name: 'conv32_2' },
  { name: 'conv32_3' },
  { name: 'conv64_down', down: { from: 32, to: 64 } },
  { name: 'conv64_1' },
  { name: 'conv64_2' },
  { name: 'conv64_3' },
  { name: 'conv128_down', down: { from: 64, to: 128 } },
  { name: 'conv128_1' },
  { name: 'conv128_2' },
  // From 8 × 8 the unpadded convolution leaves 3 × 3 where pooling leaves 4 × 4, later 1 × 1 and 2 × 2: zeros fill up.
  { name: 'conv256_down', down: { from: 128, to: 256, grow: true } },
  { name: 'conv256_1' },
  { name: 'conv256_2' },
  { name: 'conv256_down_out', down: { from: 256, to: 256, grow: true } },
] as const;

/** A block that halves the size: its channels, more by zeros in the short cut; and a zero row and column the long way. */
interface Down {
  readonly from: number;
  readonly to: number;
  readonly grow?: boolean;
}

/**
 * Write dlib's face recognition network, a ResNet of 29 convolutions, from face-api's weights.
 *
 * Input n × 3 × 150 × 150, RGB, (v − (122.782, 117.001, 104.298)) / 255; output `embedding` n × 128.
 *
 * @see King (2017), «High Quality Face Recognition with Deep Metric Learning», blog.dlib.net
 */
export function convertDlib(json: Uint8Array, bin: Uint8Array): Uint8Array {
  const weights = readFaceApiWeights(json, bin);
  const graph = newGraph('dlib128');
  let value = addLayer(graph, weights, 'input', 'conv32_down', { stride: 2, padding: 'valid', relu: true });
  value = pool(graph, value, 'MaxPool', { size: 3, stride: 2, padding: 'valid' });
  for (const block of BLOCKS) value = addBlock(graph, weights, value, block);
  const mean = graph.add('Flatten', [graph.add('GlobalAveragePool', [value])], { axis: 1 });
  const embedding = connect(graph, mean, weights.get('fc'));
  return graph.build({ input: ['n', 3, 150, 150] }, { embedding: [embedding, ['n', 128]] });
}

function addBlock(
  graph: GraphBuilder,
  weights: FaceApiWeights,
  input: Value,
  { name, down }: { name: string; down?: Down },
): Value {
  const first = { stride: down ? 2 : 1, padding: down ? 'valid' : 'same', relu: true } as const;
  const middle = addLayer(graph, weights, input, `${name}/conv1`, first);
  const long = addLayer(graph, weights, middle, `${name}/conv2`, { stride: 1, padding: 'same', relu: false });
  if (!down) return graph.add('Relu', [graph.add('Add', [long, input])]);

  const halved = pool(graph, input, 'AveragePool', { size: 2, stride: 2, padding: 'valid' });
  const short = down.to > down.from ? addChannels(graph, halved, down) : halved;
  const grown = down.grow ? addRowAndColumn(graph, long, down.to) : long;
  return graph.add('Relu', [graph.add('Add', [short, grown])]);
}

/** Convolution, then a scale and a shift for each channel, then perhaps a rectifier. */
function addLayer(
  graph: GraphBuilder,
  weights: FaceApiWeights,
  input: Value,
  name: string,
  { stride, padding, relu }: { stride: number; padding: Padding; relu: boolean },
): Value {
  const plain = { filters: weights.filters(`${name}/conv/filters`), bias: weights.vector(`${name}/conv/bias`) };
  const scaled = scaleConvolution(
    { ...plain, stride, padding },
    weights.vector(`${name}/scale/weights`),
    weights.vector(`${name}/scale/biases`),
  );
  const output = convolve(graph, input, scaled);
  return relu ? graph.add('Relu', [output]) : output;
}
