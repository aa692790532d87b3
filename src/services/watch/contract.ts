import type { Range } from '../../adapters/frames.ts';
import type { FivePoints, Template } from '../../core/face.ts';
import type { Box } from '../../core/geometry.ts';

/**
 * Looks at sources in this process, as far as valid watch orders ask for it.
 *
 * Nobody is searched without a watch order. Of whoever matches nobody nothing is stored: no row, no file, no log line.
 */
export interface Watching {
  /**
   * Newest picture of a source, JPEG of at most 480 pixels, faces made unrecognisable; in the memory of this process
   * only. Null: not watched here.
   */
  still(sourceId: string): Uint8Array | null;
  /** Open a source for some seconds: what it shows. @throws AppError that says what to do */
  test(source: SourceAddress): Promise<SourceTest>;
  /** Look at one frame of a browser camera under an order; whoever is found becomes a sighting. */
  lookAt(session: CameraSession, jpeg: Uint8Array, at: Date): Promise<CameraAnswer>;
  close(): Promise<void>;
}

/** stream: a camera in the network; file: a film that was sent in; camera: of a browser, while its page is open. */
type SourceKind = 'stream' | 'file' | 'camera';

/** Where the pictures of a source come from. A browser's camera sends its own. */
export type SourceAddress =
  /** The whole address, with user and password. */
  { readonly kind: 'stream'; readonly url: string } | { readonly kind: 'file'; readonly film: Film };

/** A film that lies encrypted in the server, and is decrypted piece by piece. */
export interface Film {
  /** Its length. */
  readonly bytes: number;
  /** When its first picture was taken. */
  readonly startedAt: Date;
  /** @throws AppError `not-found` when it was erased */
  read(range?: Range): Promise<AsyncGenerator<Buffer>>;
}

/** What a source was seen to show. */
export interface SourceTest {
  /** JPEG of at most 480 pixels, faces made unrecognisable. */
  readonly still: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly facesPerMinute: number;
  readonly codec: string;
}

/** A browser's camera that looks under an order; made by `openCamera`, and only good while the order is valid. */
export interface CameraSession {
  /** Of this page; a visit is one within it. */
  readonly id: string;
  readonly orderId: string;
  readonly sourceId: string;
  readonly accountId: string;
}

export interface CameraAnswer {
  /** In pixels of the frame that was sent. */
  readonly faces: readonly { readonly box: Box; readonly isTracked: boolean }[];
  readonly lagMilliseconds: number;
}

/** What a valid order asks the watcher to do. */
export interface WatchedSource {
  readonly sourceId: string;
  readonly orderId: string;
  readonly agencyId: string;
  readonly kind: SourceKind;
  /** Null: a browser's camera. */
  readonly address: SourceAddress | null;
  /** When the order ends by itself. It may be stopped before. */
  readonly endsAt: Date;
  /** Of a film under this order: where to go on, seconds from its start. */
  readonly positionSeconds: number;
}

/** How a source is doing. */
export const SOURCE_STATES = ['waiting', 'connecting', 'watching', 'lost', 'refused', 'ended'] as const;
export type SourceStateName = (typeof SOURCE_STATES)[number];

/** What the watcher says of a source every few seconds; overwritten, and nothing of anybody in it. */
export interface SourceState {
  readonly state: SourceStateName;
  /** What is wrong and what to do; no address, no credentials. */
  readonly message: string | null;
  /** Since when it is in this state. */
  readonly since: Date;
  readonly lagMilliseconds: number | null;
  readonly framesPerSecond: number | null;
  readonly facesPerMinute: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Of a film: how far it was seen, and which share of it, 0 … 1. */
  readonly positionSeconds: number | null;
  readonly shareDone: number | null;
  /** Of a film: where to go on after a crash, so that nobody's visit is taken for two. Default: `positionSeconds`. */
  readonly resumeSeconds?: number | null;
}

/** One person before one camera, from coming to going. */
export interface Visit {
  /**
   * Names the visit within its order and source: the same words again are the same visit, so that a film that is seen
   * again after a crash records nothing twice. Of a film: position of its first frame and the place of the face, not a
   * number that depends on where the watcher began.
   */
  readonly key: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** When the best shot was taken: the time of the sighting. */
  readonly shotAt: Date;
  /** Of a film: where the best shot is, seconds from its start. */
  readonly positionSeconds: number | null;
  /** In how many frames the face was seen. */
  readonly frames: number;
}

/**
 * The frame that shows a face best, cut to a square around it: nobody else is in it, or as little as can be. At most 512
 * pixels wide and high: a whole frame is refused.
 */
interface BestShot {
  readonly jpeg: Uint8Array;
  /** In pixels of that picture. */
  readonly box: Box;
  readonly landmarks: FivePoints;
  /** The detector's certainty, 0 … 1. */
  readonly score: number;
}

/** Somebody whom a search under an order found. */
export interface WatchHit {
  readonly orderId: string;
  readonly sourceId: string;
  readonly visit: Visit;
  readonly shot: BestShot;
  /** Fused of the visit's best shots; its quality is that of the best. */
  readonly template: Template;
  /** Who reached the alert threshold: of the search that found them. */
  readonly caseIds: readonly string[];
}

/** The answer to one search under an order; it exists in memory only. */
export type WatchAnswer =
  /** Not begun, ended, stopped, or the source is not part of it: nothing was searched. */
  | { readonly outcome: 'no-order' }
  | { readonly outcome: 'nobody' }
  | { readonly outcome: 'hit'; readonly caseIds: readonly string[] };

/** What became of a hit. */
export type RecordedHit =
  | { readonly outcome: 'recorded' | 'known'; readonly sightingId: string }
  /** The order is not valid any more, or is not about any of those found: nothing was kept. */
  | { readonly outcome: 'refused' };
