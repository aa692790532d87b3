import { findChosenFace } from '../adapters/face-choice.ts';
import type { SealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { ageBetween } from '../core/partial-date.ts';
import type { DetectorName } from '../face/detect.ts';
import type { ExtractedFace, Extraction, StressRequest } from '../face/extraction.ts';
import { dateTaken } from '../services/folders/enrol-photo.ts';
import { extractPhotos } from '../services/folders/extraction.ts';
import type { RosterPhoto } from '../services/folders/roster.ts';
import type { Identity, Sample } from './protocol.ts';
import type { EvaluationResult } from './result.ts';
import type { Person, Roles } from './roles.ts';
import { dataOf, isFirstCopy, newTally, photoWarnings, type Tally } from './tally.ts';

/** The people of a folder with templates in place of their photos. */
export interface Dataset {
  readonly identities: readonly Identity[];
  readonly data: EvaluationResult['data'];
  readonly warnings: readonly string[];
}

export interface DatasetOptions {
  /** How faces are found; default `cascade`. */
  readonly detector?: DetectorName;
  /** Make classical features too. */
  readonly classical?: boolean;
  /** Make each photo worse first. */
  readonly stress?: StressRequest;
  /** Keeps the extraction of each photo, so that a run that was stopped goes on where it was. */
  readonly cache?: SealedStore;
  /** Called after each photo, with a sentence when no template came of it. */
  readonly onPhoto?: (path: string, problem: string | null) => void;
}

/**
 * Ages that stand for «taken young» and «taken later» where the folder tells no more than that: they put a photo into
 * the age domain child or adult, and nothing else is made of them.
 */
const YOUNG_YEARS = 8;
const LATER_YEARS = 30;

/** A photo with its owner and use. */
interface Entry {
  readonly person: Person;
  readonly role: 'references' | 'probes';
  readonly photo: RosterPhoto;
  /** `person/photo`. */
  readonly name: string;
}

/**
 * Make the templates of all photos that have a role; each photo is let go at once, so memory grows by some 4 kB a photo.
 *
 * Of several faces the one that children.csv names is taken, else the largest, and the photo is counted. Ages come from
 * children.csv, else from `y` subfolders where there are any.
 */
export async function readDataset(app: App, roles: Roles, options: DatasetOptions): Promise<Dataset> {
  const { detector = 'cascade', classical, stress, cache, onPhoto } = options;
  const entries = roles.people.flatMap((person) => [
    ...entriesOf(person, 'references'),
    ...entriesOf(person, 'probes'),
  ]);
  const surrogates = roles.people.some(({ photos }) => photos.some(({ young }) => young));
  const samples = new Map<Person, Record<Entry['role'], Sample[]>>();
  const tally = newTally();
  const paths = entries.map(({ photo }) => photo.path);
  const engine = { detector, ...(classical ? { classical } : {}), ...(stress ? { stress } : {}) };
  const results = extractPhotos(app, paths, { engine, ...(cache ? { cache } : {}) });
  for (const entry of entries) {
    const { value: result } = await results.next();
    if (!result) throw new RangeError('the extraction ended before the photos did');
    const extraction = 'extraction' in result ? result.extraction : null;
    const photos = samples.get(entry.person) ?? { references: [], probes: [] };
    samples.set(entry.person, photos);
    if (!extraction || isFirstCopy(tally, entry.person.child, entry.name, extraction.photo.sha256))
      photos[entry.role].push(takePhoto(entry, extraction, { tally, surrogates, now: app.clock() }));
    onPhoto?.(entry.name, 'problem' in result ? result.problem : problemOf(result.extraction));
  }
  const identities = [...samples].map(([{ child, sex, group }, photos]) => ({ name: child, sex, group, ...photos }));
  return { identities, data: dataOf(tally, identities), warnings: photoWarnings(tally) };
}

function entriesOf(person: Person, role: Entry['role']): Entry[] {
  return person[role].map((photo) => ({ person, role, photo, name: `${person.child}/${photo.name}` }));
}

interface Circumstances {
  readonly tally: Tally;
  /** Let `y` and not-`y` stand for ages where these are not known. */
  readonly surrogates: boolean;
  readonly now: Date;
}

/** @param extraction null when the photo could not be read */
function takePhoto(entry: Entry, extraction: Extraction | null, { tally, surrogates, now }: Circumstances): Sample {
  tally.photos++;
  if (!extraction) tally.unreadable.push(entry.name);
  if (extraction?.faces.length === 0) tally.withoutFace.push(entry.name);
  const face = extraction && faceOf(extraction.faces, entry, tally);
  const known = ageOf(entry, extraction?.photo.capturedAt ?? null, now);
  if (!face) return { path: entry.name, template: null, ageYears: known };
  const surrogate = entry.photo.young ? YOUNG_YEARS : LATER_YEARS;
  const ageYears = known ?? (surrogates ? surrogate : null);
  const { sha256 } = extraction.photo;
  const template = { embeddings: face.embeddings, quality: face.quality.score, ageYears, photo: sha256 };
  return { path: entry.name, template, ageYears: known };
}

function faceOf(faces: readonly ExtractedFace[], { photo, name }: Entry, tally: Tally): ExtractedFace | undefined {
  const chosen = photo.choice && findChosenFace(faces, photo.choice);
  if (!chosen && faces.length > 1) tally.withSeveralFaces.push(name);
  return pickFace(faces, photo);
}

/** The face that children.csv names, else the largest. */
export function pickFace(faces: readonly ExtractedFace[], { choice }: RosterPhoto): ExtractedFace | undefined {
  const chosen = choice && findChosenFace(faces, choice);
  if (chosen) return chosen.face;
  const area = ({ box }: ExtractedFace) => box.width * box.height;
  return [...faces].sort((first, second) => area(second) - area(first))[0];
}

function ageOf({ person, photo }: Entry, capturedAt: Date | null, now: Date): number | null {
  const { taken } = dateTaken(person, photo, capturedAt, now);
  return person.birthDate && taken ? ageBetween(person.birthDate, taken) : null;
}

function problemOf({ faces, refused }: Extraction): string | null {
  if (faces.length > 0) return null;
  return refused[0] ? `no face accepted: ${refused[0].reason}` : 'no face found';
}
