import { lineOf } from '../posters/lettering.ts';
import { clipRing, isApart, stretchesOf, type Window } from './clip.ts';
import { type Label, labelsIn } from './labels.ts';
import { type Frame, TILE_SIZE, toPixel, toPoint } from './mercator.ts';
import { countrySpots, type Outlines, outlinesAt, type Scale } from './outlines.ts';
import { type MapTheme, PALETTE } from './palette.ts';

export interface MapLook {
  readonly theme: MapTheme;
  /** Of the names of countries; towns are written as their country does in Latin letters. */
  readonly locale: string;
}

/** Nearer than this the data would only pretend to know more. */
export const MAX_ZOOM = 12;

/** Around the frame, so that no edge of a cut shows. */
const MARGIN = 4;
/** In pixels: what is nearer to the point before is not drawn. */
const DETAIL = 0.6;
const FONT = `font-family="'Noto Sans', 'Noto Sans Devanagari', 'Noto Sans Telugu', 'Noto Sans Arabic', system-ui, sans-serif"`;

/** A piece of the world as SVG, from Natural Earth and GeoNames. Its names are pictures of names: pages list places as text. */
export function drawMap(frame: Frame, look: MapLook): string {
  const colours = PALETTE[look.theme];
  const { width, height, zoom } = frame;
  const { land, borders } = pathsOf(outlinesAt(scaleAt(zoom)), frame);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${colours.water}"/>`,
    `<path d="${land}" fill="${colours.land}" stroke="${colours.coast}" stroke-width="1" stroke-linejoin="round" fill-rule="evenodd"/>`,
    graticule(frame, colours.grid),
    `<path d="${borders}" fill="none" stroke="${colours.border}" stroke-width="1.1" stroke-linejoin="round"/>`,
    `<g ${FONT} paint-order="stroke" stroke="${colours.halo}" stroke-width="3" stroke-linejoin="round">`,
    ...(zoom >= 2 && zoom <= 7 ? [countryNames(frame, look)] : []),
    ...(zoom >= 3 ? labelsIn(frame).map((label) => townName(label, look.theme)) : []),
    '</g></svg>',
  ].join('\n');
}

function scaleAt(zoom: number): Scale {
  return zoom <= 2 ? '110m' : zoom <= 5 ? '50m' : '10m';
}

function pathsOf(outlines: Outlines, frame: Frame): { land: string; borders: string } {
  const size = TILE_SIZE * 2 ** frame.zoom;
  const window: Window = {
    left: (frame.left - MARGIN) / size,
    top: (frame.top - MARGIN) / size,
    right: (frame.left + frame.width + MARGIN) / size,
    bottom: (frame.top + frame.height + MARGIN) / size,
  };
  const land = outlines.land.filter((ring) => !isApart(ring, window)).map((ring) => clipRing(ring, window));
  const borders = outlines.borders
    .filter((line) => !isApart(line, window))
    .flatMap((line) => stretchesOf(line, window));
  return {
    land: land.map((ring) => pathOf(ring, frame, size, 'Z')).join(''),
    borders: borders.map((line) => pathOf(line, frame, size, '')).join(''),
  };
}

function pathOf(points: ArrayLike<number>, frame: Frame, size: number, end: string): string {
  const steps: string[] = [];
  let [lastX, lastY] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < points.length; i += 2) {
    const x = (points[i] ?? 0) * size - frame.left;
    const y = (points[i + 1] ?? 0) * size - frame.top;
    const isLast = i + 2 >= points.length;
    if (!isLast && Math.abs(x - lastX) < DETAIL && Math.abs(y - lastY) < DETAIL) continue;
    steps.push(`${steps.length === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`);
    [lastX, lastY] = [x, y];
  }
  return steps.length < 2 ? '' : steps.join('') + end;
}

/** How wide the words of a crossing may be. */
const WORDS = 90;

/** Degrees between two lines of the grid, so that 100 to 250 pixels lie between them. */
const STEPS = [30, 30, 30, 15, 10, 5, 2.5, 1, 0.5, 0.25, 0.2, 0.1, 0.05];

function graticule(frame: Frame, colour: string): string {
  const step = STEPS[frame.zoom] ?? 30;
  // Words of a crossing left of the frame reach into it.
  const first = toPoint({ x: frame.left - WORDS, y: frame.top + frame.height + DETAIL }, frame.zoom);
  const last = toPoint({ x: frame.left + frame.width, y: frame.top - DETAIL }, frame.zoom);
  const longitudes = multiples(step, first.longitude, last.longitude);
  const latitudes = multiples(step, first.latitude, last.latitude);
  const xs = longitudes.map((longitude) => toPixel({ latitude: 0, longitude }, frame.zoom).x - frame.left);
  const ys = latitudes.map((latitude) => toPixel({ latitude, longitude: 0 }, frame.zoom).y - frame.top);
  const lines = [
    ...xs.map((x) => `M${x.toFixed(1)} 0V${frame.height}`),
    ...ys.map((y) => `M0 ${y.toFixed(1)}H${frame.width}`),
  ];
  const names = latitudes.flatMap((latitude, row) =>
    longitudes.map((longitude, column) => {
      const text = `${degrees(latitude, 'N', 'S')} ${degrees(longitude, 'E', 'W')}`;
      return `<text x="${((xs[column] ?? 0) + 3).toFixed(1)}" y="${((ys[row] ?? 0) - 3).toFixed(1)}">${text}</text>`;
    }),
  );
  const words = frame.zoom >= 6 ? `<g ${FONT} font-size="9" fill="${colour}">${names.join('')}</g>` : '';
  return `<path d="${lines.join('')}" stroke="${colour}" stroke-width="0.5" opacity="0.35" fill="none"/>${words}`;
}

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Number(Math.abs(value).toFixed(3))}°${value < 0 ? negative : positive}`;
}

function countryNames(frame: Frame, { theme, locale }: MapLook): string {
  const size = TILE_SIZE * 2 ** frame.zoom;
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return countrySpots()
    .flatMap(({ code, x, y, width }) => {
      const name = names.of(code) ?? code;
      const fontSize = width * size > 900 ? 17 : width * size > 350 ? 15 : 12.5;
      const isRoomy = width * size > name.length * fontSize * 0.62;
      const [atX, atY] = [x * size - frame.left, y * size - frame.top];
      if (!isRoomy || atX < -300 || atX > frame.width + 300 || atY < -20 || atY > frame.height + 20) return [];
      return outlined(name, { x: atX, y: atY, size: fontSize, fill: PALETTE[theme].country });
    })
    .join('');
}

/** As outlines: a picture finds no web fonts, and not every device has letters for every script. */
function outlined(name: string, { x, y, size, fill }: { x: number; y: number; size: number; fill: string }): string {
  const { path, width } = lineOf(name, { size, weight: 700, direction: 'ltr' });
  return `<path transform="translate(${(x - width / 2).toFixed(1)} ${y.toFixed(1)})" d="${path}" fill="${fill}"/>`;
}

function townName({ x, y, name, size, isCapital }: Label, theme: MapTheme): string {
  const { dot, town } = PALETTE[theme];
  const radius = isCapital ? 3.4 : size > 11 ? 2.6 : 2;
  const [atX, atY] = [x.toFixed(1), y.toFixed(1)];
  const weight = isCapital ? ' font-weight="600"' : '';
  return `<circle cx="${atX}" cy="${atY}" r="${radius}" fill="${dot}" stroke-width="1.5"/><text x="${(x + 6).toFixed(1)}" y="${(y + size * 0.35).toFixed(1)}" font-size="${size}" fill="${town}"${weight}>${escaped(name)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
