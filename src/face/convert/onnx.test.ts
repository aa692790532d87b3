import { describe, expect, it } from 'vitest';
import { tinyNetwork } from '../../testing/networks.ts';
import { openSession } from '../session.ts';
import { readFloats } from './graph.ts';
import { convertOnnx } from './onnx.ts';
import { decodeModel } from './onnx-proto.ts';

const picture = (seed: number) => Float32Array.from({ length: 3 * 32 * 32 }, (_, index) => Math.cos(seed + index));

describe('convertOnnx', () => {
  it('frees the batch and keeps the numbers', async () => {
    const source = tinyNetwork({ batch: 1 });
    const single = await openSession(source);
    const alone = await single.run({ input: { data: picture(1), shape: [1, 3, 32, 32] } });
    const freed = await openSession(convertOnnx(source));
    const two = Float32Array.from([...picture(0), ...picture(1)]);
    const together = await freed.run({ input: { data: two, shape: [2, 3, 32, 32] } });
    expect(together.embedding?.shape).toEqual([2, 16]);
    expect(together.embedding?.data.slice(16)).toEqual(alone.embedding?.data);
    await Promise.all([single.close(), freed.close()]);
  });

  it('renames inputs and outputs', () => {
    const { graph } = decodeModel(convertOnnx(tinyNetwork(), { input: 'photo', embedding: 'vector' }));
    expect([graph.input[0]?.name, graph.output[0]?.name]).toEqual(['photo', 'vector']);
    expect(graph.node.flatMap(({ input }) => input)).toContain('photo');
  });

  it('sets weights to zero that are too small to change a sum', () => {
    const { graph } = decodeModel(convertOnnx(tinyNetwork({ weight: 1e-30 })));
    const matrix = graph.initializer.find(({ dims }) => dims.join() === '12,16');
    expect(new Set(readFloats(matrix?.rawData ?? new Uint8Array(), 0, 192))).toEqual(new Set([0]));
  });
});
