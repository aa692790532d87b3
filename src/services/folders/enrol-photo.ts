import { type FaceChoice, findChosenFace } from '../../adapters/face-choice.ts';
import type { Template } from '../../core/face.ts';
import { ageBetween, dayOf, type PartialDate } from '../../core/partial-date.ts';
import type { ExtractedFace, Extraction } from '../../face/extraction.ts';
import type { RosterChild, RosterPhoto } from './roster.ts';

/** A face that was chosen in a photo, by a person or because it is the only one. */
export interface ChosenFace {
  readonly face: ExtractedFace;
  /** Its number in the list of the photo's faces; the first is 1. */
  readonly number: number;
}

/** A photo of a child that the gallery searches. */
export interface EnrolledPhoto extends ChosenFace {
  /** Path inside the child's folder. */
  readonly photo: string;
  readonly path: string;
  readonly sha256: string;
  /** How many faces the photo shows. */
  readonly faces: number;
  readonly taken: PartialDate | null;
  readonly ageYears: number | null;
}

/** The one face of a photo that is meant, or a sentence that says what to do. */
export function chooseFace(
  { faces, refused }: Extraction,
  choice: FaceChoice | null,
  howToChoose: string,
): ChosenFace | { readonly problem: string } {
  const [only] = faces;
  if (!only) {
    const doubts = refused.map(({ reason }) => reason)[0];
    const advice = 'Use a photo that shows the face from the front, larger, or in better light.';
    return { problem: `No face was found. ${doubts ? `${doubts} ` : ''}${advice}` };
  }
  if (choice) {
    const chosen = findChosenFace(faces, choice);
    const wanted = 'number' in choice ? `face ${choice.number}` : `face at pixel ${choice.pixel.x},${choice.pixel.y}`;
    return chosen ?? { problem: `There is no ${wanted}: ${countFaces(faces.length)}. ${howToChoose}` };
  }
  if (faces.length > 1)
    return { problem: `${countFaces(faces.length)}, and nobody said which one is meant. ${howToChoose}` };
  return { face: only, number: 1 };
}

/** «the photo shows 12 faces» */
function countFaces(count: number): string {
  return `The photo shows ${count === 1 ? 'one face' : `${count} faces`}`;
}

/**
 * When a photo was taken: what children.csv says, else what the camera wrote.
 *
 * @returns the date with a problem where it cannot be right; it is then not used
 */
export function dateTaken(
  { birthDate }: Pick<RosterChild, 'birthDate'>,
  { taken }: Pick<RosterPhoto, 'taken'>,
  capturedAt: Date | null,
  now: Date,
): { readonly taken: PartialDate | null; readonly problem?: string } {
  const date = taken ?? (capturedAt && dayOf(capturedAt));
  if (!date) return { taken: null };
  const source = taken ? 'children.csv' : 'the camera';
  if (date.from > now)
    return { taken: null, problem: `The date ${date.text} from ${source} lies in the future; it is not used.` };
  if (birthDate && ageBetween(birthDate, date) === null)
    return {
      taken: null,
      problem: `The date ${date.text} from ${source} lies before the birth on ${birthDate.text}; it is not used.`,
    };
  return { taken: date };
}

/** A photo in its place. */
interface PhotoPlace {
  readonly dir: string;
  readonly child: RosterChild;
  readonly photo: RosterPhoto;
  readonly now: Date;
}

/** Enrol one photo; with a problem beside it when it is used but something about it is wrong. */
export function enrolPhoto(
  { dir, child, photo, now }: PhotoPlace,
  extraction: Extraction,
): { readonly photo: EnrolledPhoto; readonly problem?: string } | { readonly problem: string } {
  const howToChoose = `See the numbers with «homeward faces ${quote(photo.path)} --annotate faces.jpg», then write «${photo.name}=2» into the column faces of ${dir}/children.csv, or add --face ${quote(`${child.child}/${photo.name}=2`)}.`;
  const chosen = chooseFace(extraction, photo.choice, howToChoose);
  if ('problem' in chosen) return chosen;
  const { capturedAt, sha256 } = extraction.photo;
  const date = dateTaken(child, photo, capturedAt, now);
  const ageYears = child.birthDate && date.taken ? ageBetween(child.birthDate, date.taken) : null;
  const { path, name } = photo;
  return {
    photo: { ...chosen, photo: name, path, sha256, faces: extraction.faces.length, taken: date.taken, ageYears },
    ...(date.problem ? { problem: date.problem } : {}),
  };
}

/** For a command line to be copied. */
function quote(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What the gallery keeps of a photo. */
export function templateOf({ face, sha256, ageYears }: EnrolledPhoto): Template {
  return { embeddings: face.embeddings, quality: face.quality.score, ageYears, photo: sha256 };
}
