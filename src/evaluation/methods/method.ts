import type { ModelId, Template } from '../../core/face.ts';
import type { Identity, Sample } from '../protocol.ts';

/** A probe or reference that has a template. */
export interface TemplatedSample extends Sample {
  readonly template: Template;
}

/** The gallery of one trial, and the other people on whom a method may fit what it needs. */
export interface Task {
  /** The enrolled; a method sees their `references` only. */
  readonly gallery: readonly Identity[];
  /** Disjoint from the gallery and from everybody searched for; empty when there are too few people. */
  readonly development: readonly Identity[];
}

/**
 * The scores of probes against each gallery identity: `scores[probe × gallery.length + identity]`, both in the order
 * given; higher is more alike; −Infinity for an identity without a usable reference.
 *
 * Probes come together for speed alone: no probe's scores may depend on another's, nor on how many come together.
 */
export interface Scorer {
  (probes: readonly TemplatedSample[]): Float32Array;
  /** For a method that promises error rates: the least score that holds an FPIR for probes of this age; Infinity: none does. */
  readonly thresholdFor?: (ageYears: number | null, fpir: number) => number;
}

/**
 * A way to compare faces, from a 2000s histogram to the whole of Homeward.
 *
 * It reads the embeddings named in `models` from the templates; a classical feature is an embedding too, made by
 * another extractor under another name. A classifier trains on the gallery in `prepare` and returns its decision
 * values. A template that lacks one of `models` is a failure to enrol of this method.
 */
export interface Method {
  /** Stable name, the key of reports and tables. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  readonly models: readonly ModelId[];
  /** A threshold that the method's users take as given, on the score scale. */
  readonly fixedThreshold?: { readonly score: number; readonly label: string };
  /** Largest gallery that it can enrol; absent: any. */
  readonly mostPeople?: number;
  /** Fit on the development people and enrol the gallery. Pure: the same task gives the same scorer. */
  prepare(task: Task): Scorer;
}
