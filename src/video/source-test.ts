import type { AllowedHosts } from '../adapters/allowed-hosts.ts';
import { AppError } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import type { Box } from '../core/geometry.ts';
import type { SourceAddress, SourceTest } from '../services/watch/contract.ts';
import { openFrames, type VideoFrame } from './frames.ts';
import { veiledStill } from './veil.ts';

/** Where faces are in a picture. */
export type FindFaces = (image: RgbImage, signal?: AbortSignal) => Promise<readonly Box[]>;

/** So long a source is looked at, after it was opened. */
const LOOK_MILLISECONDS = 4000;

/** Longest time for all of it: whoever asks waits. */
const LONGEST_MILLISECONDS = 20_000;

/**
 * Open a source for some seconds: what it shows. Nobody is searched for, nothing is kept.
 *
 * @throws AppError that says what is wrong with it, and what to do
 */
export async function testSource(
  source: SourceAddress,
  allowed: AllowedHosts,
  findFaces: FindFaces,
): Promise<SourceTest> {
  const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
  const origin =
    source.kind === 'file'
      ? { kind: 'file' as const, film: source.film, startedAt: source.film.startedAt }
      : { kind: 'stream' as const, url: source.url, allowed };
  try {
    const frames = await openFrames(origin, { signal });
    const { width, height, framesPerSecond, codec } = frames.info;
    const { newest, faces, seconds, count } = await lookFor(frames, findFaces, signal);
    if (!newest) throw new AppError('unavailable', 'The source shows no picture. Look at it with its own program.');
    return {
      still: await veiledStill(newest.image, faces.at(-1) ?? []),
      width,
      height,
      framesPerSecond: framesPerSecond ?? count / Math.max(1, seconds),
      // Whoever stands still is one face, not one for each frame: the most at once, spread over the time looked at.
      facesPerMinute: (60 * Math.max(0, ...faces.map(({ length }) => length))) / Math.max(1, seconds),
      codec,
    };
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new AppError('unavailable', 'The camera does not answer in time. Check its address and the network.', {
      cause,
    });
  }
}

async function lookFor(frames: AsyncIterable<VideoFrame>, findFaces: FindFaces, signal: AbortSignal) {
  const began = Date.now();
  const faces: (readonly Box[])[] = [];
  let newest: VideoFrame | null = null;
  let first: VideoFrame | null = null;
  for await (const frame of frames) {
    newest = frame;
    first ??= frame;
    faces.push(await findFaces(frame.image, signal));
    if (Date.now() - began > LOOK_MILLISECONDS) break;
  }
  const seconds = newest && first ? (newest.at.getTime() - first.at.getTime()) / 1000 : 0;
  return { newest, faces, seconds, count: faces.length };
}
