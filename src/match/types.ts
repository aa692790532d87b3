import type { ModelId, Template } from '../core/face.ts';
import type { AgeDomain, DomainMeans } from './domain.ts';

/** One missing child of the gallery with the templates of its photos. */
export interface Reference {
  readonly child: string;
  readonly templates: readonly Template[];
}

/** A face searched in the past: what unrelated people look like to this gallery. */
export interface PastProbe {
  readonly template: Template;
  /**
   * Who it is, when people have confirmed it: a child of the gallery (the probe then leaves that child's
   * cohort) or any other name (then it is known to be non-mated). Null or absent: nobody knows.
   */
  readonly person?: string | null;
}

/** Mean and deviation of a model's cosines between faces of different people. */
export interface ImpostorStatistics {
  readonly mean: number;
  /** Standard deviation, > 0. */
  readonly deviation: number;
}

/** How one model counts in the fused score. */
export interface ModelScoring {
  readonly weight: number;
  /** Impostor mean and deviation until the deployment knows its own. */
  readonly start?: ImpostorStatistics;
  /**
   * True when `start` was measured on searches like those to come, as a calibration file is: the gallery's own pairs
   * then do not replace it, only past probes do. Default false.
   */
  readonly measured?: boolean;
}

/** The steps of the scoring; each has its default in scorer.ts. */
export interface ScoringOptions {
  /** Weight and start statistics of models beside or instead of the defaults; weight 0 leaves a model out. */
  readonly models?: Readonly<Record<ModelId, ModelScoring>>;
  /** Models centred per age domain; `[]` turns it off. Default fr512 and mfn192. */
  readonly centred?: readonly ModelId[];
  /** Mean embeddings for age domains of which the deployment has too few faces of its own; its own take over. */
  readonly means?: DomainMeans;
  /** K of the cohort normalisation; 0 turns it off. Default 20. */
  readonly cohortSize?: number;
  /** Whether the mean template counts beside the best photo of a child. Default true; false only to measure its worth. */
  readonly photoFusion?: boolean;
}

/** Investigation: a list for people to judge. Identification: only what reaches the wanted FPIR. */
export type SearchMode = 'investigation' | 'identification';

/** What a search may be asked. */
export interface SearchRequest {
  /** Default `investigation`. */
  readonly mode?: SearchMode;
  /** Proportion of non-mated searches that may return anybody, 0 … 1; identification mode only. Default 0.01. */
  readonly fpir?: number;
  /** Longest list, 1 … 20. Default 20. */
  readonly length?: number;
}

/** Verbal strength of a candidate, from `oneIn`; see strength.ts. */
export type Strength = 'not enough data' | 'none' | 'limited' | 'moderate' | 'strong' | 'very strong';

/** One photo of a candidate against the probe. */
export interface PhotoEvidence {
  /** sha256 of the photo file, hex. */
  readonly photo: string;
  /** Fused similarity in impostor deviations: 0 is an average stranger. Never a percentage. */
  readonly similarity: number;
  /** Cosine of each model that both photos have, −1 … 1. */
  readonly perModel: Readonly<Record<ModelId, number>>;
}

/** A child whom the search proposes. People decide. */
export interface Candidate {
  /** 1 is the most similar. */
  readonly rank: number;
  readonly child: string;
  /** Normalised score in impostor deviations; comparable within one deployment, not between them. */
  readonly score: number;
  /** About one search in this many for an unrelated child would bring somebody this high in a gallery of this size. */
  readonly oneIn: number;
  readonly strength: Strength;
  /** Most similar first. */
  readonly photos: readonly PhotoEvidence[];
}

/** What the strength of a result rests on: start values, a blend, or the deployment's own impostor scores. */
export type CalibrationBasis = 'start' | 'blended' | 'own';

/** The answer to one search. */
export interface SearchResult {
  readonly mode: SearchMode;
  /** Wanted FPIR in identification mode, null in investigation mode. */
  readonly fpir: number | null;
  /** Children in the gallery. */
  readonly gallerySize: number;
  readonly domain: AgeDomain;
  readonly basis: CalibrationBasis;
  readonly candidates: readonly Candidate[];
  /** True when the answer is «nobody in this gallery»: the list is empty. */
  readonly nobody: boolean;
  /** What limits the answer, in sentences for people. */
  readonly notes: readonly string[];
}

/** Normalised scores of many probes: `values[probe × children.length + child]`; −Infinity where nothing could be compared. */
export interface ScoreMatrix {
  readonly children: readonly string[];
  readonly probes: number;
  readonly values: Float32Array;
}

/** A gallery made ready for searching. */
export interface GalleryScorer {
  readonly children: readonly string[];
  /** Search one probe. */
  search(probe: Template, request?: SearchRequest): SearchResult;
  /** Scores of many probes against every child, for evaluation; the same numbers as `search` gives. */
  scoreAll(probes: readonly Template[]): ScoreMatrix;
  /** Score that holds the wanted FPIR for probes of this age; Infinity when there is not enough data for it. */
  thresholdFor(ageYears: number | null, fpir: number): number;
}
