import type { FaceRow } from '../../db/faces.ts';
import type { Photo } from '../../db/photos.ts';

export const VERDICTS = ['waiting', 'refused', 'no-face', 'choose-face', 'poor', 'fair', 'good'] as const;

/** What a photo is good for, for the person who sent it. */
export interface Verdict {
  readonly verdict: (typeof VERDICTS)[number];
  /** In words, with what to do about it. */
  readonly message: string;
  readonly reasons: string[];
}

/**
 * Unified quality (0 … 100) from which a face counts as fair or good. A poor one is used all the same: it lowers the
 * strength of what is found, and a better photo says more.
 */
const FAIR = 35;
const GOOD = 60;

/** Judge a photo by its faces. */
export function verdictOf(
  photo: Pick<Photo, 'state' | 'refusal' | 'warnings'>,
  faces: readonly Pick<FaceRow, 'isChosen' | 'quality' | 'reasons'>[],
): Verdict {
  const of = (verdict: Verdict['verdict'], message: string, reasons: string[] = photo.warnings): Verdict => ({
    verdict,
    message,
    reasons,
  });
  if (photo.state === 'refused') return of('refused', photo.refusal ?? 'This photo cannot be read.', []);
  if (photo.state === 'waiting') return of('waiting', 'The photo is being looked at. This takes a few seconds.');
  if (faces.length === 0)
    return of('no-face', 'No face was found in this photo. Send one in which the face is larger and can be seen.');
  const chosen = faces.find(({ isChosen }) => isChosen);
  if (!chosen) return of('choose-face', `There are ${faces.length} faces in this photo. Choose the child's.`);
  const reasons = [...chosen.reasons, ...photo.warnings];
  if (chosen.quality >= GOOD) return of('good', 'This photo is good for a search.', reasons);
  if (chosen.quality >= FAIR) return of('fair', 'This photo can be used; a better one would say more.', reasons);
  return of('poor', 'This photo says little. Send a better one if there is any.', reasons);
}
