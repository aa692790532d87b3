import { basename } from 'node:path';
import type { App } from '../../app.ts';
import { ageBetween, dayOf, type PartialDate } from '../../core/partial-date.ts';
import type { Extraction } from '../../face/extraction.ts';
import type { Candidate, SearchResult } from '../../match/types.ts';
import type { EnrolledPhoto } from '../../services/folders/enrol-photo.ts';
import type { EnrolledChild, Enrolment } from '../../services/folders/enrolment.ts';
import type { Identification } from '../../services/folders/identification.ts';
import { drawFaces } from '../draw-faces.ts';
import { enrolledPhoto } from '../identify-json.ts';

/** One probe, ready to be shown. Pictures are data URIs, so that the page is one file. */
export interface ProbeView {
  readonly name: string;
  readonly problem: string | null;
  readonly picture: string | null;
  /** Faces in the photo, and which of them is searched for; 0 when none is. */
  readonly faces: number;
  readonly chosen: number;
  readonly face: FaceView | null;
  readonly seenOn: string | null;
  readonly result: SearchResult | null;
  readonly candidates: readonly CandidateView[];
}

/** A cut-out face, turned upright, all at the same scale. */
interface FaceView {
  readonly crop: string | null;
  readonly quality: number;
  readonly reasons: readonly string[];
}

/** A candidate with all its photos. */
export interface CandidateView extends Omit<Candidate, 'photos'> {
  readonly name: string | null;
  /** Age of the child when the probe was taken, years; null when a date is missing. */
  readonly ageWhenSeen: number | null;
  readonly photos: readonly CandidatePhotoView[];
}

/** A photo of a candidate. */
export interface CandidatePhotoView extends FaceView {
  readonly photo: string;
  readonly taken: string | null;
  readonly ageYears: number | null;
  readonly similarity: number;
  readonly perModel: Readonly<Record<string, number>>;
}

/** Longest side of the probe in the page: enough to recognise who is who in a group. */
const PICTURE_SIDE = 1400;

/** Gather what the page shows of one answer. */
export async function viewProbe(
  app: App,
  found: Identification,
  enrolment: Enrolment,
  givenDate: PartialDate | undefined,
): Promise<ProbeView> {
  const { probe, extraction, chosen, result, problem } = found;
  const captured = extraction?.photo.capturedAt;
  const seenOn = givenDate ?? (captured ? dayOf(captured) : null);
  return {
    name: probe.path,
    problem,
    picture: extraction && (await pictureOf(app, probe.path, { faces: extraction.faces, chosen: chosen?.number })),
    faces: extraction?.faces.length ?? 0,
    chosen: chosen?.number ?? 0,
    face: chosen && viewFace(chosen.face),
    seenOn: seenOn?.text ?? null,
    result,
    candidates: (result?.candidates ?? []).map((candidate) => viewCandidate(candidate, enrolment, seenOn)),
  };
}

async function pictureOf(
  app: App,
  path: string,
  { faces, chosen }: { faces: Extraction['faces']; chosen: number | undefined },
): Promise<string> {
  const options = { maxSide: PICTURE_SIDE, ...(chosen === undefined ? {} : { chosen: chosen - 1 }) };
  return dataUri(await drawFaces(app, path, faces, options));
}

function viewFace({ thumbnail, quality }: EnrolledPhoto['face']): FaceView {
  return { crop: thumbnail ? dataUri(thumbnail) : null, quality: Math.round(quality.score), reasons: quality.reasons };
}

function viewCandidate(candidate: Candidate, enrolment: Enrolment, seenOn: PartialDate | null): CandidateView {
  const child = childOf(enrolment, candidate.child);
  return {
    ...candidate,
    name: child.name,
    ageWhenSeen: child.birthDate && seenOn ? ageBetween(child.birthDate, seenOn) : null,
    photos: candidate.photos.map(({ photo, similarity, perModel }) => {
      const enrolled = enrolledPhoto(enrolment, candidate.child, photo);
      const { taken, ageYears, face } = enrolled;
      return { ...viewFace(face), photo: enrolled.photo, taken: taken?.text ?? null, ageYears, similarity, perModel };
    }),
  };
}

function childOf({ children }: Enrolment, name: string): EnrolledChild {
  const child = children.find((entry) => entry.child === name);
  if (!child) throw new RangeError(`no child «${name}» is enrolled`);
  return child;
}

function dataUri(jpeg: Uint8Array): string {
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}

/** A page that is passed on need not tell where files lie on somebody's computer. */
export function fileName(path: string): string {
  return basename(path);
}
