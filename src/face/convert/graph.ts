import type { OnnxNode, OnnxTensor } from './onnx-proto.ts';
import { ATTRIBUTE, ELEMENT, encodeModel, type OnnxAttribute, type OnnxAxis, type OnnxValue } from './onnx-proto.ts';

/** Numbers of a trained layer, in row-major order of `dims`. */
export interface Weights {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A value of the graph, by name. */
export type Value = string;

/** Attributes of a node: whole numbers, lists of them, or words. No operation used here needs a fraction. */
type Attributes = Readonly<Record<string, number | readonly number[] | string>>;

/** Shape of an input or output: sizes, and names for free axes. */
export type Shape = readonly (number | string)[];

/** An ONNX network being written, node by node. Images are n × channel × row × column inside it. */
export interface GraphBuilder {
  /** Add a node with one output and return that output. */
  add(operation: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** Trained numbers as a value. */
  weights(weights: Weights): Value;
  /** Whole numbers (shapes, paddings) as a value. */
  integers(values: readonly number[]): Value;
  /** The file. Outputs are given their public names here. */
  build(inputs: Readonly<Record<string, Shape>>, outputs: Readonly<Record<string, [Value, Shape]>>): Uint8Array;
}

/** ONNX operator set 13 and format 7: old enough for any runtime, new enough for all operations used. */
const OPERATOR_SET = 13;
const FORMAT_VERSION = 7;

/** Start an empty network; the same calls give the same bytes. */
export function newGraph(name: string): GraphBuilder {
  const node: OnnxNode[] = [];
  const initializer: OnnxTensor[] = [];
  const constant = (tensor: Omit<OnnxTensor, 'name'>): Value => {
    const id = `w${initializer.length}`;
    initializer.push({ name: id, ...tensor });
    return id;
  };
  const append = (opType: string, input: readonly Value[], output: Value, attributes: Attributes = {}): Value => {
    node.push({ opType, input: [...input], output: [output], attribute: Object.entries(attributes).map(attributeOf) });
    return output;
  };
  return {
    add: (operation, inputs, attributes) => append(operation, inputs, `v${node.length}`, attributes),
    weights: ({ data, dims }) =>
      constant({ dims: [...dims], dataType: ELEMENT.float32, rawData: littleEndian(data, dims) }),
    integers: (values) =>
      constant({
        dims: [values.length],
        dataType: ELEMENT.int64,
        rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
      }),
    build(inputs, outputs) {
      for (const [name, [value]] of Object.entries(outputs)) append('Identity', [value], name);
      return encodeModel({
        irVersion: FORMAT_VERSION,
        producerName: 'homeward',
        opsetImport: [{ domain: '', version: OPERATOR_SET }],
        graph: {
          name,
          node,
          initializer,
          input: Object.entries(inputs).map(([name, shape]) => declared(name, shape)),
          output: Object.entries(outputs).map(([name, [, shape]]) => declared(name, shape)),
        },
      });
    },
  };
}

/**
 * Reorder the axes of an array: axis i of the result is axis `order[i]` of the source.
 *
 * @throws RangeError when `order` is not a permutation of the axes
 */
export function permute({ data, dims }: Weights, order: readonly number[]): Weights {
  if ([...order].sort().join() !== [...dims.keys()].join()) throw new RangeError(`${order} does not permute ${dims}`);
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1));
  const result = new Float32Array(data.length);
  const target = order.map((axis) => dims[axis] ?? 0);
  const steps = order.map((axis) => strides[axis] ?? 0);
  for (let index = 0; index < result.length; index++) {
    let rest = index;
    let from = 0;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      const size = target[axis] ?? 1;
      from += (rest % size) * (steps[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    result[index] = data[from] ?? 0;
  }
  return { data: result, dims: target };
}

/** `count` little-endian float32 numbers from a file, wherever they begin in it. */
export function readFloats(file: Uint8Array, offset: number, count: number): Float32Array {
  return new Float32Array(Uint8Array.from(file.subarray(offset, offset + count * 4)).buffer);
}

function littleEndian(data: Float32Array, dims: readonly number[]): Uint8Array {
  const count = dims.reduce((product, size) => product * size, 1);
  if (count !== data.length) throw new RangeError(`${data.length} numbers do not fill ${dims.join(' × ')}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function attributeOf([name, value]: [string, number | readonly number[] | string]): OnnxAttribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  return { name, type: ATTRIBUTE.ints, ints: [...value] };
}

function declared(name: string, shape: Shape): OnnxValue {
  const dim = shape.map((size): OnnxAxis => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT.float32, shape: { dim } } } };
}
