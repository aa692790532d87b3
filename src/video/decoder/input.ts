import { constants } from 'node:os';
import {
  AVERROR_DECODER_NOT_FOUND,
  AVERROR_EOF,
  AVERROR_HTTP_FORBIDDEN,
  AVERROR_HTTP_NOT_FOUND,
  AVERROR_HTTP_UNAUTHORIZED,
  AVERROR_INVALIDDATA,
  AVERROR_STREAM_NOT_FOUND,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { avGetCodecName, Codec, CodecContext, Dictionary, FormatContext, type Stream } from 'node-av/lib';
import type { Failure, Header, Order } from './messages.ts';

/** A source that is open, and the decoder of its pictures. */
export interface Input {
  readonly format: FormatContext;
  readonly stream: Stream;
  readonly decoder: CodecContext;
  /** Seconds of one tick of the stream's clock. */
  readonly tick: number;
  /** Film containers give times from their own start. */
  readonly startSeconds: number;
  readonly formatName: string;
  /** A film has an end and can be wound back. */
  readonly isFilm: boolean;
}

/** Why a source cannot be read; the words are made elsewhere. */
export class Refusal extends Error {
  readonly reason: Failure;

  constructor(reason: Failure, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Nothing came for so long: microseconds. */
const SILENCE = 10_000_000;

/**
 * Containers of films. Play lists and the like are not among them: they name further addresses, which a film that
 * somebody sent in must not make this server open.
 */
const FILM_FORMATS = 'mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,dv,mxf,m4v,h264,hevc';
const STREAM_FORMATS = `${FILM_FORMATS},hls,mpjpeg,mjpeg`;

/** Open a source. RTSP goes over TCP, and over UDP where the camera refuses that. @throws Refusal */
export async function openInput(order: Order): Promise<Input> {
  const format = await openFormat(order);
  const found = await format.findStreamInfo(null);
  if (found < 0) throw new Refusal(reasonOf(found));
  const index = format.findBestStream(AVMEDIA_TYPE_VIDEO);
  const stream = format.streams[index];
  if (!stream) throw new Refusal(format.nbStreams > 0 ? 'no-picture' : 'empty');
  const timeBase = stream.timeBase;
  return {
    format,
    stream,
    decoder: await openDecoder(stream),
    tick: timeBase.num / timeBase.den,
    startSeconds: format.startTime > 0n ? Number(format.startTime) / 1e6 : 0,
    formatName: format.iformat?.name ?? '',
    isFilm: order.kind === 'file',
  };
}

async function openFormat(order: Order): Promise<FormatContext> {
  if (order.kind !== 'rtsp') return open(order, optionsOf(order));
  try {
    return await open(order, { ...optionsOf(order), rtsp_transport: 'tcp' });
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.reason !== 'unknown') throw cause;
    return open(order, { ...optionsOf(order), rtsp_transport: 'udp' });
  }
}

async function open(order: Order, options: Record<string, string | number>): Promise<FormatContext> {
  const format = new FormatContext();
  const code = await format.openInput(order.url, null, Dictionary.fromObject(options));
  if (code < 0) throw new Refusal(reasonOf(code));
  return format;
}

function optionsOf({ kind, proxy }: Order): Record<string, string | number> {
  switch (kind) {
    case 'file':
      return { protocol_whitelist: 'http,tcp', format_whitelist: FILM_FORMATS, http_proxy: proxy, rw_timeout: SILENCE };
    case 'http':
      return {
        protocol_whitelist: 'http,https,httpproxy,tls,tcp,crypto',
        format_whitelist: STREAM_FORMATS,
        http_proxy: proxy,
        rw_timeout: SILENCE,
        http_persistent: 0,
      };
    case 'rtsp':
      return {
        protocol_whitelist: 'rtsp,rtp,srtp,tcp,udp,tls',
        format_whitelist: 'rtsp,rtp,sdp',
        timeout: SILENCE,
        allowed_media_types: 'video',
        reorder_queue_size: 64,
      };
  }
}

async function openDecoder(stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new Refusal('codec');
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  decoder.parametersToContext(stream.codecpar);
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = 1; // one core for each source, and no frame held back for other threads
  // Pictures that no other picture is made from need not be decoded where they are not looked at anyway.
  const code = await decoder.open2(codec, Dictionary.fromObject({ skip_frame: 'noref' }));
  if (code < 0) throw new Refusal('codec');
  return decoder;
}

/** What an error of FFmpeg means to a person. */
function reasonOf(code: number): Failure {
  return REASONS.get(code) ?? 'unknown';
}

// FFmpeg gives the numbers of the operating system as negative ones.
const { ECONNREFUSED, ECONNRESET, EHOSTUNREACH, EIO, ENETUNREACH, ETIMEDOUT } = constants.errno;

const REASONS: ReadonlyMap<number, Failure> = new Map<number, Failure>([
  [AVERROR_HTTP_UNAUTHORIZED, 'password'],
  [AVERROR_HTTP_FORBIDDEN, 'forbidden'],
  [AVERROR_HTTP_NOT_FOUND, 'missing'],
  [AVERROR_DECODER_NOT_FOUND, 'codec'],
  [AVERROR_STREAM_NOT_FOUND, 'no-picture'],
  [AVERROR_INVALIDDATA, 'not-a-film'],
  [AVERROR_EOF, 'empty'],
  [-ECONNREFUSED, 'unreachable'],
  [-ECONNRESET, 'unreachable'],
  [-EHOSTUNREACH, 'unreachable'],
  [-ENETUNREACH, 'unreachable'],
  [-EIO, 'unreachable'],
  [-ETIMEDOUT, 'silent'],
]);

/** What the source says of itself. */
export function infoOf({ format, stream, isFilm }: Input): Omit<Extract<Header, { kind: 'open' }>, 'kind'> {
  const { width, height, codecId } = stream.codecpar;
  const { num, den } = stream.avgFrameRate;
  return {
    ...(width > 0 && height > 0 ? { width, height } : { width: 1, height: 1 }),
    framesPerSecond: num > 0 && den > 0 ? num / den : null,
    codec: avGetCodecName(codecId) ?? 'unknown',
    seconds: isFilm && format.duration > 0n ? Number(format.duration) / 1e6 : null,
  };
}
