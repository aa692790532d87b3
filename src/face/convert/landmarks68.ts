import { type FaceApiWeights, readFaceApiWeights } from './face-api.ts';
import { type GraphBuilder, newGraph, type Value } from './graph.ts';
import { connect, convolve, pool } from './layers.ts';

/**
 * Write face-api's 68-landmark network: four blocks of four densely added separable convolutions, then one layer.
 *
 * Input n × 3 × 112 × 112, RGB, (v − (122.782, 117.001, 104.298)) / 255; output `landmarks` n × 136: x, y of each point
 * as fractions of the crop.
 */
export function convertLandmarks68(json: Uint8Array, bin: Uint8Array): Uint8Array {
  const weights = readFaceApiWeights(json, bin);
  const graph = newGraph('landmarks68');
  let value: Value = 'input';
  for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) value = addDenseBlock(graph, weights, value, block);
  value = pool(graph, value, 'AveragePool', { size: 7, stride: 2, padding: 'valid' });
  const flat = graph.add('Flatten', [value], { axis: 1 });
  const landmarks = connect(graph, flat, weights.get('fc/weights'), { bias: weights.vector('fc/bias') });
  return graph.build({ input: ['n', 3, 112, 112] }, { landmarks: [landmarks, ['n', 136]] });
}

/** Each convolution sees the rectified sum of all before it in the block. The first halves the size. */
function addDenseBlock(graph: GraphBuilder, weights: FaceApiWeights, input: Value, name: string): Value {
  const first =
    name === 'dense0'
      ? convolve(graph, input, {
          filters: weights.filters(`${name}/conv0/filters`),
          bias: weights.vector(`${name}/conv0/bias`),
          stride: 2,
          padding: 'same',
        })
      : addSeparable(graph, weights, input, { name: `${name}/conv0`, stride: 2 });
  let sum = graph.add('Relu', [first]);
  let value = sum;
  for (const layer of ['conv1', 'conv2', 'conv3']) {
    sum = graph.add('Add', [sum, addSeparable(graph, weights, value, { name: `${name}/${layer}`, stride: 1 })]);
    value = graph.add('Relu', [sum]);
  }
  return value;
}

function addSeparable(
  graph: GraphBuilder,
  weights: FaceApiWeights,
  input: Value,
  { name, stride }: { name: string; stride: number },
): Value {
  const filters = weights.depthwise(`${name}/depthwise_filter`);
  const groups = filters.dims[0] ?? 1;
  const depthwise = convolve(graph, input, { filters, stride, padding: 'same', groups });
  return convolve(graph, depthwise, {
    filters: weights.filters(`${name}/pointwise_filter`),
    bias: weights.vector(`${name}/bias`),
    padding: 'valid',
  });
}
