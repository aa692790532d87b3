/** A place on the globe, in degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Pixels of a map at a zoom, from its top left corner. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** What a web map calls zoom 0: the whole world on one tile. */
export const TILE_SIZE = 256;

/** Beyond it, a web map shows nothing: the square ends. */
const MAX_LATITUDE = 85.0511287798;

/** Web Mercator (EPSG:3857), as tiles of the web are cut. */
export function toPixel({ latitude, longitude }: Point, zoom: number): Pixel {
  const size = TILE_SIZE * 2 ** zoom;
  const held = Math.min(Math.max(latitude, -MAX_LATITUDE), MAX_LATITUDE);
  const sine = Math.sin((held * Math.PI) / 180);
  return {
    x: size * ((longitude + 180) / 360),
    y: size * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)),
  };
}

export function toPoint({ x, y }: Pixel, zoom: number): Point {
  const size = TILE_SIZE * 2 ** zoom;
  return {
    latitude: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI,
    longitude: (x / size) * 360 - 180,
  };
}

/** A piece of a map that shows all points. */
export interface Frame {
  readonly zoom: number;
  /** Of the top left corner, in pixels of the whole map. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface FrameOptions {
  readonly width: number;
  readonly height: number;
  /** Free on all sides, in pixels. */
  readonly padding: number;
  readonly maxZoom: number;
}

/** The nearest view of all points; of the world where there are none. */
export function frameAround(points: readonly Point[], { width, height, padding, maxZoom }: FrameOptions): Frame {
  const zoom = fittingZoom(points, { width: width - 2 * padding, height: height - 2 * padding, maxZoom });
  const { left, right, top, bottom } = boundsOf(points.map((point) => toPixel(point, zoom)));
  const frameLeft = Math.round((left + right - width) / 2);
  const frameTop = Math.round((top + bottom - height) / 2);
  return { zoom, left: frameLeft, top: frameTop, width, height };
}

function fittingZoom(points: readonly Point[], room: { width: number; height: number; maxZoom: number }): number {
  for (let zoom = room.maxZoom; zoom > 1; zoom--) {
    const { left, right, top, bottom } = boundsOf(points.map((point) => toPixel(point, zoom)));
    if (right - left <= room.width && bottom - top <= room.height) return points.length === 0 ? 1 : zoom;
  }
  return 1;
}

function boundsOf(pixels: readonly Pixel[]) {
  const middle = pixels.length === 0 ? [TILE_SIZE] : [];
  const xs = [...middle, ...pixels.map(({ x }) => x)];
  const ys = [...middle, ...pixels.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
