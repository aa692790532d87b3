import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVFMT_GLOBALHEADER,
  SWS_BILINEAR,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  SoftwareScaleContext,
} from 'node-av/lib';
import sharp from 'sharp';
import type { RgbImage } from '../../core/face.ts';

/** A portrait that moves through the film. */
interface Actor {
  /** Path of a picture in the repository, such as samples/children/i01/A.jpg. */
  readonly picture: string;
  /** Where its centre is at a second of the film, and how high the picture is, in pixels; null: not there. */
  readonly path: (seconds: number) => { readonly x: number; readonly y: number; readonly height: number } | null;
}

/** An upright bar that hides what is behind it. */
interface Bar {
  readonly x: number;
  readonly width: number;
}

export interface FilmPlan {
  readonly seconds: number;
  /** Default: 640 × 360. */
  readonly width?: number;
  readonly height?: number;
  /** Default: 25. */
  readonly framesPerSecond?: number;
  readonly actors?: readonly Actor[];
  readonly bars?: readonly Bar[];
  /** Seconds at which the background becomes another one. */
  readonly cuts?: readonly number[];
  /** Strength of the noise on the background, 0 … 255. Default: 0. */
  readonly noise?: number;
  /** Default: libx264. */
  readonly codec?: 'libx264' | 'mpeg4' | 'mjpeg';
  /** Clockwise quarter turns that the film asks for, as phones write them. */
  readonly quarterTurns?: 1 | 2 | 3;
  /** Frames between two key frames. Default: two seconds. */
  readonly keyInterval?: number;
}

/**
 * Make a real film: sample faces that move over a background. The container is what the file's name says.
 *
 * The same plan gives the same pictures.
 */
export async function makeFilm(file: string, plan: FilmPlan): Promise<void> {
  Log.setLevel(AV_LOG_QUIET);
  const settings = { width: 640, height: 360, framesPerSecond: 25, noise: 0, codec: 'libx264' as const, ...plan };
  const stage = await openStage(settings);
  const writer = await openWriter(file, settings);
  for (let index = 0; index < settings.seconds * settings.framesPerSecond; index++)
    await writer.write(stage(index / settings.framesPerSecond), index);
  await writer.close();
}

type Settings = FilmPlan & Required<Pick<FilmPlan, 'width' | 'height' | 'framesPerSecond' | 'noise' | 'codec'>>;

/** Paints the picture of a second. */
async function openStage(settings: Settings): Promise<(seconds: number) => RgbImage> {
  const { width, height, cuts = [] } = settings;
  const cast = await Promise.all(
    (settings.actors ?? []).map(async (actor) => ({ actor, sizes: await loadSizes(actor) })),
  );
  const scenes = Array.from({ length: cuts.length + 1 }, (_, scene) => background(settings, scene));
  return (seconds) => {
    const scene = scenes[cuts.filter((cut) => seconds >= cut).length];
    const image = { data: Uint8Array.from(scene ?? []), width, height };
    for (const { actor, sizes } of cast) {
      const place = actor.path(seconds);
      if (place) paste(image, sizes(place.height), place);
    }
    for (const bar of settings.bars ?? []) paintBar(image, bar);
    return image;
  };
}

/** A picture at any height, by the nearest pixel of a version that is a little larger. */
async function loadSizes({ picture }: Actor): Promise<(height: number) => RgbImage> {
  const file = new URL(`../../../${picture}`, import.meta.url).pathname;
  const versions = new Map<number, RgbImage>();
  for (const size of [64, 96, 128, 192, 256, 384, 512]) {
    const { data, info } = await sharp(file)
      .rotate()
      .resize({ height: size })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    versions.set(size, { data, width: info.width, height: info.height });
  }
  return (height) => {
    const size = [...versions.keys()].find((each) => each >= height) ?? 512;
    const from = versions.get(size);
    if (!from) throw new Error('a film needs pictures');
    return resized(from, height / size);
  };
}

function resized({ data, width, height }: RgbImage, scale: number): RgbImage {
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const to = new Uint8Array(size.width * size.height * 3);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const from =
        3 * (Math.min(height - 1, Math.floor(y / scale)) * width + Math.min(width - 1, Math.floor(x / scale)));
      to.set(data.subarray(from, from + 3), 3 * (y * size.width + x));
    }
  return { data: to, ...size };
}

function paste(image: RgbImage, part: RgbImage, { x, y }: { x: number; y: number }): void {
  const [left, top] = [Math.round(x - part.width / 2), Math.round(y - part.height / 2)];
  const [from, to] = [Math.max(0, -left), Math.min(part.width, image.width - left)];
  if (to <= from) return;
  for (let row = Math.max(0, -top); row < Math.min(part.height, image.height - top); row++)
    image.data.set(
      part.data.subarray(3 * (row * part.width + from), 3 * (row * part.width + to)),
      3 * ((top + row) * image.width + left + from),
    );
}

function paintBar({ data, width, height }: RgbImage, bar: Bar): void {
  for (let row = 0; row < height; row++)
    data.fill(70, 3 * (row * width + bar.x), 3 * (row * width + Math.min(width, bar.x + bar.width)));
}

/** A wall of one colour for each scene, with noise that stays. */
function background({ width, height, noise }: Settings, scene: number): Uint8Array {
  const wall = [
    [120, 130, 140],
    [205, 180, 60],
    [40, 60, 110],
    [60, 150, 90],
  ][scene % 4] ?? [0, 0, 0];
  const data = new Uint8Array(width * height * 3);
  let state = 12345 + scene;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[at] = (wall[at % 3] ?? 0) + noise * (state / 2 ** 32 - 0.5);
  }
  return data;
}

interface Writer {
  write(image: RgbImage, index: number): Promise<void>;
  close(): Promise<void>;
}

async function openWriter(file: string, settings: Settings): Promise<Writer> {
  const output = new FormatContext();
  check(output.allocOutputContext2(null, null, file));
  const encoder = await openEncoder(settings, output.oformat?.hasFlags(AVFMT_GLOBALHEADER) ?? false);
  const stream = output.newStream(null);
  stream.timeBase = new Rational(1, settings.framesPerSecond);
  stream.avgFrameRate = new Rational(settings.framesPerSecond, 1);
  check(stream.codecpar.fromContext(encoder));
  if (settings.quarterTurns)
    stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, turnMatrix(settings.quarterTurns));
  check(await output.openOutput());
  check(await output.writeHeader(null));
  const toYuv = scaler(settings, encoder);
  const packet = new Packet();
  packet.alloc();
  const flush = async () => {
    while (encoder.receivePacketSync(packet) >= 0) {
      packet.streamIndex = stream.index;
      packet.rescaleTs({ num: 1, den: settings.framesPerSecond }, stream.timeBase);
      check(await output.interleavedWriteFrame(packet));
      packet.unref();
    }
  };
  return {
    write: async (image, index) => {
      const frame = toYuv(image, index);
      check(encoder.sendFrameSync(frame));
      frame.free();
      await flush();
    },
    close: async () => {
      check(encoder.sendFrameSync(null));
      await flush();
      check(await output.writeTrailer());
      await output.closeOutput();
      packet.free();
      encoder.freeContext();
    },
  };
}

/** Display matrix of ISO/IEC 14496-12: 16.16 fixed point, the last column 2.30. */
function turnMatrix(quarters: number): Buffer {
  const [cos, sin] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][quarters] ?? [1, 0];
  const matrix = Buffer.alloc(36);
  const values = [cos, sin, 0, -(sin ?? 0), cos, 0, 0, 0, 16384];
  for (const [index, value] of values.entries()) matrix.writeInt32LE((value ?? 0) * 65536, 4 * index);
  return matrix;
}

async function openEncoder(settings: Settings, hasGlobalHeader: boolean): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(settings.codec as never);
  if (!codec) throw new Error(`this FFmpeg cannot write ${settings.codec}`);
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.timeBase = new Rational(1, settings.framesPerSecond);
  encoder.framerate = new Rational(settings.framesPerSecond, 1);
  encoder.gopSize = settings.keyInterval ?? 2 * settings.framesPerSecond;
  encoder.pixelFormat = settings.codec === 'mjpeg' ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
  encoder.threadCount = 1;
  if (hasGlobalHeader) encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  const options =
    settings.codec === 'libx264'
      ? { preset: 'veryfast', crf: '21' }
      : { flags: hasGlobalHeader ? '+qscale+global_header' : '+qscale', global_quality: String(3 * 118) };
  check(await encoder.open2(codec, Dictionary.fromObject(options)));
  return encoder;
}

function scaler({ width, height }: Settings, encoder: CodecContext): (image: RgbImage, index: number) => Frame {
  const context = new SoftwareScaleContext();
  context.getContext(width, height, AV_PIX_FMT_RGB24, width, height, encoder.pixelFormat, SWS_BILINEAR);
  return ({ data }, index) => {
    const rgb = Frame.fromVideoBuffer(Buffer.from(data.buffer, data.byteOffset, data.byteLength), {
      width,
      height,
      format: AV_PIX_FMT_RGB24,
    });
    const frame = new Frame();
    frame.alloc();
    Object.assign(frame, { format: encoder.pixelFormat, width, height });
    check(frame.getBuffer());
    check(context.scaleFrameSync(frame, rgb));
    frame.pts = BigInt(index);
    rgb.free();
    return frame;
  };
}

function check(code: number): void {
  FFmpegError.throwIfError(code, 'film');
}
