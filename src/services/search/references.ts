import type { Template } from '../../core/face.ts';
import { ageBetween, parsePartialDate } from '../../core/partial-date.ts';
import type { Database } from '../../db/database.ts';
import { listPastFaces, listReferenceFaces } from '../../db/searches.ts';
import type { PastProbe, Reference } from '../../match/types.ts';
import type { FaceIndex } from './contract.ts';

/** Past probes that statistics and cohorts are made of: so many tell what strangers look like, more take only time. */
const MOST_PAST_PROBES = 500;

/** Whose templates are read at once. */
const PAGE = 500;

/** The children of cases, as far as they may be searched now, with their templates. */
export async function loadReferences(
  db: Database,
  index: FaceIndex,
  caseIds: readonly string[],
): Promise<readonly Reference[]> {
  const templates = new Map<string, Template[]>();
  for (let first = 0; first < caseIds.length; first += PAGE)
    for (const face of await listReferenceFaces(db, caseIds.slice(first, first + PAGE))) {
      const embeddings = index.embeddingsOf(face.faceId);
      if (face.caseId === null || embeddings.length === 0) continue;
      const template = { embeddings, quality: face.quality, ageYears: photoAge(face), photo: face.sha256 };
      const known = templates.get(face.caseId);
      if (known) known.push(template);
      else templates.set(face.caseId, [template]);
    }
  return [...templates].map(([child, own]) => ({ child, templates: own }));
}

/** Faces searched before, newest first. */
export async function loadPastProbes(db: Database, index: FaceIndex): Promise<PastProbe[]> {
  const faces = await listPastFaces(db, MOST_PAST_PROBES);
  return faces.flatMap(({ faceId, quality, ageYears, sha256, person }) => {
    const embeddings = index.embeddingsOf(faceId);
    return embeddings.length === 0 ? [] : [{ template: { embeddings, quality, ageYears, photo: sha256 }, person }];
  });
}

/** Age of the child in a photo: as somebody gave it, or from the birth date and the day of the photo. */
export function photoAge(photo: {
  readonly ageYears: number | null;
  readonly capturedOn: string | null;
  readonly birthDate: string | null;
}): number | null {
  if (photo.ageYears !== null) return photo.ageYears;
  if (photo.capturedOn === null || photo.birthDate === null) return null;
  return ageBetween(parsePartialDate(photo.birthDate), parsePartialDate(photo.capturedOn));
}
