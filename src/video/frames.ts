import type { AllowedHosts } from '../adapters/allowed-hosts.ts';
import { AppError } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import { vetStream } from './address.ts';
import { wordsOf } from './decoder/failures.ts';
import type { Failure, Order } from './decoder/messages.ts';
import { type DecoderProcess, startDecoder } from './decoder/process.ts';
import { type FilmPieces, type Gate, openGate } from './gate.ts';
import { openRtspGate } from './rtsp-gate.ts';

/** One picture of a source. */
export interface VideoFrame {
  /** At most 1280 × 720 (720 × 1280 upright), as it is to be looked at: rotated and stretched as the film says. */
  readonly image: RgbImage;
  /** When it was taken: the sender's clock where the stream carries a believable one, else when it arrived. */
  readonly at: Date;
  /** Seconds from the film's start; null for a stream. */
  readonly position: number | null;
  /** It does not go on from the frame before: a cut, another size, or a jump of the clock. */
  readonly isCut: boolean;
  /** How much later than its own pace it is handed over; 0 for a film. */
  readonly lagMilliseconds: number;
}

/** Where frames come from. */
export type FrameOrigin =
  | { readonly kind: 'stream'; readonly url: string; readonly allowed: AllowedHosts }
  | { readonly kind: 'file'; readonly film: FilmPieces; readonly startedAt: Date };

export interface FrameOptions {
  /** Frames a second that are wanted. Default: 2. */
  readonly perSecond?: number;
  /** Of a film: where to begin, seconds from its start. */
  readonly fromSeconds?: number;
  /** Ends everything at once, a hanging connection too. */
  readonly signal?: AbortSignal;
}

/** What a source is. */
export interface FramesInfo {
  /** As it is coded: before it is turned, stretched or made smaller. */
  readonly width: number;
  readonly height: number;
  /** As the source says of itself; null when it says nothing. */
  readonly framesPerSecond: number | null;
  readonly codec: string;
  /** Length of a film; null for a stream. */
  readonly seconds: number | null;
}

/** Frames while they are asked for: of a film the next one in time, of a stream always the newest. */
export interface Frames extends AsyncIterable<VideoFrame> {
  readonly info: FramesInfo;
  /** Ends the reading at once. */
  close(): Promise<void>;
}

/**
 * Open a source and decode it in a process of its own, so that no stream can harm or hold up another one.
 *
 * A stream never falls behind: whoever asks late gets the newest frame. A film loses nothing: its frames lie on a fixed
 * grid of time, the same wherever the reading began.
 *
 * @throws AppError that says what is wrong with the source; so does the iteration, later
 */
export async function openFrames(origin: FrameOrigin, options: FrameOptions = {}): Promise<Frames> {
  const { gate, order } = await orderOf(origin, options);
  const decoder = startDecoder(order);
  const end = async () => {
    options.signal?.removeEventListener('abort', end);
    decoder.end();
    await gate.close();
  };
  options.signal?.addEventListener('abort', end);
  try {
    options.signal?.throwIfAborted();
    const { header } = await answerOf(decoder, gate, order);
    if (header.kind !== 'open') throw new AppError('unavailable', wordsOf('unknown', order.kind));
    const { kind: _, ...info } = header;
    return { info, close: end, [Symbol.asyncIterator]: () => framesOf({ decoder, gate, order, origin }, end) };
  } catch (cause) {
    await end();
    throw options.signal?.aborted ? options.signal.reason : cause;
  }
}

interface Opened {
  readonly decoder: DecoderProcess;
  readonly gate: Gate;
  readonly order: Order;
  readonly origin: FrameOrigin;
}

async function* framesOf({ decoder, gate, order, origin }: Opened, end: () => Promise<void>) {
  const startedAt = origin.kind === 'file' ? origin.startedAt.getTime() : null;
  try {
    for (;;) {
      decoder.ask();
      const { header, pixels } = await answerOf(decoder, gate, order);
      if (header.kind !== 'frame') return;
      const { width, height, at, position, isCut, lagMilliseconds } = header;
      yield {
        image: { data: pixels, width, height },
        at: new Date(startedAt === null ? at : startedAt + 1000 * (position ?? 0)),
        position: startedAt === null ? null : position,
        isCut,
        lagMilliseconds,
      } satisfies VideoFrame;
    }
  } finally {
    await end();
  }
}

/** What passes only when somebody changes something; all else may pass by itself. */
const TO_MEND: ReadonlySet<Failure> = new Set([
  'password',
  'forbidden',
  'missing',
  'not-a-film',
  'no-picture',
  'codec',
]);

/** A failure of the decoder in words; what the gate refused says more than what the decoder made of it. */
async function answerOf(decoder: DecoderProcess, gate: Gate, order: Order) {
  const answer = await decoder.answer();
  if (answer.header.kind !== 'failure') return answer;
  const { reason } = answer.header;
  const code = order.kind === 'file' || TO_MEND.has(reason) ? 'invalid' : 'unavailable';
  throw gate.refusal() ?? new AppError(code, wordsOf(reason, order.kind));
}

async function orderOf(origin: FrameOrigin, options: FrameOptions): Promise<{ gate: Gate; order: Order }> {
  const common = { perSecond: options.perSecond ?? 2, fromSeconds: options.fromSeconds ?? 0 };
  if (origin.kind === 'file') {
    if (origin.film.bytes === 0) throw new AppError('invalid', wordsOf('empty', 'file'));
    const gate = await openGate({ film: origin.film });
    return { gate, order: { ...common, kind: 'file', url: gate.filmUrl, proxy: gate.proxy } };
  }
  const vetted = await vetStream(origin.url, origin.allowed);
  if (vetted.isRtsp) {
    const gate = await openRtspGate(vetted);
    return { gate, order: { ...common, kind: 'rtsp', url: gate.url, proxy: '' } };
  }
  const gate = await openGate({ allowed: origin.allowed });
  return { gate, order: { ...common, kind: 'http', url: vetted.url, proxy: gate.proxy } };
}
