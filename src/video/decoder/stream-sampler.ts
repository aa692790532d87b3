import { setTimeout as pause } from 'node:timers/promises';
import type { Input } from './input.ts';
import type { Order } from './messages.ts';
import { openPictureMaker } from './picture.ts';
import { type DecodedFrame, openReader } from './reader.ts';
import type { Sample, Sampler } from './sampler.ts';
import { openSceneWatch } from './scene.ts';
import { type Moment, openTimeline } from './timeline.ts';

/** The newest frame, waiting to be asked for. */
interface Pending extends DecodedFrame {
  readonly moment: Moment;
}

/**
 * Of a stream always the newest frame, at most so many a second. It is read and decoded without pause, so that nothing
 * piles up; a frame that nobody asked for in time gives way to the next one, and only those that go out are scaled.
 */
export function streamSampler(input: Input, { perSecond }: Order): Sampler {
  const step = 1 / perSecond;
  const pictures = openPictureMaker();
  const scenes = openSceneWatch();
  const timeline = openTimeline();
  const clock = clockOf(input);
  const mailbox = openMailbox();
  let due = Number.NEGATIVE_INFINITY;
  let wantedAt = 0;
  let hasJumped = false;

  const read = async () => {
    const reader = openReader(input, {
      isWanted: () => Date.now() >= wantedAt,
      onPacket: clock.keepPace,
      onSenderTime: timeline.learn,
    });
    for (let decoded = await reader.next(); decoded; decoded = await reader.next()) {
      const now = Date.now();
      const seconds = clock.secondsOf(decoded.seconds, now);
      if (seconds === null) {
        decoded.frame.free();
        continue;
      }
      const moment = timeline.arrive(seconds, now);
      hasJumped ||= moment.isJump;
      if (moment.isJump) due = Number.NEGATIVE_INFINITY;
      if (seconds >= due) mailbox.put({ frame: decoded.frame, seconds, moment });
      else decoded.frame.free();
    }
  };
  read().then(() => mailbox.end(null), mailbox.end);

  const sampleOf = ({ frame, seconds, moment }: Pending): Sample => {
    const image = pictures.make(frame);
    wantedAt = Date.now() + 800 * step;
    const isCut = scenes.isNew(image) || hasJumped;
    hasJumped = false;
    // On the grid, unless that lies behind already.
    due = (due + step > seconds ? due : seconds) + step;
    return {
      image,
      at: moment.at,
      position: seconds,
      isCut,
      lagMilliseconds: Math.round(timeline.lagOf(seconds, Date.now())),
    };
  };
  return {
    next: async () => {
      const pending = await mailbox.take();
      if (!pending) return null;
      try {
        return sampleOf(pending);
      } finally {
        pending.frame.free();
      }
    },
  };
}

/** Holds one frame: a newer one takes the place of the one before. */
function openMailbox() {
  let pending: Pending | null = null;
  let end: { error: unknown } | null = null;
  let wake = () => {};
  return {
    put: (newer: Pending) => {
      pending?.frame.free();
      pending = newer;
      wake();
    },
    end: (error: unknown) => {
      end = { error };
      wake();
    },
    take: async (): Promise<Pending | null> => {
      while (!pending && !end)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (!pending && end?.error) throw end.error;
      const taken = pending;
      pending = null;
      return taken;
    },
  };
}

/** RTSP tells times from its first report on; a stream that never does goes by arrival. */
const PATIENT_FRAMES = 50;

/** The stream's own time, put right where its format gives none that can be used. */
function clockOf({ formatName }: Input) {
  const isTimeless = /^m?pjpeg|^mjpeg|^image2|^h264|^hevc/.test(formatName);
  const isInPieces = formatName === 'hls';
  let first: { seconds: number; now: number } | null = null;
  let untimed = 0;
  return {
    /** Motion JPEG over HTTP has no times: when it arrives is all that is known. Null: no time yet, as RTSP begins. */
    secondsOf: (seconds: number, now: number) => {
      if (!isTimeless && !Number.isNaN(seconds)) return seconds;
      return isTimeless || ++untimed > PATIENT_FRAMES ? now / 1000 : null;
    },
    /** HLS comes in pieces of some seconds; they are looked at as fast as they were taken. */
    keepPace: async (seconds: number) => {
      if (!isInPieces || Number.isNaN(seconds)) return;
      first ??= { seconds, now: Date.now() };
      const wait = first.now + 1000 * (seconds - first.seconds) - Date.now();
      if (Math.abs(wait) > 30_000) first = { seconds, now: Date.now() };
      else if (wait > 5) await pause(wait);
    },
  };
}
