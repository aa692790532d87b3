import type { FaceChoice } from '../../adapters/face-choice.ts';
import type { App } from '../../app.ts';
import type { ModelId, Template } from '../../core/face.ts';
import type { ExtractedFace, Extraction, ExtractOptions } from '../../face/extraction.ts';
import type { ModelStore } from '../../face/models.ts';
import { buildGalleryScorer } from '../../match/scorer.ts';
import type { GalleryScorer, ModelScoring, SearchRequest, SearchResult } from '../../match/types.ts';
import { type ChosenFace, chooseFace } from './enrol-photo.ts';
import { type Enrolment, referencesOf } from './enrolment.ts';
import { euclideanSearcher } from './euclidean-search.ts';
import { extractPhotos } from './extraction.ts';
import { type GivenCalibration, likelihoodNote } from './likelihood-note.ts';

/** A photo that may show a missing child. */
export interface Probe {
  readonly path: string;
  /** Which face is meant; null is fine when there is only one. */
  readonly choice: FaceChoice | null;
  /** Estimated age of the person in the photo; null when nobody dares to say. */
  readonly ageYears: number | null;
}

/** The answer for one probe; with a problem, no search was made. */
export interface Identification {
  readonly probe: Probe;
  /** Null when the photo could not be read. */
  readonly extraction: Extraction | null;
  readonly chosen: ChosenFace | null;
  readonly result: SearchResult | null;
  readonly problem: string | null;
}

/** What a gallery is searched with: the default scoring, or another method for comparison. */
export type Searcher = Pick<GalleryScorer, 'search'>;

/** How probes are searched. */
export interface IdentifyOptions {
  readonly engine?: ExtractOptions;
  readonly request: SearchRequest;
  readonly searcher: Searcher;
}

/** `fusion` is the default scoring; `euclidean` the seed paper's, for comparison. */
export type SearchMethod = 'fusion' | 'euclidean';

/**
 * Make an enrolled folder ready for searching.
 *
 * @param calibration what was fitted on labelled people; counts with `fusion` only
 */
export async function openSearcher(
  app: App,
  enrolment: Enrolment,
  method: SearchMethod,
  calibration: GivenCalibration | null = null,
): Promise<Searcher> {
  const references = referencesOf(enrolment);
  const searcher =
    method === 'euclidean'
      ? euclideanSearcher(references)
      : buildGalleryScorer(references, [], calibration?.options ?? { models: scoringOf(await app.models()) });
  return {
    search: (probe, request) => {
      const result = searcher.search(probe, request);
      const same = findPhoto(enrolment, probe.photo);
      const notes = [...(calibration ? likelihoodNote(calibration, result) : []), ...(same ? [sameFile(same)] : [])];
      return { ...result, notes: [...result.notes, ...notes] };
    },
  };
}

function findPhoto({ children }: Enrolment, sha256: string): string | undefined {
  for (const { child, photos } of children)
    for (const photo of photos) if (photo.sha256 === sha256) return `${child}/${photo.photo}`;
  return undefined;
}

function sameFile(where: string): string {
  return `This very file is enrolled as ${where}: that it is found says nothing about how well the search works.`;
}

/**
 * Search the gallery for each probe, in their order. A probe that cannot be used gives a problem; the rest goes on.
 *
 * Probes are never stored: whoever is in them has not consented, and most are strangers.
 */
export async function* identify(
  app: App,
  probes: readonly Probe[],
  { engine, request, searcher }: IdentifyOptions,
): AsyncGenerator<Identification, void, undefined> {
  let index = 0;
  const paths = probes.map(({ path }) => path);
  for await (const result of extractPhotos(app, paths, { engine: { ...engine, thumbnails: true } })) {
    const probe = probes[index++];
    if (!probe) throw new RangeError('more results than probes');
    if ('problem' in result) {
      yield { probe, extraction: null, chosen: null, result: null, problem: result.problem };
      continue;
    }
    const { extraction } = result;
    const chosen = chooseFace(extraction, probe.choice, howToChoose(probe.path, optionFor(probe.path, probes.length)));
    if ('problem' in chosen) yield { probe, extraction, chosen: null, result: null, problem: chosen.problem };
    else {
      const template = templateOfProbe(chosen.face, probe.ageYears, extraction.photo.sha256);
      yield { probe, extraction, chosen, result: searcher.search(template, request), problem: null };
    }
  }
}

function optionFor(path: string, probes: number): string {
  return probes > 1 ? `--face ${path}=NUMBER` : '--face NUMBER';
}

/** A probe in the form that galleries are searched with. */
export function templateOfProbe(face: ExtractedFace, ageYears: number | null, photo: string): Template {
  return { embeddings: face.embeddings, quality: face.quality.score, ageYears, photo };
}

/** What to do when a photo shows several faces; `option` is what the command takes. */
export function howToChoose(path: string, option: string): string {
  return `See the numbers with «homeward faces ${path} --annotate faces.jpg», then add ${option}.`;
}

/** Weights and impostor statistics that the cards of added models state. */
export function scoringOf(models: ModelStore): Record<ModelId, ModelScoring> {
  const own = models.entries.flatMap(({ id, weight, impostorMean: mean, impostorDeviation: deviation }) => {
    if (weight === undefined) return [];
    return [
      [
        id,
        { weight, ...(mean === undefined || deviation === undefined ? {} : { start: { mean, deviation } }) },
      ] as const,
    ];
  });
  return Object.fromEntries(own);
}
