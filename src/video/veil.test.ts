import sharp from 'sharp';
import { expect, test } from 'vitest';
import { veiledStill } from './veil.ts';

test('of a face nothing is left but a few squares, the rest stays', async () => {
  const [width, height] = [640, 360];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = (Math.floor(at / 12) % 2) * 255; // stripes of four pixels: they outlive the reduction
  const face = { x: 200, y: 100, width: 100, height: 120 };
  const jpeg = await veiledStill({ data, width, height }, [face]);
  const { data: still, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([480, 270]);
  const spread = (left: number, top: number) => {
    const values = Array.from({ length: 20 }, (_, column) => still[3 * ((top + 5) * 480 + left + column)] ?? 0);
    return Math.max(...values) - Math.min(...values);
  };
  expect(spread(170, 110)).toBeLessThan(15);
  expect(spread(20, 20)).toBeGreaterThan(60);
});

test('faces at the border and tiny ones do no harm', async () => {
  const image = { data: new Uint8Array(30 * 20 * 3), width: 30, height: 20 };
  const faces = [
    { x: -10, y: -10, width: 15, height: 15 },
    { x: 25.5, y: 15.2, width: 40, height: 40 },
    { x: 3, y: 3, width: 0.4, height: 0.4 },
  ];
  expect((await veiledStill(image, faces)).length).toBeGreaterThan(100);
});
