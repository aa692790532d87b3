import { describe, expect, it } from 'vitest';
import type { Detection, RgbImage } from '../../core/face.ts';
import { createPyramid } from '../warp.ts';
import { tileScales } from './tiles.ts';
import { type Scanner, scanViews, tileViews, viewAt, wholeView } from './views.ts';

const DOT = { x: 130, y: 90 };

/** A photo of 200 × 150, black but for one white block of 8 × 8 around DOT. */
function photo(): RgbImage {
  const data = new Uint8Array(200 * 150 * 3);
  for (let y = DOT.y - 4; y < DOT.y + 4; y++) data.fill(255, 3 * (y * 200 + DOT.x - 4), 3 * (y * 200 + DOT.x + 4));
  return { data, width: 200, height: 150 };
}

/** A «detector» that finds the bright spot of a picture of 50 × 50: a box of 10 × 6 and five times its centre. */
function spotScanner(fit: Scanner['fit'] = 'letterbox'): Scanner {
  return {
    name: 'spot',
    size: { width: 50, height: 50 },
    smallestFace: 10,
    fit,
    scan: async (pictures) => pictures.map((picture) => (brightest(picture) ? [spot(brightest(picture))] : [])),
  };
}

function spot(centre: { x: number; y: number } | null): Detection {
  const { x, y } = centre ?? { x: 0, y: 0 };
  const point = { x, y };
  return {
    box: { x: x - 5, y: y - 3, width: 10, height: 6 },
    score: 1,
    landmarks: [point, point, point, point, point],
    detectors: ['spot'],
  };
}

/** Centre of gravity of the red channel, in pixels from the corner. */
function brightest({ data, width, height }: RgbImage): { x: number; y: number } | null {
  let [sum, sx, sy] = [0, 0, 0];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const value = data[3 * (row * width + column)] ?? 0;
      sum += value;
      sx += value * (column + 0.5);
      sy += value * (row + 0.5);
    }
  return sum > 100 ? { x: sx / sum, y: sy / sum } : null;
}

describe('wholeView', () => {
  it('fits the longer side and centres the shorter one: 200 × 150 in 50 × 50 at 4 pixels a pixel', () => {
    expect(wholeView({ width: 200, height: 150 }, spotScanner()).toPhoto).toEqual({
      xx: 4,
      xy: -0,
      yx: 0,
      yy: 4,
      tx: 0,
      ty: -25,
    });
  });

  it('stretches both sides for a network that was trained so', () => {
    const { xx, yy, tx, ty } = wholeView({ width: 200, height: 150 }, spotScanner('stretch')).toPhoto;
    expect([xx, yy, tx, ty]).toEqual([4, 3, 0, 0]);
  });

  it('leaves a border', () => {
    const { xx, tx } = wholeView({ width: 200, height: 150 }, spotScanner(), { border: 0.1 }).toPhoto;
    expect(xx).toBeCloseTo(5);
    expect(tx).toBeCloseTo(-25);
  });
});

describe('scanViews', () => {
  const pyramid = createPyramid(photo());

  it.each([0, 30, 45, 90, 180, -60])(
    'gives boxes and points in pixels of the photo, looked at turned by %d°',
    async (degrees) => {
      const scanner = spotScanner();
      const view = wholeView(pyramid.image, scanner, { border: 0.1, turn: (degrees * Math.PI) / 180 });
      const [face] = await scanViews(scanner, pyramid, [view]);
      expect(face?.landmarks?.[0].x).toBeCloseTo(DOT.x, 0);
      expect(face?.landmarks?.[0].y).toBeCloseTo(DOT.y, 0);
      expect((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2).toBeCloseTo(DOT.x, 0);
      expect((face?.box.y ?? 0) + (face?.box.height ?? 0) / 2).toBeCloseTo(DOT.y, 0);
    },
  );

  it('swaps width and height of a box seen with the photo on its side', async () => {
    const scanner = spotScanner();
    const view = viewAt(scanner, { centre: { x: 100, y: 75 }, scale: { x: 4, y: 4 }, turn: Math.PI / 2 });
    const [face] = await scanViews(scanner, pyramid, [view]);
    expect(face?.box.width).toBeCloseTo(24);
    expect(face?.box.height).toBeCloseTo(40);
  });

  it('finds the spot in the tiles that show it, more of them than fit one batch', async () => {
    const scanner = spotScanner();
    const views = tileViews(pyramid.image, scanner, 0.5);
    expect(views.length).toBeGreaterThan(8);
    const faces = await scanViews(scanner, pyramid, views);
    expect(faces.length).toBeGreaterThan(0);
    for (const face of faces) expect(Math.abs((face.landmarks?.[0].x ?? 0) - DOT.x)).toBeLessThan(4.5);
  });
});

describe('tileViews', () => {
  it('covers the photo, each point at least a tenth of a tile from an edge that is not the photo’s', () => {
    const scanner = spotScanner();
    const size = { width: 333, height: 121 };
    const tiles = tileViews(size, scanner, 1).map(({ toPhoto: { tx, ty } }) => ({ left: tx, top: ty }));
    for (let x = 0; x <= size.width; x += 7)
      for (let y = 0; y <= size.height; y += 7) {
        const isInside = (at: number, start: number, side: number) =>
          (at - start >= 5 || start <= 0) &&
          (start + 50 - at >= 5 || start + 50 >= side) &&
          at >= start &&
          at <= start + 50;
        expect(tiles.some(({ left, top }) => isInside(x, left, size.width) && isInside(y, top, size.height))).toBe(
          true,
        );
      }
  });

  it('is one centred tile where the photo is smaller than a tile', () => {
    const [only, ...others] = tileViews({ width: 30, height: 20 }, spotScanner(), 1);
    expect(others).toEqual([]);
    expect(only?.toPhoto).toMatchObject({ tx: -10, ty: -15 });
  });
});

describe('tileScales', () => {
  const scanner = spotScanner();

  it('needs no tiles where the whole photo shows the wanted face large enough', () => {
    expect(tileScales({ width: 200, height: 150 }, scanner, 40)).toEqual([]);
  });

  it('starts where the wanted face has the scanner’s smallest height, and grows to the whole photo', () => {
    const scales = tileScales({ width: 4000, height: 3000 }, scanner, 20);
    expect(scales).toEqual([2, 6, 18, 54]);
  });
});
