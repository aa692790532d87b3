import { describe, expect, it } from 'vitest';
import { readFaceApiWeights } from './face-api.ts';

function weights(list: object[], bytes: number[]) {
  return readFaceApiWeights(new TextEncoder().encode(JSON.stringify([{ weights: list }])), Uint8Array.from(bytes));
}

describe('readFaceApiWeights', () => {
  it('makes numbers of bytes: byte × scale + min', () => {
    const quantization = { dtype: 'uint8', scale: 0.5, min: -1 };
    const read = weights([{ name: 'a', shape: [3], dtype: 'float32', quantization }], [0, 2, 255]);
    expect(read.vector('a')).toEqual(Float32Array.of(-1, 0, 126.5));
  });

  it('reads whole and reduced arrays that lie one after the other', () => {
    const quantization = { dtype: 'uint8', scale: 1, min: 0 };
    const read = weights(
      [
        { name: 'a', shape: [1], dtype: 'float32', quantization },
        { name: 'b', shape: [1], dtype: 'float32' },
      ],
      [7, 0, 0, 128, 63],
    );
    expect(read.vector('a')).toEqual(Float32Array.of(7));
    expect(read.vector('b')).toEqual(Float32Array.of(1));
  });

  it('refuses a file that is longer or shorter than its description', () => {
    expect(() => weights([{ name: 'a', shape: [2], dtype: 'float32' }], [0, 0, 0, 0])).toThrow(RangeError);
    expect(() => weights([{ name: 'a', shape: [1], dtype: 'float32' }], [0, 0, 0, 0, 0])).toThrow(RangeError);
    expect(() => weights([], []).get('a')).toThrow('no weights «a»');
  });
});
