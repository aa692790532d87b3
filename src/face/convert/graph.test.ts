import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyNetwork } from '../../testing/networks.ts';
import { newGraph, permute, readFloats } from './graph.ts';
import { decodeModel } from './onnx-proto.ts';

describe('permute', () => {
  it('turns rows into columns', () => {
    const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), dims: [2, 3] };
    expect(permute(matrix, [1, 0])).toEqual({ data: Float32Array.of(1, 4, 2, 5, 3, 6), dims: [3, 2] });
  });

  it('is undone by the inverse order', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 });
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(shapes, orders, (dims, order) => {
        const count = dims.reduce((product, size) => product * size, 1);
        const weights = { data: Float32Array.from({ length: count }, (_, index) => index), dims };
        const inverse = order.map((_, axis) => order.indexOf(axis));
        expect(permute(permute(weights, order), inverse)).toEqual(weights);
      }),
    );
  });

  it('refuses an order that leaves an axis out', () => {
    expect(() => permute({ data: new Float32Array(4), dims: [2, 2] }, [0, 0])).toThrow(RangeError);
  });
});

describe('newGraph', () => {
  it('gives the same bytes for the same network', () => {
    expect(Buffer.compare(tinyNetwork(), tinyNetwork())).toBe(0);
  });

  it('writes shapes, weights and attributes that read back the same', () => {
    const graph = newGraph('read-back');
    const sum = graph.add('Concat', ['input', graph.weights({ data: Float32Array.of(1.5, -2), dims: [1, 2] })], {
      axis: 1,
    });
    const { graph: read } = decodeModel(graph.build({ input: ['n', 3] }, { output: [sum, ['n', 5]] }));
    expect(read.input[0]?.type.tensorType.shape.dim).toEqual([{ dimParam: 'n' }, { dimValue: 3 }]);
    expect(read.node[0]).toMatchObject({ opType: 'Concat', attribute: [{ name: 'axis', i: 1 }] });
    expect(readFloats(read.initializer[0]?.rawData ?? new Uint8Array(), 0, 2)).toEqual(Float32Array.of(1.5, -2));
  });

  it('refuses weights that do not fill their shape', () => {
    expect(() => newGraph('bad').weights({ data: new Float32Array(5), dims: [2, 2] })).toThrow(RangeError);
  });
});

it('readFloats reads from any offset', () => {
  const bytes = new Uint8Array(13);
  new DataView(bytes.buffer).setFloat32(5, 0.25, true);
  expect(readFloats(bytes, 5, 2)).toEqual(Float32Array.of(0.25, 0));
});
