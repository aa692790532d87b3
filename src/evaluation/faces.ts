import type { App } from '../app.ts';
import type { DetectorName } from '../face/detect.ts';
import { extractPhotos } from '../services/folders/extraction.ts';
import type { RosterPhoto } from '../services/folders/roster.ts';
import { pickFace } from './dataset.ts';
import type { Evaluation } from './evaluate.ts';
import type { Identity, Sample } from './protocol.ts';
import type { WorstSearch } from './worst.ts';

/** A face to look at. */
export interface ShownFace {
  /** `person/photo`. */
  readonly name: string;
  readonly ageYears: number | null;
  /** JPEG; null when the photo is gone meanwhile. */
  readonly thumbnail: Uint8Array | null;
}

/** A search that went wrong, in pictures. */
export interface ShownError {
  readonly probe: ShownFace;
  /** The first candidate. */
  readonly first: ShownFace;
  /** The right person and its rank; null when the person is not enrolled. */
  readonly mate: (ShownFace & { readonly rank: number }) | null;
}

/** The worst searches, in pictures. Only where a person asked to see faces: a report travels. */
export interface ShownErrors {
  readonly falseAlarms: readonly ShownError[];
  readonly misses: readonly ShownError[];
}

/** Samples of a search that is shown. */
interface Scene {
  readonly probe: Sample;
  readonly first: Sample;
  readonly mate: Sample | null;
  readonly rank: number;
}

/**
 * Cut the faces of the worst searches out of their photos.
 *
 * Only these few photos are read again, and nothing of it is kept in the cache.
 */
export async function showErrors(app: App, evaluation: Evaluation, detector: DetectorName): Promise<ShownErrors> {
  const { errors, identities } = evaluation;
  const falseAlarms = errors.falseAlarms.flatMap((search) => sceneOf(identities, search, null));
  const misses = errors.misses.flatMap((search) => sceneOf(identities, search, search.rank));
  const thumbnails = await cutFaces(app, [...falseAlarms, ...misses].flatMap(samplesOf), evaluation, detector);
  const face = ({ path, ageYears }: Sample): ShownFace => ({
    name: path,
    ageYears: ageYears ?? null,
    thumbnail: thumbnails.get(path) ?? null,
  });
  const show = ({ probe, first, mate, rank }: Scene): ShownError => ({
    probe: face(probe),
    first: face(first),
    mate: mate && { ...face(mate), rank },
  });
  return { falseAlarms: falseAlarms.map(show), misses: misses.map(show) };
}

function sceneOf(identities: readonly Identity[], search: WorstSearch, rank: number | null): Scene[] {
  const probe = identities[search.identity]?.probes[search.probe];
  const first = probe && nearestInAge(identities[search.first], probe);
  const mate = probe && rank !== null ? nearestInAge(identities[search.identity], probe) : null;
  return probe && first ? [{ probe, first, mate: mate ?? null, rank: rank ?? 0 }] : [];
}

/** The enrolled photo that a person would hold beside the probe. */
function nearestInAge(identity: Identity | undefined, { ageYears }: Sample): Sample | undefined {
  const usable = identity?.references.filter(({ template }) => template) ?? [];
  const distance = (sample: Sample) => Math.abs((sample.ageYears ?? 0) - (ageYears ?? 0));
  return usable.toSorted((one, other) => distance(one) - distance(other))[0];
}

function samplesOf({ probe, first, mate }: Scene): Sample[] {
  return mate ? [probe, first, mate] : [probe, first];
}

/** Thumbnails by `person/photo`. */
async function cutFaces(
  app: App,
  samples: readonly Sample[],
  { people }: Evaluation,
  detector: DetectorName,
): Promise<Map<string, Uint8Array>> {
  const wanted = new Set(samples.map(({ path }) => path));
  const photos = people.flatMap(({ child, references, probes }) =>
    [...references, ...probes].flatMap((photo): { name: string; photo: RosterPhoto }[] => {
      const name = `${child}/${photo.name}`;
      return wanted.has(name) ? [{ name, photo }] : [];
    }),
  );
  const thumbnails = new Map<string, Uint8Array>();
  const paths = photos.map(({ photo }) => photo.path);
  let index = 0;
  for await (const result of extractPhotos(app, paths, { engine: { detector, thumbnails: true } })) {
    const entry = photos[index++];
    if (!entry || !('extraction' in result)) continue;
    const thumbnail = pickFace(result.extraction.faces, entry.photo)?.thumbnail;
    if (thumbnail) thumbnails.set(entry.name, thumbnail);
  }
  return thumbnails;
}
