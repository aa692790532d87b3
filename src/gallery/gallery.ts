/** An enrolled face near the probe. */
export interface Neighbour {
  readonly id: string;
  /** Cosine of the two unit vectors, −1 … 1, higher is more alike. */
  readonly similarity: number;
}

/**
 * Which faces a search may see, for example those of open cases of one agency.
 *
 * It is a bit a face that the gallery keeps current: a face added later is judged when it is added, a removed one is
 * gone. So a filter never shows a face that its rule was not asked about.
 */
export interface Filter {
  /** Ask the rule again about one face, or about all: when a case changes its state or scope. */
  refresh(id?: string): void;
  close(): void;
}

/**
 * The enrolled templates of one model, searched exhaustively: no face is skipped by an approximate index, because
 * those lose exactly the hard mates, the children who have grown.
 */
export interface Gallery {
  /** Numbers in a vector. */
  readonly length: number;
  /** Faces enrolled. */
  readonly size: number;
  /** Bytes of memory reserved for the vectors. */
  readonly bytes: number;

  /**
   * Enrol a face; an id that is there already gets the new vector.
   *
   * @param vector of unit length
   * @throws RangeError when it has another number of numbers, or is not of unit length
   */
  add(id: string, vector: Float32Array): void;

  /** Take a face out. @returns whether it was there */
  remove(id: string): boolean;

  /** A standing rule about who may be found. @param accepts asked once a face, and again on `refresh` */
  openFilter(accepts: (id: string) => boolean): Filter;

  /**
   * The `k` faces nearest to a probe.
   *
   * @param probe of unit length
   * @param k 0 or more; fewer neighbours come back when fewer are enrolled or accepted
   * @returns in falling similarity, equal ones by id
   * @throws RangeError when the probe has another number of numbers or is not of unit length, when `k` is not a whole
   *   number ≥ 0, or when the filter belongs to another gallery
   */
  search(probe: Float32Array, k: number, options?: { readonly filter?: Filter }): Promise<Neighbour[]>;

  /** Stop the threads and let the memory go. The gallery cannot be used afterwards. */
  close(): Promise<void>;
}
