import { AppError } from '../core/errors.ts';
import type { Template } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import { basisOf, type Calibration, chanceOf, strengthOf, thresholdFor } from './calibration.ts';
import { rankCandidates, type ScoredChild } from './candidates.ts';
import type { RawScores } from './comparison.ts';
import { ageDomain } from './domain.ts';
import type { PhotoRows } from './rows.ts';
import type { Candidate, PhotoEvidence, SearchRequest, SearchResult } from './types.ts';

/** One non-mated search in a hundred may return somebody, unless the caller wants otherwise. */
export const DEFAULT_FPIR = 0.01;

/** Scores of one probe: raw, and after cohort normalisation. */
export interface Scores extends RawScores {
  readonly normalised: Float64Array;
}

/** What scores are turned into an answer with. */
export interface AnswerContext {
  /** The children that were compared. */
  readonly rows: PhotoRows;
  readonly calibration: Calibration;
  readonly request: SearchRequest;
}

/**
 * The answer to one search: who stands on the list, how strong, and what limits it.
 *
 * @throws AppError `invalid` when there are photos and none could be compared
 */
export function answer(probe: Template, scores: Scores, context: AnswerContext): SearchResult {
  const { calibration, request } = context;
  const mode = request.mode ?? 'investigation';
  const fpir = mode === 'identification' ? (request.fpir ?? DEFAULT_FPIR) : null;
  requireComparable(scores);
  const threshold = fpir === null ? Number.NEGATIVE_INFINITY : thresholdFor(calibration, fpir);
  const ranked = rankCandidates(scores.normalised, threshold, request.length);
  return {
    mode,
    fpir,
    gallerySize: calibration.gallerySize,
    domain: ageDomain(probe.ageYears),
    basis: basisOf(calibration),
    candidates: ranked.map((scored, index) => describe(probe, scored, { scores, context, rank: index + 1 })),
    nobody: ranked.length === 0,
    notes: notesFor(calibration, threshold, fpir),
  };
}

/** «Nobody» would be a false answer when there are photos and none could be compared. */
function requireComparable({ photos }: Scores): void {
  if (photos.length > 0 && photos.every((score) => score === Number.NEGATIVE_INFINITY))
    throw new AppError(
      'invalid',
      'The probe and the gallery were made with different models or versions. Enrol the gallery again.',
    );
}

function describe(
  probe: Template,
  { child, score }: ScoredChild,
  { scores, context, rank }: { scores: Scores; context: AnswerContext; rank: number },
): Candidate {
  const { rows } = context;
  const oneIn = roundedOneIn(chanceOf(context.calibration, score));
  const first = rows.starts[child] ?? 0;
  const evidence = rows.photos
    .slice(first, rows.starts[child + 1])
    .map((photo, index) => photoEvidence(probe, photo, scores.photos[first + index] ?? Number.NEGATIVE_INFINITY));
  return {
    rank,
    child: rows.children[child] ?? '',
    score,
    oneIn,
    strength: strengthOf(oneIn, basisOf(context.calibration)),
    photos: evidence.sort((a, b) => b.similarity - a.similarity),
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

function notesFor(calibration: Calibration, threshold: number, fpir: number | null): string[] {
  const { gallerySize, faces } = calibration;
  if (gallerySize === 0) return ['The gallery is empty.'];
  const notes: string[] = [];
  if (threshold === Number.POSITIVE_INFINITY && fpir !== null)
    notes.push(
      `Not enough data to promise that only ${fpir * 100} % of searches for strangers return anybody. ` +
        'The answer is therefore nobody; use investigation mode, or enrol more children.',
    );
  if (basisOf(calibration) !== 'own')
    notes.push(
      `${faces} photos of ${gallerySize} children are enrolled: too few to rest on, so strength partly rests on cautious start values.`,
    );
  return notes;
}
