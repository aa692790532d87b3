import { decodeModel, ELEMENT, encodeModel, type OnnxGraph, type OnnxTensor, type OnnxValue } from './onnx-proto.ts';

type Names = Readonly<Record<string, string>>;

/**
 * Weights nearer to zero than this are set to zero.
 *
 * Training with weight decay leaves many of them. In a sum of float32 they change nothing, but their products are
 * denormal numbers, which processors compute a hundred times slower: fr512 takes 7 ms instead of 60 without them, and
 * its embeddings stay equal bit by bit.
 */
export const SMALLEST_WEIGHT = 1e-15;

/**
 * Free the batch of an ONNX network that was exported for one image at a time, and give input and output our names.
 *
 * The first axis of input and outputs becomes `n`, and a reshape to [1, …] keeps the batch instead ([0, …]). Weights of
 * no effect are set to zero.
 *
 * @param names new names by old name
 */
export function convertOnnx(bytes: Uint8Array, names: Names = {}): Uint8Array {
  const model = decodeModel(bytes);
  renameValues(model.graph, names);
  for (const value of [...model.graph.input, ...model.graph.output]) freeBatch(value);
  for (const node of model.graph.node) {
    const shape = node.opType === 'Reshape' ? node.input[1] : undefined;
    const constant = model.graph.initializer.find((tensor) => tensor.name === shape);
    if (constant) keepBatch(constant);
  }
  for (const tensor of model.graph.initializer) if (tensor.dataType === ELEMENT.float32) dropTinyWeights(tensor);
  return encodeModel(model);
}

function renameValues(graph: OnnxGraph, names: Names): void {
  const rename = (name: string) => names[name] ?? name;
  for (const node of graph.node) {
    node.input = node.input.map(rename);
    node.output = node.output.map(rename);
  }
  for (const value of [...graph.input, ...graph.output]) value.name = rename(value.name);
}

function freeBatch(value: OnnxValue): void {
  value.type.tensorType.shape.dim[0] = { dimParam: 'n' };
}

/** In ONNX a 0 in the shape of a Reshape means: as it was. */
function keepBatch(shape: OnnxTensor): void {
  if (shape.dataType !== ELEMENT.int64 || !shape.rawData) throw new RangeError('a shape must be int64');
  const raw = Uint8Array.from(shape.rawData);
  const view = new DataView(raw.buffer);
  if (view.getBigInt64(0, true) !== 1n) return;
  view.setBigInt64(0, 0n, true);
  shape.rawData = raw;
}

function dropTinyWeights(tensor: OnnxTensor): void {
  if (!tensor.rawData) return;
  const raw = Uint8Array.from(tensor.rawData);
  const weights = new Float32Array(raw.buffer);
  for (const [index, weight] of weights.entries()) if (Math.abs(weight) < SMALLEST_WEIGHT) weights[index] = 0;
  tensor.rawData = raw;
}
