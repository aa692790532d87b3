import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withWatermark } from './watermark.ts';

const grey = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer();

it.each([
  [1600, 1200],
  [480, 480],
  [120, 160],
])('marks every part of a photo of %i × %i, and leaves its size', async (width, height) => {
  const marked = await withWatermark(await grey(width, height), 'An Officer · 2026-06-01 12:00 UTC');
  const { data, info } = await sharp(marked).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([width, height]);
  for (const [left, top] of [
    [0, 0],
    [0.5, 0],
    [0, 0.5],
    [0.5, 0.5],
  ] as const) {
    let touched = 0;
    for (let y = Math.floor(top * height); y < (top + 0.5) * height; y++)
      for (let x = Math.floor(left * width); x < (left + 0.5) * width; x++)
        if (Math.abs((data[y * width + x] ?? 0) - 128) > 20) touched++;
    // Faint: some of each quarter, and by far not all of it.
    expect(touched / (width * height * 0.25)).toBeGreaterThan(0.003);
    expect(touched / (width * height * 0.25)).toBeLessThan(0.2);
  }
});
