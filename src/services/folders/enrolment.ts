import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { FaceChoice } from '../../adapters/face-choice.ts';
import { eraseSealedStore, openSealedStore, type SealedStore } from '../../adapters/sealed-store.ts';
import type { App } from '../../app.ts';
import type { ExtractOptions } from '../../face/extraction.ts';
import type { Reference } from '../../match/types.ts';
import { type Changes, changesSince, type Seen, sharedFaces, withoutCopies } from './enrol-checks.ts';
import { type EnrolledPhoto, enrolPhoto, templateOf } from './enrol-photo.ts';
import { extractionName, extractPhotos } from './extraction.ts';
import { type Problem, type Roster, type RosterChild, readRoster } from './roster.ts';

/** A child of the gallery. Without photos it cannot be found; its problems say why. */
export interface EnrolledChild extends Omit<RosterChild, 'photos'> {
  readonly photos: readonly EnrolledPhoto[];
}

/** A folder of children made ready for searching. */
export interface Enrolment {
  readonly dir: string;
  readonly children: readonly EnrolledChild[];
  readonly problems: readonly Problem[];
  /** Null when the folder was never enrolled before. */
  readonly changes: Changes | null;
}

/** How a folder is enrolled. */
export interface EnrolOptions {
  readonly engine?: ExtractOptions;
  /** Which face is the child's, by `child/photo`. */
  readonly choices?: ReadonlyMap<string, FaceChoice>;
  /** Folder of the sealed templates; default `.homeward` in the folder of children. */
  readonly cache?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Folder of the sealed templates, inside the folder of children. */
export const STORE_FOLDER = '.homeward';

/** Record of the photos that the last `homeward enrol` saw. */
const SEEN = 'seen photos';

/**
 * Make templates of a folder of children and remember what was seen; what is gone from the folder is erased.
 *
 * @throws AppError when there is nothing to enrol, the models are missing, or the templates cannot be written
 */
export async function enrol(app: App, dir: string, options: EnrolOptions = {}): Promise<Enrolment> {
  const { enrolment, seen, store } = await gather(app, dir, options);
  const models = await app.models();
  const names = [...seen.values()].map((sha256) => extractionName(sha256, models, engineOptions(options.engine)));
  await store.put(SEEN, serialize(seen));
  await store.retain([SEEN, ...names]);
  return enrolment;
}

/** The same for a search: photos that are new or changed are worked on, nothing is erased. */
export async function openEnrolment(app: App, dir: string, options: EnrolOptions = {}): Promise<Enrolment> {
  return (await gather(app, dir, options)).enrolment;
}

/**
 * Erase all templates of a folder. The photos stay.
 *
 * Only sealed records are touched, whatever folder was named.
 *
 * @returns whether there were any
 */
export async function forgetEnrolment(dir: string, cache?: string): Promise<boolean> {
  return eraseSealedStore(storeFolder(dir, cache));
}

/** What the search compares with: children with at least one usable photo. */
export function referencesOf({ children }: Enrolment): Reference[] {
  return children
    .filter(({ photos }) => photos.length > 0)
    .map(({ child, photos }) => ({ child, templates: photos.map(templateOf) }));
}

interface Gathered {
  readonly enrolment: Enrolment;
  readonly seen: Seen;
  readonly store: SealedStore;
}

async function gather(app: App, dir: string, options: EnrolOptions): Promise<Gathered> {
  const roster = await readRoster(dir, options.choices);
  const store = openSealedStore(storeFolder(dir, options.cache), await app.key());
  const problems = [...roster.problems];
  const seen = new Map<string, string>();
  const enrolled: { child: string; photo: EnrolledPhoto }[] = [];
  for await (const { child, photo, result } of extractRoster(app, roster, store, options)) {
    const where = `${child.child}/${photo.name}`;
    if ('extraction' in result) seen.set(where, result.extraction.photo.sha256);
    const made = 'problem' in result ? result : enrolPhoto({ dir, child, photo, now: app.clock() }, result.extraction);
    if ('photo' in made) enrolled.push({ child: child.child, photo: made.photo });
    if (made.problem) problems.push({ where, message: made.problem });
  }
  const byChild = Map.groupBy(enrolled, ({ child }) => child);
  const children = roster.children.map((child) => {
    const photos = (byChild.get(child.child) ?? []).map(({ photo }) => photo);
    return { ...child, photos: withoutCopies(child.child, photos, problems) };
  });
  problems.push(...sharedFaces(children));
  return { enrolment: { dir, children, problems, changes: changesSince(await readSeen(store), seen) }, seen, store };
}

async function* extractRoster(app: App, roster: Roster, store: SealedStore, { engine, onProgress }: EnrolOptions) {
  const photos = roster.children.flatMap((child) => child.photos.map((photo) => ({ child, photo })));
  const paths = photos.map(({ photo }) => photo.path);
  let done = 0;
  for await (const result of extractPhotos(app, paths, { cache: store, engine: engineOptions(engine) })) {
    const next = photos[done++];
    if (!next) throw new RangeError('more results than photos');
    onProgress?.(done, photos.length);
    yield { ...next, result };
  }
}

/** The report shows each face, so its picture is kept with the template. */
function engineOptions(engine: ExtractOptions | undefined): ExtractOptions {
  return { ...engine, thumbnails: true };
}

async function readSeen(store: SealedStore): Promise<Seen | null> {
  const record = await store.get(SEEN);
  // The store authenticates what it gives back, so it is what `enrol` wrote.
  return record ? (deserialize(record) as Seen) : null;
}

function storeFolder(dir: string, cache: string | undefined): string {
  return cache ?? join(dir, STORE_FOLDER);
}
