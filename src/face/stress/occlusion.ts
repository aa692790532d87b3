import type { FivePoints } from '../../core/face.ts';
import { type Box, fitSimilarity, type Point, type Similarity } from '../../core/geometry.ts';

/** Where on a face something is drawn. */
export interface FacePlace {
  readonly box: Box;
  /** Where the detector gives them; else typical places in the box are taken. */
  readonly landmarks?: FivePoints;
}

/** Typical eyes, nose tip and mouth corners as fractions of a detector's box. */
const TYPICAL: FivePoints = [
  { x: 0.31, y: 0.39 },
  { x: 0.69, y: 0.39 },
  { x: 0.5, y: 0.6 },
  { x: 0.35, y: 0.79 },
  { x: 0.65, y: 0.79 },
];

/**
 * A drawing in face coordinates: the middle between the eyes is (0, 0), the eyes lie at (∓0.5, 0), y points down; the
 * nose tip of a frontal face is near (0, 0.6), the mouth near (0, 1.05), the chin near (0, 1.75).
 */
type Drawing = string;

/** Masks: over the chin and mouth, up to the nostrils, and up to the bridge of the nose. */
export const MASKS: readonly Drawing[] = [0.78, 0.55, 0.2].map(maskFrom);

/** Glasses: thin frames, half-dark and black lenses. */
export const GLASSES: readonly Drawing[] = [
  glasses('fill="#fff" fill-opacity="0.08"', 0.05),
  glasses('fill="#1a1512" fill-opacity="0.55"', 0.06),
  glasses('fill="#080808"', 0.08),
];

/** The drawing laid on a face, as an SVG of the photo's size. */
export function drawOnFace(drawing: Drawing, place: FacePlace, size: { width: number; height: number }): string {
  const { a, b, tx, ty } = faceFrame(place);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">` +
    `<g transform="matrix(${a} ${b} ${-b} ${a} ${tx} ${ty})">${drawing}</g></svg>`
  );
}

/** Maps face coordinates to the photo: the eyes where they are, upright with them. */
export function faceFrame({ box, landmarks }: FacePlace): Similarity {
  const inBox = ({ x, y }: Point) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  const [right, left] = landmarks ?? TYPICAL.map(inBox);
  if (!right || !left || (right.x === left.x && right.y === left.y)) return faceFrame({ box });
  const eyes = [
    { x: -0.5, y: 0 },
    { x: 0.5, y: 0 },
  ];
  return fitSimilarity(eyes, [right, left]);
}

/** A medical mask whose upper edge lies at `top` on the nose. */
function maskFrom(top: number): Drawing {
  const side = top + 0.18;
  return (
    `<path d="M0 ${top} C0.35 ${top + 0.05} 0.7 ${side} 1 ${side} L0.92 1.35 Q0.6 1.95 0 2 Q-0.6 1.95 -0.92 1.35 L-1 ${side} C-0.7 ${side} -0.35 ${top + 0.05} 0 ${top} Z" fill="#9cc3d9"/>` +
    [1.0, 1.25, 1.5]
      .map((y) => `<path d="M-0.85 ${y} Q0 ${y + 0.1} 0.85 ${y}" stroke="#7fa9c2" stroke-width="0.03" fill="none"/>`)
      .join('')
  );
}

function glasses(lens: string, frame: number): Drawing {
  const line = `stroke="#111" stroke-width="${frame}"`;
  return (
    [-0.5, 0.5]
      .map((x) => `<rect x="${x - 0.38}" y="-0.26" width="0.76" height="0.56" rx="0.2" ${lens} ${line}/>`)
      .join('') +
    `<path d="M-0.13 -0.05 Q0 -0.14 0.13 -0.05 M-0.88 -0.1 L-1.15 -0.05 M0.88 -0.1 L1.15 -0.05" fill="none" ${line}/>`
  );
}
