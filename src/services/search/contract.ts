import type { Embedding, ModelId, Template } from '../../core/face.ts';
import type { Neighbour, SearchOptions } from '../../gallery/gallery.ts';
import type { Calibrations } from '../../match/impostors.ts';
import type { SearchRequest, SearchResult } from '../../match/types.ts';

/** What searches work with in one process. */
export interface Searching {
  readonly index: FaceIndex;
  readonly scoring: Scoring;
  close(): Promise<void>;
}

/** One network in one version. */
export interface IndexedModel {
  readonly id: ModelId;
  readonly version: string;
}

/**
 * The faces that may be searched, in the memory of this process: one exact gallery a model. The database is the truth;
 * the index follows it, and after a crash is filled from it anew.
 */
export interface FaceIndex {
  /** Models in use. */
  readonly models: readonly IndexedModel[];
  /** Rises whenever a reference, or who may find it, changed. */
  readonly revision: number;
  /** Wait until all that was committed before this call is in the index. */
  catchUp(): Promise<void>;
  /** Embeddings of an indexed face, of the models in use; none when it is not there. */
  embeddingsOf(faceId: string): readonly Embedding[];
  /** The faces, or their owners, nearest to a face by one model. @returns [] for another model or version */
  nearest(probe: Embedding, k: number, options: SearchOptions): Promise<Neighbour[]>;
  close(): Promise<void>;
}

/** A search together with the score from which on it would raise an alert. */
export interface ScoredSearch extends SearchResult {
  readonly alertThreshold: number;
  /** While that rests on little: the highest score of a stranger so far. Null once it rests on the deployment's own. */
  readonly bestStranger: number | null;
}

/** Whose protected children count: everybody's, nobody's, or those of one agency. */
export type ProtectedScope = 'all' | 'none' | { readonly agencyId: string };

/** What a search may know of, and is asked. */
interface ScoringRequest extends SearchRequest {
  /** Other protected children are as if they were not there. */
  readonly protectedOf: ProtectedScope;
  /** A case that is left out: that of the probe itself. */
  readonly leaveOut?: string;
}

/** Scores faces against the children who are sought now. */
export interface Scoring {
  search(probe: Template, request: ScoringRequest): Promise<ScoredSearch>;
  /** What thresholds and strengths rest on now. */
  calibrations(): Promise<Calibrations>;
  close(): Promise<void>;
}
