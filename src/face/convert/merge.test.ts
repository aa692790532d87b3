import { expect, it } from 'vitest';
import { openSession } from '../session.ts';
import { newGraph } from './graph.ts';
import { mergePointwise } from './merge.ts';
import { decodeModel, encodeModel, type OnnxGraph } from './onnx-proto.ts';

it('makes one convolution of two of 1 × 1, with the same result', async () => {
  const model = decodeModel(network({ middle: 24 }));
  mergePointwise(model.graph);
  expect(filtersOf(model.graph)).toEqual([
    [24, 3, 3, 3],
    [8, 24, 1, 1],
  ]);
  const [plain, merged] = [await run(network({ middle: 24 })), await run(encodeModel(model))];
  expect(plain.some((value) => Math.abs(value) > 0.1)).toBe(true);
  plain.forEach((value, index) => {
    expect(merged[index]).toBeCloseTo(value, 4);
  });
});

it.each([
  ['the middle is read by others', { middle: 24, isRead: true }],
  ['the middle is rectified', { middle: 24, relu: true }],
  ['the middle is so narrow that two steps cost less', { middle: 2 }],
])('leaves two convolutions where %s', (_, shape) => {
  const model = decodeModel(network(shape));
  mergePointwise(model.graph);
  expect(encodeModel(model)).toEqual(network(shape));
});

/** Convolution of 3 × 3, then two of 1 × 1: 24, `middle` and 8 channels. */
function network({ middle, isRead = false, relu = false }: { middle: number; isRead?: boolean; relu?: boolean }) {
  const graph = newGraph('test');
  const conv = (input: string, dims: number[]) => {
    const inputs = [input, graph.weights(numbers(dims)), graph.weights(numbers([dims[0] ?? 0]))];
    return graph.add('Conv', inputs, { group: 1, kernel_shape: dims.slice(2), strides: [1, 1] });
  };
  const first = conv('input', [24, 3, 3, 3]);
  const narrow = conv(first, [middle, 24, 1, 1]);
  const output = conv(relu ? graph.add('Relu', [narrow]) : narrow, [8, middle, 1, 1]);
  const outputs = { output: [output, ['n', 8, 6, 6]] as [string, (string | number)[]] };
  const side = { side: [narrow, ['n', middle, 6, 6]] as [string, (string | number)[]] };
  return graph.build({ input: ['n', 3, 8, 8] }, isRead ? { ...outputs, ...side } : outputs);
}

function filtersOf({ node, initializer }: OnnxGraph): (number[] | undefined)[] {
  const convolutions = node.filter(({ opType }) => opType === 'Conv');
  return convolutions.map(({ input }) => initializer.find(({ name }) => name === input[1])?.dims);
}

/** Numbers from -0.5 to 0.5 that look random and are always the same. */
function numbers(dims: number[]): { data: Float32Array; dims: number[] } {
  const count = dims.reduce((product, size) => product * size, 1);
  return { data: Float32Array.from({ length: count }, (_, index) => ((index * 7919) % 101) / 101 - 0.5), dims };
}

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const session = await openSession(bytes);
  const { output } = await session.run({ input: { data: numbers([2, 3, 8, 8]).data, shape: [2, 3, 8, 8] } });
  await session.close();
  return output?.data ?? new Float32Array();
}
