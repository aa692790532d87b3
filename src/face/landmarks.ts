import { AppError } from '../core/errors.ts';
import type { Detection } from '../core/face.ts';
import { createBlazeFace } from './detect/blazeface.ts';
import { isSameFace } from './detect/nms.ts';
import { scanViews, viewAt } from './detect/views.ts';
import { type FaceFrame, frameOf, frameOfPoints, isNear, templateIn, turnedFrame } from './face-frame.ts';
import { isFace } from './five-points.ts';
import { type Agreement, agreeOn, type Located } from './landmark-consensus.ts';
import { locate68, locateByMtcnn } from './landmarkers.ts';
import type { Networks } from './networks.ts';
import type { Pyramid } from './warp.ts';

/** The landmarks of one face, in pixels of the photo. */
export interface FaceLandmarks extends Agreement {
  /** MTCNN's last network's certainty that this is a face, 0 … 1; null where it is not installed. */
  readonly certainty: number | null;
}

/** Landmarkers that give 68 points, the quickest first: it frames the face for the others. */
const FULL = ['fr-landmark68', 'landmarks68'] as const;

/** What is said of a box in which all points fell together; the points are then those of an average face in it. */
const NOTHING_SEEN = { all: null, spread: 1, landmarkers: 0 } as const;

/** Spread from which the face may lie another way than the detector said. */
const SUSPECT_SPREAD = 0.15;

/** Of these at most so many, none smaller than this (pixels): BlazeFace costs as much as an embedding a look. */
const SUSPECTS = { most: 3, smallest: 40 } as const;

/** Score from which a detector is sure of a box, though other faces of the photo are in order. */
const SURE_SCORE = 0.9;

/** Certainty of MTCNN's last network from which a turned face is worth BlazeFace's look. */
const LIKELY = 0.5;

/** The other ways in which it may lie. */
const TURNS = [Math.PI, Math.PI / 2, -Math.PI / 2] as const;

/** Intersection over union from which a box found again is the same face: loose, for boxes turn with the head. */
const SAME_FACE = 0.3;

/** Side of the part of the photo that is looked at again, in sides of the face's box. */
const SURROUNDINGS = 2.5;

/**
 * Locate the landmarks of detected faces.
 *
 * All installed landmarkers look at each face in its upright frame, and the answer is the mean of those that agree.
 * Where they do not, the face is searched again with the photo turned: a detector may take a head for upright that is
 * not.
 *
 * @returns landmarks for each face, in their order
 * @throws AppError `unavailable` when the profile has no network that gives 68 points
 */
export async function locateLandmarks(
  networks: Networks,
  photo: Pyramid,
  faces: readonly Detection[],
): Promise<FaceLandmarks[]> {
  const best = await lookTwice(networks, photo, faces);
  for (const index of suspectsAmong(faces, best)) {
    const face = faces[index];
    const better = face && (await lookTurned(networks, photo, face));
    if (better) best[index] = better;
  }
  return best;
}

/**
 * Locate the landmarks of faces of a film: one network that gives 68 points, MTCNN's last to confirm it, and no search
 * for heads that lie turned, of which the next frames show more.
 *
 * @returns landmarks for each face, in their order
 * @throws AppError `unavailable` when the profile has no network that gives 68 points
 */
export function locateQuickly(
  networks: Networks,
  frame: Pyramid,
  faces: readonly Detection[],
): Promise<FaceLandmarks[]> {
  return lookTwice(networks, frame, faces, 1);
}

/**
 * Faces worth a search with the photo turned, best first: all where no face of the photo is in order, else those that
 * the detector is sure of. Most boxes on which the landmarkers part ways are patterns.
 */
function suspectsAmong(faces: readonly Detection[], landmarks: readonly FaceLandmarks[]): number[] {
  const isSuspect = landmarks.map(({ spread }) => spread > SUSPECT_SPREAD);
  const leastScore = isSuspect.includes(false) ? SURE_SCORE : 0;
  return [...faces.entries()]
    .filter(([index]) => isSuspect[index])
    .filter(([, { box, score }]) => box.height >= SUSPECTS.smallest && score >= leastScore)
    .sort(([, first], [, second]) => second.score - first.score)
    .slice(0, SUSPECTS.most)
    .map(([index]) => index);
}

/** The landmarks of a face as BlazeFace sees it with its surroundings turned; null where they agree no better. */
async function lookTurned(networks: Networks, photo: Pyramid, face: Detection): Promise<FaceLandmarks | null> {
  const scanner = createBlazeFace(await networks.open('blazeface'));
  const centre = { x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2 };
  const scale = (SURROUNDINGS * Math.max(face.box.width, face.box.height)) / scanner.size.width;
  for (const turn of await likelyTurns(networks, photo, face)) {
    const seen = await scanViews(scanner, photo, [viewAt(scanner, { centre, scale: { x: scale, y: scale }, turn })]);
    const same = seen.find(({ box }) => isSameFace(box, face.box, SAME_FACE));
    if (!same?.landmarks) continue;
    const [landmarks] = await lookTwice(networks, photo, [{ ...face, landmarks: same.landmarks }]);
    if (landmarks && landmarks.spread <= SUSPECT_SPREAD) return landmarks;
  }
  return null;
}

/**
 * The ways in which a face may lie, likeliest first: those in which MTCNN's last network takes it for a face, for that
 * costs a tenth of BlazeFace and refuses most patterns; all of them where it is not installed.
 */
async function likelyTurns(networks: Networks, photo: Pyramid, face: Detection): Promise<number[]> {
  if (!networks.has('mtcnn-o')) return [...TURNS];
  const { landmarks: _, ...box } = face;
  const frames = TURNS.map((turn) => turnedFrame(frameOf(box), turn));
  const looks = await locateByMtcnn(networks, { photo, frames });
  return looks
    .map(({ certainty }, index) => ({ certainty, turn: TURNS[index] ?? 0 }))
    .filter(({ certainty }) => certainty >= LIKELY)
    .sort((first, second) => second.certainty - first.certainty)
    .map(({ turn }) => turn);
}

/** One landmarker frames each face better than its detector did, then all look. @param most of those that give 68 points */
async function lookTwice(
  networks: Networks,
  photo: Pyramid,
  faces: readonly Detection[],
  most: number = FULL.length,
): Promise<FaceLandmarks[]> {
  const installed = FULL.filter((id) => networks.has(id)).slice(0, most);
  const [first] = installed;
  if (!first) throw new AppError('unavailable', 'This profile has no landmark network. See «homeward models list».');
  const rough = faces.map(frameOf);
  const seen = await locate68(networks, first, { photo, frames: rough });
  const frames = rough.map((frame, index) => betterFrame(frame, seen[index]));
  const answers: Located[][] = [];
  for (const id of installed) answers.push(await locate68(networks, id, { photo, frames }));
  const decided = networks.has('mtcnn-o') ? await locateByMtcnn(networks, { photo, frames }) : [];
  return faces.map((face, index) => {
    const located: Located[] = [...answers, decided].flatMap((answer) => answer[index] ?? []);
    const agreement = agreeOn(located, face.landmarks ?? null);
    const found = isFace(agreement.five) ? agreement : { ...NOTHING_SEEN, five: templateIn(frameOf(face)) };
    return { ...found, certainty: decided[index]?.certainty ?? null };
  });
}

/** The frame of the points seen, unless the landmarker lost the face. */
function betterFrame(frame: FaceFrame, seen: Located | undefined): FaceFrame {
  if (!seen || !isFace(seen.five)) return frame;
  const better = frameOfPoints(seen.five);
  return isNear(frame, better) ? better : frame;
}
