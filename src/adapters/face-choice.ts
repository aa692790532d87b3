import { AppError } from '../core/errors.ts';
import type { Face } from '../core/face.ts';
import type { Point } from '../core/geometry.ts';

/** Which of several faces is meant: its number in the list of `homeward faces`, or a pixel of the upright image. */
export type FaceChoice = { readonly number: number } | { readonly pixel: Point };

const CHOICE = /^(\d{1,4})(?:\s*[,x]\s*(\d{1,5}))?$/;

/** @throws AppError `invalid` for anything but `2` or `812,430` */
export function parseFaceChoice(text: string): FaceChoice {
  const [, first, second] = CHOICE.exec(text.trim()) ?? [];
  if (first && second) return { pixel: { x: Number(first), y: Number(second) } };
  if (first && Number(first) >= 1) return { number: Number(first) };
  throw new AppError(
    'invalid',
    `«${text}» chooses no face: give its number from «homeward faces», such as 2, or a pixel on it, such as 812,430.`,
  );
}

/**
 * The chosen face, and its number in the photo.
 *
 * @returns undefined when the photo has no such face
 */
export function findChosenFace<F extends Face>(
  faces: readonly F[],
  choice: FaceChoice,
): { readonly face: F; readonly number: number } | undefined {
  const index = 'number' in choice ? choice.number - 1 : nearestAround(faces, choice.pixel);
  const face = faces[index];
  return face && { face, number: index + 1 };
}

/** Of overlapping boxes around the pixel, the one whose middle is nearest; −1 when none is around it. */
function nearestAround(faces: readonly Face[], { x, y }: Point): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  faces.forEach(({ box }, index) => {
    const isInside = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    const distance = Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2);
    if (isInside && distance < least) {
      best = index;
      least = distance;
    }
  });
  return best;
}
