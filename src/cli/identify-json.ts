import type { Candidate } from '../match/types.ts';
import type { EnrolledPhoto } from '../services/folders/enrol-photo.ts';
import type { Enrolment } from '../services/folders/enrolment.ts';
import type { Identification } from '../services/folders/identification.ts';
import type { IdentifyJson } from './contracts.ts';
import { faceJson } from './face-json.ts';

/** The enrolled photo that a piece of evidence speaks of. */
export function enrolledPhoto({ children }: Enrolment, child: string, sha256: string): EnrolledPhoto {
  const found = children.find((entry) => entry.child === child)?.photos.find((photo) => photo.sha256 === sha256);
  if (!found) throw new RangeError(`no photo ${sha256} of ${child} is enrolled`);
  return found;
}

/** The answer for one probe as `identify --json` shows it. */
export function identifyJson(
  { probe, chosen, result, problem }: Identification,
  enrolment: Enrolment,
  { mode, fpir, method }: Pick<IdentifyJson, 'mode' | 'method'> & { fpir?: number },
): IdentifyJson {
  const used = enrolment.children.filter(({ photos }) => photos.length > 0);
  return {
    probe: probe.path,
    face: chosen && faceJson(chosen.face, chosen.number),
    mode,
    fpir: result ? result.fpir : mode === 'identification' ? (fpir ?? null) : null,
    candidates: (result?.candidates ?? []).map((candidate) => candidateJson(candidate, enrolment)),
    nobody: result?.nobody ?? false,
    gallery: {
      dir: enrolment.dir,
      children: used.length,
      photos: used.reduce((sum, { photos }) => sum + photos.length, 0),
    },
    method,
    basis: method === 'fusion' ? (result?.basis ?? null) : null,
    notes: [...(result?.notes ?? [])],
    problem,
  };
}

function candidateJson({ rank, child, score, oneIn, strength, photos }: Candidate, enrolment: Enrolment) {
  return {
    rank,
    child,
    score: decimals(score, 3),
    oneIn: Number.isNaN(oneIn) ? null : oneIn,
    strength,
    photos: photos.map((evidence) => {
      const { photo, taken, ageYears } = enrolledPhoto(enrolment, child, evidence.photo);
      const perModel = Object.entries(evidence.perModel).map(([model, cosine]) => [model, decimals(cosine, 4)]);
      return {
        photo,
        taken: taken?.text ?? null,
        ageYears: ageYears === null ? null : decimals(ageYears, 2),
        similarity: decimals(evidence.similarity, 3),
        perModel: Object.fromEntries(perModel),
      };
    }),
  };
}

function decimals(value: number, places: number): number {
  return Number(value.toFixed(places));
}
