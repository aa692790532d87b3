import { createHash } from 'node:crypto';
import type { FolderPhoto } from '../adapters/folders.ts';
import type { SealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import type { Template } from '../core/face.ts';
import type { ExtractedFace, Extraction } from '../face/extraction.ts';
import { extractPhotos } from '../services/extraction.ts';
import type { Identity, Sample } from './protocol.ts';
import type { EvaluationResult } from './result.ts';
import type { Roles } from './roles.ts';

/** The people of a folder with templates in place of their photos. */
export interface Dataset {
  readonly identities: readonly Identity[];
  readonly data: EvaluationResult['data'];
  readonly warnings: readonly string[];
}

export interface DatasetOptions {
  /** Keeps the extraction of each photo, so that a run that was stopped goes on where it was. */
  readonly cache?: SealedStore;
  /** Called after each photo, with a sentence when no template came of it. */
  readonly onPhoto?: (path: string, problem: string | null) => void;
}

/**
 * Ages that stand for «taken young» and «taken later», where the folder tells no more than that: they put a photo into
 * the age domain child or adult, and nothing else is made of them.
 */
const YOUNG_YEARS = 8;
const LATER_YEARS = 30;

/** A photo with its owner and use. */
interface Entry {
  readonly person: string;
  readonly role: 'references' | 'probes';
  readonly photo: FolderPhoto;
}

/** What is counted on the way. */
interface Tally {
  unreadable: number;
  withoutFace: number;
  withSeveralFaces: number;
  readonly copies: string[];
  /** Owner by photo digest. */
  readonly owners: Map<string, string>;
  /** Photos in the folders of two people. */
  readonly shared: string[];
}

/**
 * Make the templates of all photos that have a role; each photo is let go at once, so memory grows by some 4 kB a photo.
 *
 * Of several faces the largest is taken, and the photo is counted. A second copy of a photo in one person's folder is
 * dropped: a probe that is enrolled too would find itself.
 */
export async function readDataset(app: App, roles: Roles, { cache, onPhoto }: DatasetOptions): Promise<Dataset> {
  const entries = entriesOf(roles);
  const hasYoung = entries.some(({ photo }) => photo.young);
  const people = new Map(
    roles.people.map(({ name }) => [name, { references: [] as Sample[], probes: [] as Sample[] }]),
  );
  const tally: Tally = {
    unreadable: 0,
    withoutFace: 0,
    withSeveralFaces: 0,
    copies: [],
    owners: new Map(),
    shared: [],
  };
  const paths = entries.map(({ photo }) => photo.path);
  const results = extractPhotos(app, paths, cache ? { cache } : {});
  for (const entry of entries) {
    const { value: result } = await results.next();
    if (!result) throw new RangeError('the extraction ended before the photos did');
    const sample = takePhoto(entry, 'extraction' in result ? result.extraction : null, hasYoung, tally);
    if (sample) people.get(entry.person)?.[entry.role].push(sample);
    onPhoto?.(nameOf(entry), 'problem' in result ? result.problem : problemOf(result.extraction));
  }
  const identities = [...people].map(([name, photos]) => ({ name, ...photos })).filter(hasPhotos);
  return { identities, data: dataOf(identities, tally), warnings: warningsOf(tally) };
}

function entriesOf({ people }: Roles): Entry[] {
  return people.flatMap(({ name, references, probes }) => [
    ...references.map((photo): Entry => ({ person: name, role: 'references', photo })),
    ...probes.map((photo): Entry => ({ person: name, role: 'probes', photo })),
  ]);
}

/** @param extraction null when the photo could not be read. @returns null for a copy */
function takePhoto(entry: Entry, extraction: Extraction | null, hasYoung: boolean, tally: Tally): Sample | null {
  if (!extraction) {
    tally.unreadable++;
    return { path: nameOf(entry), template: null };
  }
  if (!isNew(entry, extraction, tally)) return null;
  const known = entry.photo.young ? YOUNG_YEARS : LATER_YEARS;
  return { path: nameOf(entry), template: largestTemplate(extraction, hasYoung ? known : null, tally) };
}

/** References come first, so of two copies the enrolled one stays. */
function isNew(entry: Entry, { photo: { sha256 } }: Extraction, tally: Tally): boolean {
  const owner = tally.owners.get(sha256);
  if (owner === entry.person) tally.copies.push(nameOf(entry));
  else if (owner) tally.shared.push(`${nameOf(entry)} (also in ${owner})`);
  else tally.owners.set(sha256, entry.person);
  return owner !== entry.person;
}

function largestTemplate({ photo, faces }: Extraction, ageYears: number | null, tally: Tally): Template | null {
  const area = ({ box }: ExtractedFace) => box.width * box.height;
  const [first, ...others] = faces;
  if (!first) {
    tally.withoutFace++;
    return null;
  }
  if (others.length > 0) tally.withSeveralFaces++;
  const largest = others.reduce((best, face) => (area(face) > area(best) ? face : best), first);
  return { embeddings: largest.embeddings, quality: largest.quality.score, ageYears, photo: photo.sha256 };
}

function problemOf({ faces, refused }: Extraction): string | null {
  if (faces.length > 0) return null;
  return refused[0] ? `no face accepted: ${refused[0].reason}` : 'no face found';
}

function dataOf(identities: readonly Identity[], tally: Tally): Dataset['data'] {
  const digests = [...tally.owners.keys()].sort().join('\n');
  return {
    identities: identities.length,
    photos: identities.reduce((sum, { references, probes }) => sum + references.length + probes.length, 0),
    sha256: createHash('sha256').update(digests).digest('hex'),
    unreadable: tally.unreadable,
    withoutFace: tally.withoutFace,
    withSeveralFaces: tally.withSeveralFaces,
  };
}

function warningsOf({ copies, shared, unreadable, withoutFace, withSeveralFaces }: Tally): string[] {
  const some = (names: readonly string[]) => names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '');
  return [
    unreadable > 0 && `${unreadable} photos could not be read; their searches count as misses.`,
    withoutFace > 0 && `${withoutFace} photos have no face that was accepted; their searches count as misses.`,
    withSeveralFaces > 0 && `${withSeveralFaces} photos show several faces; the largest was taken.`,
    copies.length > 0 && `${copies.length} photos are copies inside one folder and were left out: ${some(copies)}.`,
    shared.length > 0 &&
      `${shared.length} photos lie in the folders of two people, so one of the two is wrong, and so are some numbers: ${some(shared)}.`,
  ].filter((warning) => warning !== false);
}

function nameOf({ person, photo }: Entry): string {
  return `${person}/${photo.name}`;
}

function hasPhotos({ references, probes }: Identity): boolean {
  return references.length + probes.length > 0;
}
