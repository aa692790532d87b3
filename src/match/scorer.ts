import { AppError } from '../core/errors.ts';
import type { Template } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import { basisOf, type Calibration, chanceOf, strengthOf, thresholdFor } from './calibration.ts';
import { rankCandidates, type ScoredChild } from './candidates.ts';
import { ageDomain, domainMeans } from './domain.ts';
import { type Calibrations, collectImpostors } from './impostors.ts';
import { openNormaliser } from './normaliser.ts';
import { type ComparableGallery, compareProbes, type RawScores, totalWeightOf } from './raw-scores.ts';
import { layOutPhotos, modelRows, type PhotoRows } from './rows.ts';
import { CENTRED_MODELS, DEFAULT_MODELS, FACES_FOR_OWN_STATISTICS, PEOPLE_FOR_OWN_SEARCHES } from './start.ts';
import type {
  Candidate,
  GalleryScorer,
  PastProbe,
  PhotoEvidence,
  Reference,
  ScoreMatrix,
  ScoringOptions,
  SearchRequest,
  SearchResult,
} from './types.ts';

/** One non-mated search in a hundred may return somebody, unless the caller wants otherwise. */
export const DEFAULT_FPIR = 0.01;

/**
 * Make a gallery ready for searching: centre, weigh, estimate impostor statistics, calibrate.
 *
 * Everything is estimated from this deployment's own faces, with conservative start values while there are few
 * ([Note: Calibration]). Building compares up to a thousand of the children with all others: about as long as a
 * thousand searches.
 *
 * @param references one entry a child; a child without templates is never a candidate
 * @param pastProbes faces searched before, for the candidate's cohort and, where people have found who they
 *   are, for the calibration
 * @throws RangeError when a child comes twice
 */
export function buildGalleryScorer(
  references: readonly Reference[],
  pastProbes: readonly PastProbe[] = [],
  options: ScoringOptions = {},
): GalleryScorer {
  const gallery = prepareGallery(references, pastProbes, options);
  const trust = trustIn(gallery.rows);
  const normaliser = openNormaliser(gallery, pastProbes, { cohortSize: options.cohortSize, trust });
  let calibrations: Calibrations | null = null;
  const calibrationFor = (ageYears: number | null) => {
    calibrations ??= collectImpostors(gallery, normaliser, { pastProbes, trust });
    return calibrations[ageDomain(ageYears)];
  };
  function* scoresOf(probes: readonly Template[]): Generator<Scores> {
    let index = 0;
    for (const raw of compareProbes(gallery, probes)) {
      const probe = probes[index++];
      if (!probe) return;
      yield { ...raw, normalised: normaliser.normalise(raw.children, ageDomain(probe.ageYears), probe) };
    }
  }
  return {
    children: gallery.rows.children,
    search(probe, request = {}) {
      const [scores] = scoresOf([probe]);
      if (!scores) throw new RangeError('one probe gives one row of scores');
      return answer(probe, scores, { references, calibration: calibrationFor(probe.ageYears), request });
    },
    scoreAll: (probes) => scoreMatrix(gallery.rows.children, probes.length, scoresOf(probes)),
    thresholdFor: (ageYears, fpir) => thresholdFor(calibrationFor(ageYears), fpir),
  };
}

/** Scores of one probe: raw, and after cohort normalisation. */
interface Scores extends RawScores {
  readonly normalised: Float64Array;
}

function prepareGallery(
  references: readonly Reference[],
  pastProbes: readonly PastProbe[],
  options: ScoringOptions,
): ComparableGallery {
  const rows = layOutPhotos(references);
  const faces = [...rows.photos, ...pastProbes.map(({ template }) => template)];
  const means = domainMeans(faces, options.centred ?? CENTRED_MODELS);
  const models = modelRows(rows, {
    models: { ...DEFAULT_MODELS, ...options.models },
    means,
    trust: trustIn(rows),
    pastProbes,
  });
  return { rows, models, means, totalWeight: totalWeightOf(models) };
}

/** How much the deployment's own statistics count: not before there are faces enough, of children enough. */
function trustIn({ photos, children }: PhotoRows): number {
  return Math.min(1, photos.length / FACES_FOR_OWN_STATISTICS, children.length / PEOPLE_FOR_OWN_SEARCHES);
}

function scoreMatrix(children: readonly string[], probes: number, scores: Iterable<Scores>): ScoreMatrix {
  const values = new Float32Array(probes * children.length);
  let offset = 0;
  for (const { normalised } of scores) {
    values.set(normalised, offset);
    offset += children.length;
  }
  return { children, probes, values };
}

interface SearchContext {
  readonly references: readonly Reference[];
  readonly calibration: Calibration;
  readonly request: SearchRequest;
}

function answer(probe: Template, scores: Scores, context: SearchContext): SearchResult {
  const { references, calibration, request } = context;
  const mode = request.mode ?? 'investigation';
  const fpir = mode === 'identification' ? (request.fpir ?? DEFAULT_FPIR) : null;
  requireComparable(scores, references);
  const threshold = fpir === null ? Number.NEGATIVE_INFINITY : thresholdFor(calibration, fpir);
  const ranked = rankCandidates(scores.normalised, threshold, request.length);
  return {
    mode,
    fpir,
    gallerySize: references.length,
    domain: ageDomain(probe.ageYears),
    basis: basisOf(calibration),
    candidates: ranked.map((scored, index) => describe(probe, scored, { scores, context, rank: index + 1 })),
    nobody: ranked.length === 0,
    notes: notesFor(calibration, threshold, fpir),
  };
}

/** «Nobody» would be a false answer when nothing could be compared. */
function requireComparable({ normalised }: Scores, references: readonly Reference[]): void {
  const hasPhotos = references.some(({ templates }) => templates.length > 0);
  if (hasPhotos && normalised.every((score) => score === Number.NEGATIVE_INFINITY))
    throw new AppError(
      'invalid',
      'The probe and the gallery were made with different models or versions. Enrol the gallery again.',
    );
}

function describe(
  probe: Template,
  { child, score }: ScoredChild,
  { scores, context, rank }: { scores: Scores; context: SearchContext; rank: number },
): Candidate {
  const { references, calibration } = context;
  const oneIn = roundedOneIn(chanceOf(calibration, score));
  const first = references.slice(0, child).reduce((sum, { templates }) => sum + templates.length, 0);
  const templates = references[child]?.templates ?? [];
  return {
    rank,
    child: references[child]?.child ?? '',
    score,
    oneIn,
    strength: strengthOf(oneIn, basisOf(calibration)),
    photos: templates
      .map((photo, index) => photoEvidence(probe, photo, scores.photos[first + index] ?? Number.NEGATIVE_INFINITY))
      .sort((a, b) => b.similarity - a.similarity),
  };
}

/** The plain cosines, uncentred, are shown: they are what other programs give too. */
function photoEvidence(probe: Template, photo: Template, similarity: number): PhotoEvidence {
  const cosines = photo.embeddings.flatMap(({ model, version, vector }) => {
    const other = probe.embeddings.find((embedding) => embedding.model === model && embedding.version === version);
    return other ? [[model, dot(vector, other.vector)] as const] : [];
  });
  return { photo: photo.photo, similarity, perModel: Object.fromEntries(cosines) };
}

/** Two significant digits: more would pretend. */
function roundedOneIn(chance: number): number {
  return Number((1 / chance).toPrecision(2));
}

function notesFor({ gallerySize, ...calibration }: Calibration, threshold: number, fpir: number | null): string[] {
  const notes: string[] = [];
  if (gallerySize === 0) notes.push('The gallery is empty.');
  if (threshold === Number.POSITIVE_INFINITY && fpir !== null)
    notes.push(
      `Not enough data to promise that only ${fpir * 100} % of searches for strangers return anybody. ` +
        'The answer is therefore nobody; use investigation mode, or enrol more children.',
    );
  if (basisOf({ gallerySize, ...calibration }) !== 'own')
    notes.push(
      `Only ${calibration.faces} faces of ${gallerySize} children are enrolled: strength rests partly on cautious start values.`,
    );
  return notes;
}
