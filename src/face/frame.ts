import type { Detection, Embedding, FivePoints, ModelId, RgbImage } from '../core/face.ts';
import { applySimilarity, type Box, invertSimilarity, type Similarity } from '../core/geometry.ts';
import { createBlazeFace } from './detect/blazeface.ts';
import { uniteDetections } from './detect/nms.ts';
import { createRfb } from './detect/rfb.ts';
import { gridViews, scanViews, wholeView } from './detect/views.ts';
import { embedFaces, embedOnce } from './embed.ts';
import { type JudgedFace, judgeFaces, uniteFaces } from './judged-faces.ts';
import { locateLandmarks, locateQuickly } from './landmarks.ts';
import type { Networks } from './networks.ts';
import { affineOf, createPyramid, type Pyramid, warp } from './warp.ts';

/** A face cut out of a frame with its surroundings: all that is kept of the frame. */
export interface FaceShot {
  /** A square, at most 256 pixels wide, in the frame's own resolution where it fits; black outside the frame. */
  readonly crop: RgbImage;
  /** In pixels of the crop. */
  readonly cropBox: Box;
  /** In pixels of the crop. */
  readonly cropLandmarks: FivePoints;
  /** The detector's certainty, 0 … 1. */
  readonly score: number;
  /** The detectors that found it, and what confirmed it. */
  readonly detectors: readonly string[];
}

/** One face of a frame of a film, as far as it is known after a quick look. */
export interface FrameFace extends FaceShot {
  /** Pixels of the frame. */
  readonly box: Box;
  /** Pixels of the frame. */
  readonly landmarks: FivePoints;
  /** Unified quality score, 0 … 100. */
  readonly quality: number;
  /** Unit vector of one light model, the same for all faces of an engine: to follow a face, not to search with. */
  readonly look: Float32Array;
}

/** A shot with what a search needs. */
export interface DescribedShot {
  /** By every embedding model of the profile. */
  readonly embeddings: readonly Embedding[];
  /** Unified quality score, 0 … 100. */
  readonly quality: number;
}

/** Models that can say what a face looks like: the quickest that tells people apart first. */
const LOOK_MODELS: readonly string[] = ['fr512', 'mfn192', 'dlib128'];

/** Which of the installed embedding models says what a face looks like. @throws RangeError when there is none */
export function lookModelOf(installed: readonly ModelId[]): ModelId {
  const [id] = [...LOOK_MODELS.filter((known) => installed.includes(known)), ...installed];
  if (id === undefined) throw new RangeError('no embedding model is installed');
  return id;
}

/** A frame up to this size is looked at as a whole; a larger one also in so many parts: a face of 40 pixels is found. */
const PART = { width: 720, height: 540 } as const;

/** RFB may be less sure than of photos: whether a box is a face is confirmed by its landmarks. */
const LEAST_SCORE = 0.5;

/** Overlap of two boxes of one face. */
const SAME_FACE = 0.4;

/** Side of a crop: in sides of the face's box, and the most in pixels. */
const SURROUNDINGS = 2.2;
const LARGEST_CROP = 256;

/**
 * Find the faces of a frame of a film quickly: one detector, one landmarker and MTCNN's last network to confirm, one
 * embedding without its mirror image. What it misses in one frame it finds in the next.
 */
export async function findFrameFaces(networks: Networks, image: RgbImage): Promise<FrameFace[]> {
  const frame = createPyramid(image);
  const found = await detectQuickly(networks, frame);
  const landmarks = await locateQuickly(networks, frame, found);
  const { accepted } = judgeFaces(frame, uniteFaces(found, landmarks));
  const points = accepted.map((face) => face.landmarks);
  const embedders = networks.files.filter(({ entry }) => entry.task === 'embed').map(({ entry }) => entry.id);
  const looks = await embedOnce(await networks.open(lookModelOf(embedders)), frame, points);
  return accepted.flatMap((face, index) => {
    const look = looks[index];
    return look ? [{ ...placeOf(face), ...cutOut(frame, face), look }] : [];
  });
}

/**
 * Describe shots as photos are described: all landmarkers, all embedding models, each with the mirror image.
 *
 * @returns one description a shot, in their order
 */
export async function describeShots(networks: Networks, shots: readonly FaceShot[]): Promise<DescribedShot[]> {
  const described: DescribedShot[] = [];
  for (const shot of shots) described.push(await describe(networks, shot));
  return described;
}

async function describe(
  networks: Networks,
  { crop, cropBox, cropLandmarks, score, detectors }: FaceShot,
): Promise<DescribedShot> {
  const photo = createPyramid(crop);
  const detection = { box: cropBox, landmarks: cropLandmarks, score, detectors };
  const landmarks = await locateLandmarks(networks, photo, [detection]);
  const { accepted } = judgeFaces(photo, uniteFaces([detection], landmarks));
  const embeddings: Embedding[] = [];
  for (const { entry } of networks.files)
    if (entry.task === 'embed') embeddings.push(...(await embedFaces(await networks.open(entry.id), photo, landmarks)));
  // The slow look may take for a pattern what the quick one took for a face: then it is worth nothing.
  return { embeddings, quality: accepted[0]?.quality.score ?? 0 };
}

async function detectQuickly(networks: Networks, frame: Pyramid): Promise<Detection[]> {
  const scanner = networks.has('rfb320')
    ? createRfb(await networks.open('rfb320'), LEAST_SCORE)
    : createBlazeFace(await networks.open('blazeface'));
  const parts = gridViews(frame.image, scanner, PART);
  return uniteDetections(await scanViews(scanner, frame, [wholeView(frame.image, scanner), ...parts]), SAME_FACE);
}

function placeOf({ detection, landmarks, quality }: JudgedFace) {
  const { box, score, detectors } = detection;
  return { box, score, detectors, landmarks: landmarks.five, quality: quality.score };
}

/** Cut a face out with its surroundings, pixel for pixel where it is not too large. */
function cutOut(
  frame: Pyramid,
  { detection: { box }, landmarks }: JudgedFace,
): Pick<FaceShot, 'crop' | 'cropBox' | 'cropLandmarks'> {
  const wanted = Math.ceil(SURROUNDINGS * Math.max(box.width, box.height));
  const side = Math.min(LARGEST_CROP, wanted);
  const a = wanted / side;
  const tx = Math.round(box.x + box.width / 2 - wanted / 2);
  const ty = Math.round(box.y + box.height / 2 - wanted / 2);
  const toFrame: Similarity = { a, b: 0, tx, ty };
  const toCrop = invertSimilarity(toFrame);
  const [rightEye, leftEye, nose, rightMouth, leftMouth] = landmarks.five;
  const at = (point: typeof nose) => applySimilarity(toCrop, point);
  return {
    crop: warp(frame, affineOf(toFrame), { width: side, height: side }),
    cropBox: { ...at(box), width: box.width / a, height: box.height / a },
    cropLandmarks: [at(rightEye), at(leftEye), at(nose), at(rightMouth), at(leftMouth)],
  };
}
