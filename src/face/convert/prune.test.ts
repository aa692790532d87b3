import { expect, it } from 'vitest';
import { openSession } from '../session.ts';
import { newGraph } from './graph.ts';
import { decodeModel, encodeModel } from './onnx-proto.ts';
import { pruneDeadChannels } from './prune.ts';

const CHANNELS = 40;
const DEAD = [0, 3, 4, 5, 11, 12, 17, 20, 21, 22, 30, 31, 38, 39];

it('takes out channels that nobody looks at, but for the rest of a block, and gives the same numbers', async () => {
  const model = decodeModel(network({ dead: DEAD }));
  pruneDeadChannels(model.graph);
  const shapes = model.graph.node
    .filter(({ opType }) => opType === 'Conv')
    .map(({ input }) => model.graph.initializer.find(({ name }) => name === input[1])?.dims.slice(0, 2));
  expect(shapes).toEqual([
    [32, 3],
    [32, 1],
    [4, 32],
  ]);
  const [plain, pruned] = [await run(network({ dead: DEAD })), await run(encodeModel(model))];
  expect(plain.some((value) => Math.abs(value) > 0.1)).toBe(true);
  plain.forEach((value, index) => {
    expect(pruned[index]).toBeCloseTo(value, 5);
  });
});

it('leaves a network without dead channels as it is', () => {
  const model = decodeModel(network({ dead: [] }));
  pruneDeadChannels(model.graph);
  expect(encodeModel(model)).toEqual(network({ dead: [] }));
});

it('leaves channels that somebody else reads', () => {
  const model = decodeModel(network({ dead: DEAD, isRead: true }));
  pruneDeadChannels(model.graph);
  expect(encodeModel(model)).toEqual(network({ dead: DEAD, isRead: true }));
});

/** Convolution, PRelu, depthwise convolution, PRelu, convolution that ignores the dead channels. */
function network({ dead, isRead = false }: { dead: number[]; isRead?: boolean }): Uint8Array {
  const graph = newGraph('test');
  const conv = (input: string, dims: number[], group: number, isDead = (_: number) => false) => {
    const weights = numbers(dims);
    weights.data.forEach((_, index) => {
      if (isDead(Math.floor(index / 9) % (dims[1] ?? 1))) weights.data[index] = 0;
    });
    const inputs = [input, graph.weights(weights), graph.weights(numbers([dims[0] ?? 0]))];
    return graph.add('Conv', inputs, { group, kernel_shape: dims.slice(2), pads: [1, 1, 1, 1] });
  };
  const prelu = (input: string) => graph.add('PRelu', [input, graph.weights(numbers([CHANNELS, 1, 1]))]);
  const first = prelu(conv('input', [CHANNELS, 3, 3, 3], 1));
  const second = prelu(conv(first, [CHANNELS, 1, 3, 3], CHANNELS));
  const last = conv(second, [4, CHANNELS, 3, 3], 1, (channel) => dead.includes(channel));
  return graph.build(
    { input: ['n', 3, 8, 8] },
    { output: [last, ['n', 4, 8, 8]], ...(isRead ? { first: [first, ['n', CHANNELS, 8, 8]] as const } : {}) },
  );
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
