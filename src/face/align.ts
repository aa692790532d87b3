import type { FivePoints, RgbImage } from '../core/face.ts';
import { fitSimilarity, invertSimilarity, type Point, type Similarity } from '../core/geometry.ts';
import { fivePoints } from './five-points.ts';
import type { ModelEntry } from './models.ts';
import { affineOf, type Pyramid, warp } from './warp.ts';

/**
 * Where the five points lie in a 112 × 112 crop: the template of ArcFace, MobileFaceNet and most networks since.
 *
 * The published coordinates name centres of pixels; half a pixel more makes them the distances from the corner that
 * this project uses. Source: Deng et al. (2019), «ArcFace», arXiv:1801.07698, and its InsightFace code.
 */
export const ARCFACE_FIVE: FivePoints = [
  { x: 38.7946, y: 52.1963 },
  { x: 74.0318, y: 52.0014 },
  { x: 56.5252, y: 72.2366 },
  { x: 42.0493, y: 92.8655 },
  { x: 71.2299, y: 92.7041 },
];

/** Side of the crop that {@link ARCFACE_FIVE} is given for. */
export const ARCFACE_SIDE = 112;

/** dlib's mean face: points 27 … 67 of 68, as fractions of the face's own square. Source: dlib, `image_transforms/interpolation.h`. */
const DLIB_MEAN: readonly (readonly [number, number])[] = [
  [0.490127, 0.203352],
  [0.490127, 0.307009],
  [0.490127, 0.409805],
  [0.490127, 0.515625],
  [0.36688, 0.587326],
  [0.426036, 0.609345],
  [0.490127, 0.628106],
  [0.554217, 0.609345],
  [0.613373, 0.587326],
  [0.121737, 0.216423],
  [0.187122, 0.178758],
  [0.265825, 0.179852],
  [0.334606, 0.231733],
  [0.260918, 0.245099],
  [0.182743, 0.244077],
  [0.645647, 0.231733],
  [0.714428, 0.179852],
  [0.793132, 0.178758],
  [0.858516, 0.216423],
  [0.79751, 0.244077],
  [0.719335, 0.245099],
  [0.254149, 0.780233],
  [0.340985, 0.745405],
  [0.428858, 0.727388],
  [0.490127, 0.742578],
  [0.551395, 0.727388],
  [0.639268, 0.745405],
  [0.726104, 0.780233],
  [0.642159, 0.864805],
  [0.556721, 0.902192],
  [0.490127, 0.909281],
  [0.423532, 0.902192],
  [0.338094, 0.864805],
  [0.290379, 0.784792],
  [0.428096, 0.778746],
  [0.490127, 0.785343],
  [0.552157, 0.778746],
  [0.689874, 0.784792],
  [0.553364, 0.824182],
  [0.490127, 0.831803],
  [0.42689, 0.824182],
];
const DLIB_FIRST = 27;
const ORIGIN: Point = { x: 0, y: 0 };
/** The lower lip's outer line moves with speech: dlib leaves it out. */
const DLIB_LEFT_OUT = { from: 55, to: 59 };
/** Room around the face's square on each side, as a share of it. */
const DLIB_PADDING = 0.2;

/** The landmarks that alignment needs. */
export interface AlignmentPoints {
  readonly five: FivePoints;
  /** The 68 points of the iBUG scheme, or null where only the five are known. */
  readonly all: readonly Point[] | null;
}

/**
 * The transform from a photo to a model's aligned crop.
 *
 * Least squares over the five points to the ArcFace template, or over dlib's 36 inner points (the five, where only
 * these are known) to its mean face.
 *
 * @returns photo pixels → crop pixels
 * @throws RangeError when the landmarks coincide
 */
export function alignmentOf(points: AlignmentPoints, template: ModelEntry['alignment'], side: number): Similarity {
  if (template !== 'dlib-150') return fitSimilarity(points.five, ARCFACE_FIVE.map(scaledBy(side / ARCFACE_SIDE)));
  const goal = ([x, y]: readonly [number, number]): Point => ({
    x: ((DLIB_PADDING + x) / (2 * DLIB_PADDING + 1)) * side,
    y: ((DLIB_PADDING + y) / (2 * DLIB_PADDING + 1)) * side,
  });
  const goals = DLIB_MEAN.map(goal);
  if (points.all) return fitSimilarity(points.all.slice(DLIB_FIRST).filter(isUsed), goals.filter(isUsed));
  return fitSimilarity(points.five, fivePoints([...Array.from({ length: DLIB_FIRST }, () => ORIGIN), ...goals]));
}

/**
 * A model's aligned crop of a face, upright, of the size in its manifest entry.
 *
 * A crop that is not square is the middle of the square of its longer side: 96 × 112 loses 8 columns on each side.
 */
export function alignFace(photo: Pyramid, points: AlignmentPoints, entry: ModelEntry): RgbImage {
  const { width, height } = entry.input;
  const side = Math.max(width, height);
  if (entry.alignment !== 'dlib-150' && width === ARCFACE_SIDE && height === ARCFACE_SIDE)
    return arcfaceCrop(photo, points.five);
  const { tx, ty, ...rest } = alignmentOf(points, entry.alignment, side);
  const toCrop = { ...rest, tx: tx - (side - width) / 2, ty: ty - (side - height) / 2 };
  return warp(photo, affineOf(invertSimilarity(toCrop)), { width, height });
}

/** Crops of the photos at work. Quality and most networks look at the same pixels of a face, which are cut out once. */
const arcfaceCrops = new WeakMap<Pyramid, WeakMap<FivePoints, RgbImage>>();

/** The 112 × 112 crop of a face whose five points lie where {@link ARCFACE_FIVE} says; nobody may write to it. */
export function arcfaceCrop(photo: Pyramid, five: FivePoints): RgbImage {
  const crops = arcfaceCrops.get(photo) ?? new WeakMap<FivePoints, RgbImage>();
  arcfaceCrops.set(photo, crops);
  const known = crops.get(five);
  if (known) return known;
  const toPhoto = invertSimilarity(fitSimilarity(five, ARCFACE_FIVE));
  const crop = warp(photo, affineOf(toPhoto), { width: ARCFACE_SIDE, height: ARCFACE_SIDE });
  crops.set(five, crop);
  return crop;
}

/** The mirror image, left for right. */
export function mirror({ data, width, height }: RgbImage): RgbImage {
  const mirrored = new Uint8Array(data.length);
  for (let row = 0, to = 0; row < height; row++)
    for (let from = 3 * ((row + 1) * width - 1), left = width; left > 0; left--, from -= 3, to += 3) {
      mirrored[to] = data[from] ?? 0;
      mirrored[to + 1] = data[from + 1] ?? 0;
      mirrored[to + 2] = data[from + 2] ?? 0;
    }
  return { data: mirrored, width, height };
}

function isUsed(_: unknown, index: number): boolean {
  const point = DLIB_FIRST + index;
  return point < DLIB_LEFT_OUT.from || point > DLIB_LEFT_OUT.to;
}

function scaledBy(factor: number): (point: Point) => Point {
  return ({ x, y }) => ({ x: x * factor, y: y * factor });
}
