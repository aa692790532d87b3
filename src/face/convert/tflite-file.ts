import { ByteBuffer } from 'flatbuffers';
import { readFloats, type Weights } from './graph.ts';

/** Operations of TensorFlow Lite that the converted networks use, by their number in its schema. */
const OPERATIONS: Readonly<Record<number, TfliteOperation>> = {
  0: 'ADD',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  9: 'FULLY_CONNECTED',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  22: 'RESHAPE',
  41: 'SUB',
  42: 'DIV',
  47: 'EXP',
  59: 'NEG',
  74: 'SUM',
  82: 'REDUCE_MAX',
  101: 'ABS',
};

export type TfliteOperation =
  | 'ADD'
  | 'CONV_2D'
  | 'DEPTHWISE_CONV_2D'
  | 'FULLY_CONNECTED'
  | 'MAX_POOL_2D'
  | 'MUL'
  | 'RELU'
  | 'RESHAPE'
  | 'SUB'
  | 'DIV'
  | 'EXP'
  | 'NEG'
  | 'SUM'
  | 'REDUCE_MAX'
  | 'ABS';

/** An array of the network: trained numbers, or a place that is filled when it runs (`weights` is null). */
interface TfliteTensor {
  readonly name: string;
  /** n × row × column × channel, or n × number. */
  readonly shape: readonly number[];
  readonly weights: Weights | null;
}

/** One step: tensors by index. */
export interface TfliteStep {
  readonly operation: TfliteOperation;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Meaningful for convolutions and pooling only. */
  readonly window: { readonly padding: 'same' | 'valid'; readonly stride: number; readonly size: number };
}

/** A TensorFlow Lite network as its file describes it. */
export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly steps: readonly TfliteStep[];
}

/** Slots of the tables in TensorFlow Lite's FlatBuffers schema (tensorflow/compiler/mlir/lite/schema/schema.fbs). */
const MODEL = { operatorCodes: 1, subgraphs: 2, buffers: 4 };
const OPERATOR_CODE = { deprecatedBuiltinCode: 0, builtinCode: 3 };
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 };
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 };
const OPERATOR = { opcodeIndex: 0, inputs: 1, outputs: 2, options: 4 };
const BUFFER = { data: 0 };
/** Options of convolutions and of pooling begin alike; only pooling has a filter width in slot 3. */
const WINDOW = { padding: 0, strideWidth: 1, strideHeight: 2, filterWidth: 3 };

/** Element type «float32» of the schema. */
const FLOAT32 = 0;

/** Where a table begins, and the file it is in. */
interface Table {
  readonly file: ByteBuffer;
  readonly at: number;
}

/**
 * Read a TensorFlow Lite file of one graph in float32.
 *
 * @throws RangeError for an operation that no conversion is known for
 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  const file = new ByteBuffer(bytes);
  const model: Table = { file, at: file.readInt32(file.position()) + file.position() };
  const operations = tables(model, MODEL.operatorCodes).map(operationOf);
  const buffers = tables(model, MODEL.buffers);
  const [graph, ...more] = tables(model, MODEL.subgraphs);
  if (!graph || more.length > 0) throw new RangeError('a network of exactly one graph is needed');
  return {
    tensors: tables(graph, SUBGRAPH.tensors).map((tensor) => readTensor(tensor, buffers, bytes)),
    inputs: integers(graph, SUBGRAPH.inputs),
    outputs: integers(graph, SUBGRAPH.outputs),
    steps: tables(graph, SUBGRAPH.operators).map((step) => readStep(step, operations)),
  };
}

function operationOf(code: Table): TfliteOperation {
  const number = Math.max(byte(code, OPERATOR_CODE.deprecatedBuiltinCode), integer(code, OPERATOR_CODE.builtinCode));
  const operation = OPERATIONS[number];
  if (!operation) throw new RangeError(`no conversion for operation ${number} of TensorFlow Lite`);
  return operation;
}

function readTensor(tensor: Table, buffers: readonly Table[], bytes: Uint8Array): TfliteTensor {
  const shape = integers(tensor, TENSOR.shape);
  const buffer = buffers[integer(tensor, TENSOR.buffer)];
  const data = buffer ? vector(buffer, BUFFER.data) : { start: 0, length: 0 };
  const holdsNumbers = byte(tensor, TENSOR.type) === FLOAT32 && data.length > 0;
  const weights = holdsNumbers ? { data: readFloats(bytes, data.start, data.length / 4), dims: shape } : null;
  return { name: text(tensor, TENSOR.name), shape, weights };
}

function readStep(step: Table, operations: readonly TfliteOperation[]): TfliteStep {
  const operation = operations[integer(step, OPERATOR.opcodeIndex)];
  if (!operation) throw new RangeError('a step names no operation');
  const slot = slotAt(step, OPERATOR.options);
  const options: Table = { file: step.file, at: slot === 0 ? 0 : slot + step.file.readInt32(slot) };
  return {
    operation,
    inputs: integers(step, OPERATOR.inputs),
    outputs: integers(step, OPERATOR.outputs),
    window: readWindow(operation, options),
  };
}

function readWindow(operation: TfliteOperation, options: Table): TfliteStep['window'] {
  if (operation !== 'CONV_2D' && operation !== 'DEPTHWISE_CONV_2D' && operation !== 'MAX_POOL_2D')
    return { padding: 'valid', stride: 1, size: 1 };
  const stride = integer(options, WINDOW.strideWidth);
  if (stride !== integer(options, WINDOW.strideHeight)) throw new RangeError('strides must be equal both ways');
  return {
    padding: byte(options, WINDOW.padding) === 0 ? 'same' : 'valid',
    stride,
    size: operation === 'MAX_POOL_2D' ? integer(options, WINDOW.filterWidth) : 1,
  };
}

/** Position of a field, 0 when it is left out (then its value is 0 or empty). */
function slotAt({ file, at }: Table, slot: number): number {
  const offset = file.__offset(at, 4 + 2 * slot);
  return offset === 0 ? 0 : at + offset;
}

function byte(table: Table, slot: number): number {
  const at = slotAt(table, slot);
  return at === 0 ? 0 : table.file.readInt8(at);
}

function integer(table: Table, slot: number): number {
  const at = slotAt(table, slot);
  return at === 0 ? 0 : table.file.readInt32(at);
}

function vector({ file, at }: Table, slot: number): { start: number; length: number } {
  const offset = slotAt({ file, at }, slot);
  return offset === 0 ? { start: 0, length: 0 } : { start: file.__vector(offset), length: file.__vector_len(offset) };
}

function integers(table: Table, slot: number): number[] {
  const { start, length } = vector(table, slot);
  return Array.from({ length }, (_, index) => table.file.readInt32(start + 4 * index));
}

function tables(table: Table, slot: number): Table[] {
  const { start, length } = vector(table, slot);
  return Array.from({ length }, (_, index) => ({ file: table.file, at: table.file.__indirect(start + 4 * index) }));
}

function text(table: Table, slot: number): string {
  const { start, length } = vector(table, slot);
  return new TextDecoder().decode(table.file.bytes().subarray(start, start + length));
}
