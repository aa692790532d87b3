import { createHash } from 'node:crypto';
import type { Detection, Embedding, ModelId } from '../../core/face.ts';
import { type Box, iou } from '../../core/geometry.ts';
import type { Pyramid } from '../warp.ts';
import { type GreyImage, greyFaceCrop } from './grey-crop.ts';
import { hogFeatures } from './hog.ts';
import { lbpHistogram } from './lbp.ts';
import { denseSift } from './sift.ts';

/** A feature extractor from before the networks, with the parameters that its version stands for. */
interface Extractor {
  readonly id: ModelId;
  /** Side of the crop in pixels. */
  readonly crop: number;
  /** Raised when the code changes the numbers. */
  readonly revision: number;
  readonly features: string;
  extract(crop: GreyImage): Float32Array;
}

const EXTRACTORS: readonly Extractor[] = [
  { id: 'lbp', crop: 116, revision: 1, features: 'LBP(8,2) u2, 7×7 cells', extract: (crop) => lbpHistogram(crop, 7) },
  { id: 'hog', crop: 80, revision: 1, features: '9 bins, 8 px cells, 2×2 L2-Hys', extract: hogFeatures },
  { id: 'sift', crop: 96, revision: 1, features: 'root, 24 px, 5×5 points', extract: (crop) => denseSift(crop, 5) },
];

/**
 * The classical features by model id, with the version that their parameters give them.
 *
 * They are for comparison in `homeward evaluate` only: Homeward itself never identifies a child by them.
 */
export const CLASSICAL_MODELS: readonly { readonly id: ModelId; readonly version: string }[] = EXTRACTORS.map(
  ({ id, ...extractor }) => ({ id, version: versionOf(extractor) }),
);

/**
 * Make the classical features of one face: `lbp`, `hog` and `sift`, unit vectors like any embedding.
 *
 * @param box of the face as a detector gives it; the Haar cascade's in the systems of that time
 * @returns 2,891, 2,916 and 3,200 numbers; a feature that sees only a flat patch is left out: it is no evidence
 */
export function extractClassical(photo: Pyramid, box: Box): Embedding[] {
  return EXTRACTORS.flatMap(({ id, crop, extract }, index) => {
    const vector = extract(greyFaceCrop(photo, box, crop));
    const isFlat = vector.every((value) => value === 0);
    return isFlat ? [] : [{ model: id, version: CLASSICAL_MODELS[index]?.version ?? '', vector }];
  });
}

/** Least overlap (intersection over union) of two boxes of one face: detectors differ in how much of the head they take. */
const SAME_FACE = 0.3;

/**
 * The classical features of a face that the engine found, made of the box that another detector gives it.
 *
 * So the systems of that time keep their own detector's errors: a face that the Haar cascade misses is a failure to
 * enrol of theirs.
 *
 * @param found what that detector found in the whole photo
 * @returns empty when none of it is this face
 */
export function classicalOf(photo: Pyramid, face: Box, found: readonly Detection[]): Embedding[] {
  const overlap = ({ box }: Detection) => iou(box, face);
  const [best] = [...found].sort((first, second) => overlap(second) - overlap(first));
  return best && overlap(best) >= SAME_FACE ? extractClassical(photo, best.box) : [];
}

/** First 12 hex digits of a sha256, as the networks' versions. */
function versionOf(extractor: Omit<Extractor, 'id'>): string {
  return createHash('sha256').update(JSON.stringify(extractor)).digest('hex').slice(0, 12);
}
