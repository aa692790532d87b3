import { type FaceApiWeights, readFaceApiWeights } from './face-api.ts';
import { type GraphBuilder, newGraph, type Value } from './graph.ts';
import { convolve, relu6, scalar, scaleConvolution, toRows } from './layers.ts';

/** Layers of MobileNet v1 whose depthwise convolution halves the size. */
const HALVING_LAYERS = [2, 4, 6, 12];

/** Layer whose output, 32 × 32, gives the finest boxes. */
const FINE_LAYER = 11;

/** Batch normalisation adds this to the variance. */
const VARIANCE_FLOOR = 0.0010000000474974513;

/** What SSD multiplies positions and sizes by when it encodes boxes («variances» 0.1 and 0.2). */
const POSITION_FACTOR = 10;
const SIZE_FACTOR = 5;

/** Boxes a picture of 512 × 512 is searched for. */
const BOXES = 5118;

/**
 * Write face-api's SSD MobileNet v1 face detector, boxes decoded in the network.
 *
 * Input n × 3 × 512 × 512, RGB, v / 127.5 − 1. Outputs: `boxes` n × 5118 × 4, top, left, bottom, right as fractions of
 * the input; `scores` n × 5118, 0 … 1.
 *
 * @see Liu et al. (2016), «SSD: Single Shot MultiBox Detector», arXiv 1512.02325
 */
export function convertSsdMobileNet(json: Uint8Array, bin: Uint8Array): Uint8Array {
  const weights = readFaceApiWeights(json, bin);
  const graph = newGraph('ssd-mobilenet');
  const maps = addFeatureMaps(graph, weights);
  const predictor = (index: number, part: string, last: number) => {
    const name = `Prediction/BoxPredictor_${index}/${part}`;
    const filters = weights.filters(`${name}/weights`);
    const output = convolve(graph, maps[index] ?? '', {
      filters,
      bias: weights.vector(`${name}/biases`),
      padding: 'valid',
    });
    return toRows(graph, output, last);
  };
  const encoded = maps.map((_, index) => predictor(index, 'BoxEncodingPredictor', 4));
  const classes = maps.map((_, index) => predictor(index, 'ClassPredictor', 3));
  const boxes = addDecoding(graph, weights, graph.add('Concat', encoded, { axis: 1 }));
  const scores = addScores(graph, graph.add('Concat', classes, { axis: 1 }));
  return graph.build(
    { input: ['n', 3, 512, 512] },
    { boxes: [boxes, ['n', BOXES, 4]], scores: [scores, ['n', BOXES]] },
  );
}

/** MobileNet v1 and the eight convolutions above it: six maps, fine to coarse. */
function addFeatureMaps(graph: GraphBuilder, weights: FaceApiWeights): Value[] {
  let value = addPointwise(graph, weights, 'input', { name: 'MobilenetV1/Conv2d_0', stride: 2 });
  const maps: Value[] = [];
  for (let layer = 1; layer <= 13; layer++) {
    value = addDepthwise(graph, weights, value, layer);
    value = addPointwise(graph, weights, value, { name: `MobilenetV1/Conv2d_${layer}`, stride: 1 });
    if (layer === FINE_LAYER) maps.push(value);
  }
  maps.push(value);
  for (let layer = 0; layer < 8; layer++) {
    const stride = layer % 2 === 1 ? 2 : 1;
    value = addPointwise(graph, weights, value, { name: `Prediction/Conv2d_${layer}`, stride });
    if (stride === 2) maps.push(value);
  }
  return maps;
}

/** face-api calls every full convolution «pointwise»; some are 3 × 3. */
function addPointwise(
  graph: GraphBuilder,
  weights: FaceApiWeights,
  input: Value,
  { name, stride }: { name: string; stride: number },
): Value {
  const filters = weights.filters(`${name}_pointwise/weights`);
  const bias = weights.vector(`${name}_pointwise/convolution_bn_offset`);
  return relu6(graph, convolve(graph, input, { filters, bias, stride, padding: 'same' }));
}

function addDepthwise(graph: GraphBuilder, weights: FaceApiWeights, input: Value, layer: number): Value {
  const name = `MobilenetV1/Conv2d_${layer}_depthwise`;
  const vector = (part: string) => weights.vector(`${name}/BatchNorm/${part}`);
  const variance = vector('moving_variance');
  const mean = vector('moving_mean');
  const scale = vector('gamma').map((gamma, channel) => gamma / Math.sqrt((variance[channel] ?? 0) + VARIANCE_FLOOR));
  const shift = vector('beta').map((beta, channel) => beta - (mean[channel] ?? 0) * (scale[channel] ?? 0));
  const filters = weights.depthwise(`${name}/depthwise_weights`);
  const stride = HALVING_LAYERS.includes(layer) ? 2 : 1;
  const plain = { filters, stride, padding: 'same', groups: filters.dims[0] ?? 1 } as const;
  return relu6(graph, convolve(graph, input, scaleConvolution(plain, scale, shift)));
}

/** Offsets from the prior boxes → corners. */
function addDecoding(graph: GraphBuilder, weights: FaceApiWeights, encoded: Value): Value {
  const { centres, sizes } = priorBoxes(weights.vector('Output/extra_dim'));
  const slice = (from: number) =>
    graph.add('Slice', [encoded, graph.integers([from]), graph.integers([from + 2]), graph.integers([2])]);
  const position = graph.add('Div', [slice(0), scalar(graph, POSITION_FACTOR)]);
  const size = graph.add('Exp', [graph.add('Div', [slice(2), scalar(graph, SIZE_FACTOR)])]);
  const prior = graph.weights(sizes);
  const centre = graph.add('Add', [graph.add('Mul', [position, prior]), graph.weights(centres)]);
  const half = graph.add('Div', [graph.add('Mul', [size, prior]), scalar(graph, 2)]);
  return graph.add('Concat', [graph.add('Sub', [centre, half]), graph.add('Add', [centre, half])], { axis: 2 });
}

/** Prior boxes (top, left, bottom, right) → centres and sizes, 1 × 5118 × (y, x). */
function priorBoxes(corners: Float32Array) {
  const centres = new Float32Array(BOXES * 2);
  const sizes = new Float32Array(BOXES * 2);
  for (let index = 0; index < BOXES * 2; index++) {
    const start = corners[Math.floor(index / 2) * 4 + (index % 2)] ?? 0;
    const end = corners[Math.floor(index / 2) * 4 + (index % 2) + 2] ?? 0;
    sizes[index] = end - start;
    centres[index] = start + (end - start) / 2;
  }
  const dims = [1, BOXES, 2];
  return { centres: { data: centres, dims }, sizes: { data: sizes, dims } };
}

/** Classes are background, face and one that is never used; the score of a face is its own sigmoid. */
function addScores(graph: GraphBuilder, classes: Value): Value {
  const face = graph.add('Slice', [classes, graph.integers([1]), graph.integers([2]), graph.integers([2])]);
  return graph.add('Sigmoid', [graph.add('Reshape', [face, graph.integers([0, -1])])]);
}
