import type { SourceState, SourceStateName } from '../services/watch/contract.ts';
import type { Frames, FramesInfo, VideoFrame } from './frames.ts';
import type { Seen } from './look.ts';
import { veiledStill } from './veil.ts';

/** Rates are of so many last milliseconds. */
const WINDOW_MILLISECONDS = 60_000;

/** How one source is doing, in the memory of this process. */
export function openPulse(clock: () => Date) {
  let current = { state: 'waiting' as SourceStateName, message: null as string | null, since: clock() };
  let info: FramesInfo | null = null;
  let newest: VideoFrame | null = null;
  let still: Uint8Array | null = null;
  let openSince: number | null = null;
  let isDrawing = false;
  let darkSince: number | null = Date.now();
  const frames = openRate();
  const visits = openRate();
  const become = (state: SourceStateName, message: string | null = null) => {
    if (state !== current.state) current = { state, message, since: clock() };
    else current = { ...current, message };
    if (state === 'watching') darkSince = null;
    else darkSince ??= Date.now();
  };
  const draw = async ({ frame, faces }: Seen) => {
    if (isDrawing) return;
    isDrawing = true;
    still = await veiledStill(
      frame.image,
      faces.map(({ box }) => box),
    ).catch(() => still);
    isDrawing = false;
  };
  return {
    become,
    state: () => current.state,
    still: () => still,
    /** For how long nothing was seen; 0 while something is. */
    darkMilliseconds: () => (darkSince === null ? 0 : Date.now() - darkSince),
    /** Lets frames through and takes note of them. */
    async *tap(source: Frames): AsyncGenerator<VideoFrame> {
      info = source.info;
      for await (const frame of source) {
        become('watching');
        newest = frame;
        frames.count(1);
        yield frame;
      }
    },
    seen: (seen: Seen) => {
      visits.count(seen.newVisits);
      openSince = seen.openSince;
      void draw(seen);
    },
    read: (): SourceState => ({
      ...current,
      ...(current.state === 'watching' ? rates(newest, frames, visits) : NO_RATES),
      width: info?.width ?? null,
      height: info?.height ?? null,
      ...progressOf(current.state, newest, info),
      resumeSeconds: current.state === 'ended' ? null : openSince,
    }),
  };
}

const NO_RATES = { lagMilliseconds: null, framesPerSecond: null, facesPerMinute: null };

type Rate = ReturnType<typeof openRate>;

function rates(newest: VideoFrame | null, frames: Rate, visits: Rate) {
  return {
    lagMilliseconds: newest?.lagMilliseconds ?? null,
    framesPerSecond: Math.round(frames.perMinute() / 6) / 10,
    facesPerMinute: Math.round(10 * visits.perMinute()) / 10,
  };
}

/** Of a film. */
function progressOf(state: SourceStateName, newest: VideoFrame | null, info: FramesInfo | null) {
  const position = newest?.position ?? null;
  if (state === 'ended') return { positionSeconds: info?.seconds ?? position, shareDone: 1 };
  const isKnown = position !== null && info?.seconds;
  return { positionSeconds: position, shareDone: isKnown ? Math.min(1, position / info.seconds) : null };
}

/** How often something happened in the last minute, or since the first time. */
function openRate() {
  const began = Date.now();
  let times: { at: number; count: number }[] = [];
  return {
    count: (count: number) => {
      const at = Date.now();
      times = times.filter((each) => at - each.at < WINDOW_MILLISECONDS);
      if (count > 0) times.push({ at, count });
    },
    perMinute: () => {
      const now = Date.now();
      const span = Math.min(WINDOW_MILLISECONDS, Math.max(1000, now - began));
      const sum = times.filter(({ at }) => now - at < span).reduce((total, { count }) => total + count, 0);
      return (60_000 * sum) / span;
    },
  };
}
