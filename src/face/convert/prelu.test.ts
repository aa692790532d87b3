import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSession } from '../session.ts';
import { newGraph } from './graph.ts';
import { decodeModel, encodeModel } from './onnx-proto.ts';
import { expandPrelus } from './prelu.ts';

const CHANNELS = 16;

it('leaves no PRelu over whole blocks of channels and gives the same numbers', async () => {
  const model = decodeModel(network(CHANNELS));
  expandPrelus(model.graph);
  expect(model.graph.node.map(({ opType }) => opType)).not.toContain('PRelu');

  const [plain, expanded] = [await run(network(CHANNELS)), await run(encodeModel(model))];
  expect(plain.some((value) => Math.abs(value) > 0.1)).toBe(true);
  plain.forEach((value, index) => {
    expect(expanded[index]).toBeCloseTo(value, 5);
  });
});

it('leaves a PRelu with a slope above 1 whose result is not only read by convolutions', () => {
  const graph = newGraph('test');
  const slopes = graph.weights({ data: new Float32Array(CHANNELS).fill(1.5), dims: [CHANNELS, 1, 1] });
  const output = graph.add('PRelu', ['input', slopes]);
  const bytes = graph.build({ input: ['n', CHANNELS, 8, 8] }, { output: [output, ['n', CHANNELS, 8, 8]] });
  const model = decodeModel(bytes);
  expandPrelus(model.graph);
  expect(encodeModel(model)).toEqual(bytes);
});

it('leaves a PRelu over channels that are not blocked as it is', () => {
  const model = decodeModel(network(10));
  expandPrelus(model.graph);
  expect(encodeModel(model)).toEqual(network(10));
});

/** Convolution, PRelu, depthwise convolution with bias, PRelu, convolution: the shape of MobileFaceNet. */
function network(channels: number): Uint8Array {
  const graph = newGraph('test');
  const conv = (input: string, dims: number[], group: number) => {
    const inputs = [input, graph.weights(numbers(dims)), graph.weights(numbers([dims[0] ?? 0]))];
    return graph.add('Conv', inputs, { group, kernel_shape: dims.slice(2), pads: [1, 1, 1, 1] });
  };
  // Slopes from -1.5 to 1.5.
  const slopes = () => numbers([channels, 1, 1]);
  const steep = () => ({ ...slopes(), data: slopes().data.map((slope) => 3 * slope) });
  const prelu = (input: string) => graph.add('PRelu', [input, graph.weights(steep())]);
  const first = prelu(conv('input', [channels, 3, 3, 3], 1));
  const second = prelu(conv(first, [channels, 1, 3, 3], channels));
  return graph.build({ input: ['n', 3, 8, 8] }, { output: [conv(second, [4, channels, 3, 3], 1), ['n', 4, 8, 8]] });
}

/** Numbers from -0.5 to 0.5 that look random and are always the same. */
function numbers(dims: number[]): { data: Float32Array; dims: number[] } {
  const count = dims.reduce((product, size) => product * size, 1);
  return { data: Float32Array.from({ length: count }, (_, index) => ((index * 7919) % 101) / 101 - 0.5), dims };
}

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-prelu-'));
  try {
    await writeFile(join(folder, 'net.onnx'), bytes);
    const session = await openSession(join(folder, 'net.onnx'));
    const { output } = await session.run({ input: { data: numbers([2, 3, 8, 8]).data, shape: [2, 3, 8, 8] } });
    await session.close();
    return output?.data ?? new Float32Array();
  } finally {
    await rm(folder, { recursive: true });
  }
}
