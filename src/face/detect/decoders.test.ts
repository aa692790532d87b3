import { describe, expect, it } from 'vitest';
import type { NetworkTensor } from '../session.ts';
import { anchorCentres, decodeBlazeFace } from './blazeface.ts';
import { corrected, decodeMap, squared } from './mtcnn.ts';
import { decodeRfb } from './rfb.ts';
import { decodeSsd } from './ssd.ts';

const tensor = (values: readonly number[], shape: readonly number[]): NetworkTensor => ({
  data: Float32Array.from(values),
  shape,
});

describe('BlazeFace', () => {
  it('has 896 anchors: two on each of 16 × 16 places, then six on each of 8 × 8', () => {
    const centres = anchorCentres();
    expect(centres).toHaveLength(896);
    expect(centres.slice(0, 3)).toEqual([
      { x: 8, y: 8 },
      { x: 8, y: 8 },
      { x: 24, y: 8 },
    ]);
    expect(centres[32]).toEqual({ x: 8, y: 24 });
    expect(centres[512]).toEqual({ x: 16, y: 16 });
    expect(centres[518]).toEqual({ x: 48, y: 16 });
    expect(centres.at(-1)).toEqual({ x: 240, y: 240 });
  });

  it('adds the numbers of an anchor to its centre, and puts the corners of the mouth beside its middle', () => {
    const scores = new Array(2 * 896).fill(0);
    const boxes = new Array(2 * 896 * 16).fill(0);
    const second = 896 + 33; // second picture; its anchor 33 is at (8, 24)
    scores[second] = 0.9;
    const numbers = [2, -4, 40, 60, -10, -5, 10, -5, 0, 3, 0, 12, -20, 0, 20, 0];
    numbers.forEach((value, index) => {
      boxes[second * 16 + index] = value;
    });
    const outputs = { scores: tensor(scores, [2, 896]), boxes: tensor(boxes, [2, 896, 16]) };
    const options = { anchors: anchorCentres(), threshold: 0.5 };
    expect(decodeBlazeFace(outputs, 0, options)).toEqual([]);
    const [face, ...others] = decodeBlazeFace(outputs, 1, options);
    expect(others).toEqual([]);
    expect(face?.box).toEqual({ x: 8 + 2 - 20, y: 24 - 4 - 30, width: 40, height: 60 });
    expect(face?.score).toBeCloseTo(0.9);
    const [rightEye, leftEye, nose, rightMouth, leftMouth] = face?.landmarks ?? [];
    expect([rightEye, leftEye, nose]).toEqual([
      { x: -2, y: 19 },
      { x: 18, y: 19 },
      { x: 8, y: 27 },
    ]);
    expect(rightMouth?.x).toBeCloseTo(8 - 0.415 * 20);
    expect(leftMouth?.x).toBeCloseTo(8 + 0.415 * 20);
    expect(rightMouth?.y).toBeCloseTo(36);
  });
});

it('RFB: boxes are corners as fractions, scores come in pairs, boxes of one face are one', () => {
  const outputs = {
    scores: tensor([0.1, 0.9, 0.05, 0.95, 0.6, 0.4], [1, 3, 2]),
    boxes: tensor([0.25, 0.5, 0.5, 0.75, 0.26, 0.5, 0.51, 0.75, 0, 0, 1, 1], [1, 3, 4]),
  };
  const [face, ...others] = decodeRfb(outputs, 0, { width: 320, height: 240, threshold: 0.65 });
  expect(others).toEqual([]);
  expect(face?.score).toBeCloseTo(0.95);
  expect(face?.box.x).toBeCloseTo(83.2, 3);
  expect(face?.box.y).toBeCloseTo(120, 3);
  expect(face?.box.width).toBeCloseTo(80, 3);
  expect(face?.box.height).toBeCloseTo(60, 3);
});

it('SSD: boxes are top, left, bottom, right', () => {
  const outputs = { scores: tensor([0.8, 0.1], [1, 2]), boxes: tensor([0.1, 0.2, 0.3, 0.5, 0, 0, 1, 1], [1, 2, 4]) };
  const [face, ...others] = decodeSsd(outputs, 0, { width: 512, height: 512, threshold: 0.3 });
  expect(others).toEqual([]);
  expect(face?.box.x).toBeCloseTo(102.4, 3);
  expect(face?.box.y).toBeCloseTo(51.2, 3);
  expect(face?.box.width).toBeCloseTo(153.6, 3);
  expect(face?.box.height).toBeCloseTo(102.4, 3);
});

describe('MTCNN', () => {
  it('reads the map by columns: the window of the second column and first row starts 2 pixels of the shrunk photo in', () => {
    const [columns, rows] = [2, 3];
    const scores = new Array(columns * rows * 2).fill(0);
    scores[2 * (1 * rows + 0) + 1] = 0.9;
    const outputs = {
      scores: tensor(scores, [1, columns, rows, 2]),
      offsets: tensor(new Array(columns * rows * 4).fill(0), [1, columns, rows, 4]),
    };
    const [proposal, ...others] = decodeMap(outputs, 5);
    expect(others).toEqual([]);
    expect(proposal?.box).toEqual({ x: 10, y: 0, width: 60, height: 60 });
  });

  it('moves the sides of a box by shares of it, and squares it about its centre', () => {
    const moved = corrected({ x: 10, y: 20, width: 100, height: 50 }, Float32Array.of(0.1, -0.2, -0.1, 0.2));
    expect(moved.x).toBeCloseTo(20);
    expect(moved.y).toBeCloseTo(10);
    expect(moved.width).toBeCloseTo(80);
    expect(moved.height).toBeCloseTo(70);
    expect(squared({ x: 0, y: 10, width: 20, height: 40 })).toEqual({ x: -10, y: 10, width: 40, height: 40 });
  });
});
