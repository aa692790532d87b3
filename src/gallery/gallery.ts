import type { Facts } from './facts.ts';
import type { Room, Written } from './room.ts';

/** Which faces a search may find. Each rule leaves faces out; what is not given is the careful choice. */
export interface Scope {
  /** Only references, or only sightings; unset: both. */
  readonly purpose?: 'reference' | 'sighting';
  /** Only faces of these agencies; unset: of any agency and of none. */
  readonly agencies?: readonly string[];
  /** Protected faces as well. False when unset. */
  readonly withProtected?: boolean;
  /** Faces that may not be found now as well: for maintenance. False when unset. */
  readonly withUnsearchable?: boolean;
}

/** An enrolled face near the probe. */
export interface Neighbour {
  readonly id: string;
  readonly owner: string;
  /** Cosine of the two unit vectors, −1 … 1, higher is more alike. */
  readonly similarity: number;
}

export interface SearchOptions {
  readonly scope?: Scope;
  /** `owners`: the `k` nearest owners, each with its nearest face. `faces` when unset. */
  readonly by?: 'faces' | 'owners';
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
   * Enrol a face; an id that is there already gets the new vector and facts.
   *
   * @param vector of unit length
   * @throws RangeError when it has another number of numbers, or is not of unit length
   */
  add(id: string, vector: Float32Array, facts: Facts): void;

  /**
   * Enrol a face from its code, without quantising again.
   *
   * @param code as `encodeTemplate` makes it
   * @throws RangeError when it is no code of a unit vector of this length
   */
  addCode(id: string, code: Uint8Array, facts: Facts): void;

  /** The facts of a face have changed. @returns whether it is there */
  describe(id: string, facts: Facts): boolean;

  /** Take a face out. @returns whether it was there */
  remove(id: string): boolean;

  /** Whether a face is enrolled. */
  has(id: string): boolean;

  /** The vector of an enrolled face, to 24 bits a component; undefined when it is not there. */
  vectorOf(id: string): Float32Array | undefined;

  /**
   * The `k` faces, or owners, nearest to a probe.
   *
   * @param probe of unit length
   * @param k 0 or more; fewer neighbours come back when fewer are enrolled within the scope
   * @returns in falling similarity, equal ones by id
   * @throws RangeError when the probe has another number of numbers or is not of unit length, or when `k` is not a
   *   whole number ≥ 0
   */
  search(probe: Float32Array, k: number, options?: SearchOptions): Promise<Neighbour[]>;

  /**
   * Room for many faces, which other threads fill through `openRoom`. Nobody finds them before `enter`.
   *
   * @throws RangeError when the memory is full
   */
  reserve(faces: number): Room;

  /** Faces that another thread has written into a room: from now on they are found. An id that is there already is replaced. */
  enter(written: Written): void;

  /** No thread writes into the room any more; what is left of it goes to other faces. */
  release(room: Room): void;

  /** Stop the threads and let the memory go. The gallery cannot be used afterwards. */
  close(): Promise<void>;
}
