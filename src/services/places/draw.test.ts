import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawMap } from './draw.ts';
import { frameAround, type Point, TILE_SIZE, toPixel, toPoint } from './mercator.ts';
import { PALETTE } from './palette.ts';

const LOOK = { theme: 'light', locale: 'en' } as const;
const tile = (zoom: number, x: number, y: number) => ({
  ...{ zoom, left: x * TILE_SIZE, top: y * TILE_SIZE, width: TILE_SIZE, height: TILE_SIZE },
});

describe('Web Mercator', () => {
  it('puts Hyderabad (17.38405, 78.45636) where every web map has it: tile 183/115 of zoom 8', () => {
    const { x, y } = toPixel({ latitude: 17.38405, longitude: 78.45636 }, 8);
    expect([x / TILE_SIZE, y / TILE_SIZE]).toEqual([expect.closeTo(183.79119, 4), expect.closeTo(115.44386, 4)]);
  });

  it('finds its way back', () => {
    const { latitude, longitude } = toPoint(toPixel({ latitude: -33.87, longitude: 151.21 }, 11), 11);
    expect([latitude, longitude]).toEqual([expect.closeTo(-33.87, 8), expect.closeTo(151.21, 8)]);
  });

  it('frames all points, as near as they allow', () => {
    const points = [
      { latitude: 17.4, longitude: 78.5 },
      { latitude: 28.6, longitude: 77.2 },
    ];
    const frame = frameAround(points, { width: 480, height: 330, padding: 40, maxZoom: 9 });
    expect(frame.zoom).toBe(4);
    for (const { x, y } of points.map((point) => toPixel(point, frame.zoom))) {
      expect(x - frame.left).toBeGreaterThanOrEqual(40);
      expect(y - frame.top).toBeGreaterThanOrEqual(40);
      expect(frame.top + 330 - y).toBeGreaterThanOrEqual(39);
    }
    expect(frameAround([], { width: 480, height: 330, padding: 40, maxZoom: 9 }).zoom).toBe(1);
  });
});

describe('the built-in map', () => {
  it('draws a town at its pixel, with its name', () => {
    const svg = drawMap(tile(8, 183, 115), LOOK);
    expect(svg).toMatch(/<circle cx="202\.5" cy="113\.6"[^>]*\/><text[^>]*>Hyderabad<\/text>/);
  });

  it.each([
    ['light', 3],
    ['light', 5],
    ['dark', 7],
    ['light', 10],
  ] as const)('knows land from sea (%s, zoom %i)', async (theme, zoom) => {
    const { land, water } = PALETTE[theme];
    expect(await colourAt({ latitude: 18.05, longitude: 74.05 }, zoom, theme)).toBe(land);
    expect(await colourAt({ latitude: 14.6, longitude: 88.3 }, zoom, theme)).toBe(water);
    expect(await colourAt({ latitude: -75.3, longitude: 88.3 }, zoom, theme)).toBe(land);
    expect(await colourAt({ latitude: 66.7, longitude: -179.3 }, zoom, theme)).toBe(land);
  });

  it('decides on a town alike on both sides of a seam', () => {
    const names = (x: number) => drawn(drawMap(tile(7, x, 57), LOOK));
    const [left, right] = [names(91), names(92)];
    const reaching = [...left].filter(([, at]) => at > TILE_SIZE - 40 && at < TILE_SIZE + 150);
    expect(reaching.length).toBeGreaterThan(1);
    for (const [name, at] of reaching)
      expect([name, right.get(name)]).toEqual([name, expect.closeTo(at - TILE_SIZE, 0)]);
  });

  it('names countries in the language of the page, as outlines that need no font', () => {
    const frame = tile(4, 11, 6);
    const [english, telugu] = ['en', 'te'].map((locale) => drawMap(frame, { ...LOOK, locale }));
    expect(english).not.toBe(telugu);
    expect(telugu).not.toMatch(/[\u0c00-\u0c7f]/);
  });
});

/** Names of towns and where their dots are, in pixels from the left. */
function drawn(svg: string): Map<string, number> {
  const found = svg.matchAll(/<circle cx="([-\d.]+)"[^>]*\/><text[^>]*>([^<]+)</g);
  return new Map([...found].map(([, x, name]) => [name ?? '', Number(x)]));
}

/** What most pixels around a point are, whatever names and lines run through them. */
async function colourAt(point: Point, zoom: number, theme: 'light' | 'dark'): Promise<string> {
  const { x, y } = toPixel(point, zoom);
  const frame = { zoom, left: Math.round(x) - 8, top: Math.round(y) - 8, width: 17, height: 17 };
  const svg = Buffer.from(drawMap(frame, { ...LOOK, theme }));
  const pixels = (await sharp(svg).removeAlpha().raw().toBuffer()).toString('hex').match(/.{6}/g) ?? [];
  const counts = new Map<string, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return `#${most?.[0]}`;
}
