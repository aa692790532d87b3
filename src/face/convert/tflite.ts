import { type GraphBuilder, newGraph, permute, type Shape, type Value, type Weights } from './graph.ts';
import { connect, convolve, pool } from './layers.ts';
import { readTflite, type TfliteGraph, type TfliteOperation, type TfliteStep } from './tflite-file.ts';

/** A layer that TensorFlow Lite spells out in several steps and ONNX has as one. */
interface Idiom {
  readonly steps: readonly TfliteOperation[];
  readonly layer: 'PRelu' | 'Softmax';
  /** Which step multiplies by the slopes, and what they must be multiplied by to be ONNX's. */
  readonly slopes?: { readonly step: number; readonly factor: number };
}

const IDIOMS: readonly Idiom[] = [
  // relu(x) + a · −relu(−x)
  { steps: ['RELU', 'NEG', 'RELU', 'NEG', 'MUL', 'ADD'], layer: 'PRelu', slopes: { step: 4, factor: 1 } },
  // relu(x) + a · (x − |x|): below zero that is 2a · x
  { steps: ['RELU', 'ABS', 'SUB', 'MUL', 'ADD'], layer: 'PRelu', slopes: { step: 3, factor: 2 } },
  { steps: ['REDUCE_MAX', 'SUB', 'EXP', 'SUM', 'DIV'], layer: 'Softmax' },
];

/** What is at hand while a network is written. */
interface Writing {
  readonly graph: GraphBuilder;
  readonly source: TfliteGraph;
  /** Values by tensor; images are n × channel × row × column, whatever the source says. */
  readonly values: Map<number, Value>;
}

/** How a network is to look from outside. */
export interface TfliteOptions {
  /** Name of the network. */
  readonly id: string;
  /** Public names of the outputs, by the tensors' names in the source. */
  readonly names: Readonly<Record<string, string>>;
  /** Whether rows and columns are free. */
  readonly freeSize: boolean;
}

/**
 * Convert a TensorFlow Lite network (MTCNN's three, MobileFaceNet).
 *
 * Weights are reordered so that the network runs in ONNX's n × channel × row × column without transposing anything;
 * spelled-out PReLU and softmax become one node each. Maps that are outputs keep the source's n × row × column × channel.
 */
export function convertTflite(bytes: Uint8Array, { id, names, freeSize }: TfliteOptions): Uint8Array {
  const source = readTflite(bytes);
  const [input = -1] = source.inputs;
  const writing: Writing = { graph: newGraph(id), source, values: new Map([[input, 'input']]) };
  for (let index = 0; index < source.steps.length; ) index += addSteps(writing, index);

  const [, rows = 0, columns = 0, channels = 0] = shapeOf(source, input);
  const inputShape: Shape = freeSize ? ['n', channels, 'rows', 'columns'] : ['n', channels, rows, columns];
  const outputs = source.outputs.map((tensor): [string, [Value, Shape]] => {
    const name = names[source.tensors[tensor]?.name ?? ''];
    if (name === undefined) throw new RangeError(`no name for the output «${source.tensors[tensor]?.name}»`);
    return [name, outputOf(writing, tensor)];
  });
  return writing.graph.build({ input: inputShape }, Object.fromEntries(outputs));
}

/** Write one step, or the idiom that begins here. @returns how many steps were written */
function addSteps(writing: Writing, index: number): number {
  const idiom = IDIOMS.find(({ steps }) =>
    steps.every((operation, ahead) => writing.source.steps[index + ahead]?.operation === operation),
  );
  const steps = writing.source.steps.slice(index, index + (idiom?.steps.length ?? 1));
  const [first] = steps;
  const target = steps.at(-1)?.outputs[0];
  if (!first || target === undefined) throw new RangeError(`step ${index} leads nowhere`);
  writing.values.set(target, idiom ? addIdiom(writing, idiom, steps) : addStep(writing, first));
  return steps.length;
}

function addIdiom(writing: Writing, { layer, slopes }: Idiom, steps: readonly TfliteStep[]): Value {
  const source = steps[0]?.inputs[0] ?? -1;
  const inside = new Set([source, ...steps.flatMap((step) => step.outputs)]);
  const strays = steps
    .flatMap((step) => step.inputs)
    .filter((tensor) => !inside.has(tensor) && !isFixed(writing, tensor));
  if (strays.length > 0) throw new RangeError(`steps that look like one ${layer} are not`);

  const input = computed(writing, source);
  if (!slopes) return writing.graph.add(layer, [input], { axis: 1 });
  const tensor = steps[slopes.step]?.inputs.find((candidate) => isFixed(writing, candidate)) ?? -1;
  const data = weightsOf(writing, tensor).data.map((slope) => slope * slopes.factor);
  const dims = shapeOf(writing.source, source).length === 4 ? [data.length, 1, 1] : [data.length];
  return writing.graph.add(layer, [input, writing.graph.weights({ data, dims })]);
}

function addStep(writing: Writing, step: TfliteStep): Value {
  const { graph } = writing;
  const [first = -1, second = -1] = step.inputs;
  const input = computed(writing, first);
  switch (step.operation) {
    case 'CONV_2D':
    case 'DEPTHWISE_CONV_2D':
      return addConvolution(writing, step, input);
    case 'MAX_POOL_2D':
      return pool(graph, input, 'MaxPool', step.window);
    case 'ADD':
      return graph.add('Add', [input, computed(writing, second)]);
    case 'FULLY_CONNECTED':
      return addConnected(writing, step, input);
    case 'RESHAPE':
      if (
        shapeOf(writing.source, first)
          .slice(1, 3)
          .some((size) => size !== 1)
      )
        throw new RangeError('only a map of one pixel can be flattened');
      return graph.add('Flatten', [input], { axis: 1 });
    default:
      throw new RangeError(`${step.operation} is known only as part of a longer idiom`);
  }
}

/** Filters are out × row × column × in; those of a depthwise convolution 1 × row × column × channel. */
function addConvolution(writing: Writing, step: TfliteStep, input: Value): Value {
  const [, filters = -1, bias = -1] = step.inputs;
  const depthwise = step.operation === 'DEPTHWISE_CONV_2D';
  const ordered = permute(weightsOf(writing, filters), depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2]);
  return convolve(writing.graph, input, {
    filters: ordered,
    bias: weightsOf(writing, bias).data,
    stride: step.window.stride,
    padding: step.window.padding,
    groups: depthwise ? (ordered.dims[0] ?? 1) : 1,
  });
}

/** A layer on a flattened map takes its columns in the map's order: they are reordered like the map. */
function addConnected(writing: Writing, step: TfliteStep, input: Value): Value {
  const [source = -1, matrix = -1, bias = -1] = step.inputs;
  const { data, dims } = weightsOf(writing, matrix);
  const [, ...map] = shapeOf(writing.source, source);
  const isMap = map.length === 3;
  const ordered = isMap ? permute({ data, dims: [dims[0] ?? 0, ...map] }, [0, 3, 1, 2]).data : data;
  const flat = isMap ? writing.graph.add('Flatten', [input], { axis: 1 }) : input;
  const options = { bias: weightsOf(writing, bias).data, transposed: true };
  return connect(writing.graph, flat, { data: ordered, dims }, options);
}

function outputOf(writing: Writing, tensor: number): [Value, Shape] {
  const value = computed(writing, tensor);
  const shape = shapeOf(writing.source, tensor);
  const last = shape.at(-1) ?? 0;
  if (shape.length === 2) return [value, ['n', last]];
  return [writing.graph.add('Transpose', [value], { perm: [0, 2, 3, 1] }), ['n', 'mapRows', 'mapColumns', last]];
}

function computed(writing: Writing, tensor: number): Value {
  const value = writing.values.get(tensor);
  if (value === undefined) throw new RangeError(`tensor ${tensor} is used before it is computed`);
  return value;
}

/** Whether a tensor is in the file (numbers, or the axes of a sum) rather than computed. */
function isFixed({ source, values }: Writing, tensor: number): boolean {
  return source.tensors[tensor]?.weights != null || (shapeOf(source, tensor).length === 0 && !values.has(tensor));
}

function weightsOf({ source }: Writing, tensor: number): Weights {
  const weights = source.tensors[tensor]?.weights;
  if (!weights) throw new RangeError(`tensor ${tensor} holds no weights`);
  return weights;
}

function shapeOf(source: TfliteGraph, tensor: number): readonly number[] {
  return source.tensors[tensor]?.shape ?? [];
}
