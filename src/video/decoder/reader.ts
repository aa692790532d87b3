import { AV_PKT_DATA_PRFT, AVERROR_EAGAIN, AVERROR_EOF, AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import { Frame, Packet } from 'node-av/lib';
import { type Input, Refusal } from './input.ts';

/** A decoded frame with its time; whoever takes it frees it. */
export interface DecodedFrame {
  readonly frame: Frame;
  /** Seconds of the source's own time; of a film from its start. */
  readonly seconds: number;
}

export interface Reader {
  /** Read on until a frame comes out; null at the end. @throws Refusal */
  next(): Promise<DecodedFrame | null>;
  /** Begin at a second of a film, or a little before. */
  seek(seconds: number): Promise<void>;
}

export interface ReaderOptions {
  /** Whether a picture is needed now: those that stand alone are not even decoded otherwise. Default: always. */
  readonly isWanted?: () => boolean;
  /** Called before each packet is decoded; may wait. */
  readonly onPacket?: (seconds: number) => Promise<void>;
  /** The sender said what time it was at that second of the stream. */
  readonly onSenderTime?: (seconds: number, wall: number) => void;
}

/** So many packets without one picture: what comes is broken. */
const HOPELESS_PACKETS = 1500;

export function openReader(input: Input, options: ReaderOptions = {}): Reader {
  const packet = new Packet();
  packet.alloc();
  const keys = openKeyWatch();
  let isDrained = false;
  let fruitless = 0;

  const readPacket = async () => {
    const code = await input.format.readFrame(packet);
    if (code < 0) return code === AVERROR_EOF || input.isFilm ? drain() : lost(code);
    try {
      if (packet.streamIndex === input.stream.index) await decode();
    } finally {
      packet.unref();
    }
  };
  const decode = async () => {
    const seconds = secondsOf(input, packet.pts, packet.dts);
    learnSenderTime(packet, seconds, options);
    await options.onPacket?.(seconds);
    const standAlone = keys.standAlone(packet.isKeyframe);
    if (standAlone && options.isWanted?.() === false) return;
    if (++fruitless > HOPELESS_PACKETS) throw new Refusal('damaged');
    input.decoder.sendPacketSync(packet); // a damaged packet is as good as a lost one: the next picture counts
  };
  const drain = () => {
    isDrained = true;
    input.decoder.sendPacketSync(null);
  };
  return {
    seek: async (seconds) => {
      await input.format.seekFrame(-1, BigInt(Math.round((seconds + input.startSeconds) * 1e6)), AVSEEK_FLAG_BACKWARD);
      input.decoder.flushBuffers();
    },
    next: async () => {
      for (;;) {
        const frame = new Frame();
        frame.alloc();
        const code = input.decoder.receiveFrameSync(frame);
        if (code >= 0) {
          fruitless = 0;
          return { frame, seconds: secondsOf(input, frame.bestEffortTimestamp, frame.pts) };
        }
        frame.free();
        if (isDrained || (code !== AVERROR_EAGAIN && code === AVERROR_EOF)) return null;
        await readPacket();
      }
    },
  };
}

/** FFmpeg's sign for «no time given». */
const NO_TIME = -(2n ** 63n);

function secondsOf(input: Input, first: bigint, second: bigint): number {
  const stamp = first === NO_TIME ? second : first;
  return stamp === NO_TIME ? Number.NaN : Number(stamp) * input.tick - input.startSeconds;
}

function lost(_code: number): never {
  throw new Refusal('silent');
}

/** Wall clock of the sender (RTCP sender report): microseconds since 1970. */
function learnSenderTime(packet: Packet, seconds: number, options: ReaderOptions): void {
  if (!options.onSenderTime) return;
  const report = packet.getSideData(AV_PKT_DATA_PRFT);
  if (report && report.length >= 8) options.onSenderTime(seconds, Number(report.readBigInt64LE(0)) / 1000);
}

/** Motion JPEG and the like: every picture stands alone. Known after a second of them. */
function openKeyWatch() {
  const enough = 25;
  let row = 0;
  return {
    standAlone: (isKey: boolean) => {
      row = isKey ? Math.min(enough, row + 1) : Number.NEGATIVE_INFINITY;
      return row >= enough;
    },
  };
}
