import type { Box } from '../core/geometry.ts';
import type { WatchedSource } from '../services/watch/contract.ts';
import type { VideoFrame } from './frames.ts';

/** What was seen in one frame. */
export interface Seen {
  readonly frame: VideoFrame;
  readonly faces: readonly { readonly box: Box; readonly isTracked: boolean }[];
  /** Visits that began with this frame. */
  readonly newVisits: number;
  /** Of a film: where the first of the visits began that are not over yet, seconds from its start. */
  readonly openSince: number | null;
}

/**
 * Looks at frames until they end, under the orders that are valid at each moment; whoever is found is recorded.
 *
 * @param seen is told of each frame
 */
export type Look = (
  frames: AsyncIterable<VideoFrame>,
  orders: () => readonly WatchedSource[],
  seen: (seen: Seen) => void,
) => Promise<void>;
