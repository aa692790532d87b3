import { AV_FRAME_DATA_DISPLAYMATRIX, AV_PIX_FMT_RGB24, SWS_AREA, SWS_BILINEAR } from 'node-av/constants';
import { Frame, SoftwareScaleContext } from 'node-av/lib';
import type { RgbImage } from '../../core/face.ts';

const [LONG_SIDE, SHORT_SIDE] = [1280, 720];

/** Turns decoded frames into upright RGB pictures. */
export interface PictureMaker {
  make(frame: Frame): RgbImage;
}

/** The scaler is kept while the frames keep their size and format. */
export function openPictureMaker(): PictureMaker {
  let scaler: { key: string; context: SoftwareScaleContext } | null = null;
  return {
    make: (frame) => {
      const { width, height } = shownSize(frame.width, frame.height, aspectOf(frame));
      const key = [frame.width, frame.height, frame.format, width, height].join(' ');
      if (scaler?.key !== key) {
        scaler?.context.freeContext();
        scaler = { key, context: scalerOf(frame, { width, height }) };
      }
      const rgb = emptyFrame(width, height);
      scaler.context.scaleFrameSync(rgb, frame);
      const image = { data: packed(rgb), width, height };
      rgb.free();
      return turned(image, quarterTurns(frame));
    },
  };
}

/** Fits into 1280 × 720 or 720 × 1280, never larger than it is; pixels that are not square are stretched. */
function shownSize(width: number, height: number, aspect = 1): { width: number; height: number } {
  const wide = width * aspect;
  const scale = Math.min(1, LONG_SIDE / Math.max(wide, height), SHORT_SIDE / Math.min(wide, height));
  return { width: Math.max(1, Math.round(wide * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Width of a pixel for a height of one. */
function aspectOf(frame: Pick<Frame, 'sampleAspectRatio'>): number {
  const { num, den } = frame.sampleAspectRatio;
  const aspect = num / den;
  return aspect > 0.2 && aspect < 5 ? aspect : 1;
}

/** Clockwise quarter turns that a phone's film asks for (display matrix, ISO/IEC 14496-12). */
function quarterTurns(frame: Frame): number {
  const matrix = frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const angle = Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0));
  return (Math.round(angle / (Math.PI / 2)) + 4) % 4;
}

function scalerOf(frame: Frame, { width, height }: { width: number; height: number }): SoftwareScaleContext {
  const context = new SoftwareScaleContext();
  // Area averages when a picture becomes much smaller: bilinear would leave pixels out.
  const flags = frame.width > 1.5 * width ? SWS_AREA : SWS_BILINEAR;
  context.getContext(
    frame.width,
    frame.height,
    frame.format as number as never,
    width,
    height,
    AV_PIX_FMT_RGB24,
    flags,
  );
  return context;
}

function emptyFrame(width: number, height: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = AV_PIX_FMT_RGB24;
  frame.width = width;
  frame.height = height;
  frame.getBuffer();
  return frame;
}

function packed(frame: Frame): Uint8Array {
  const bytes = frame.toBuffer();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function turned(image: RgbImage, quarters: number): RgbImage {
  if (quarters === 0) return image;
  const { data, width, height } = image;
  const size = quarters === 2 ? { width, height } : { width: height, height: width };
  const to = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [column, row] = placeOf(x, y, image, quarters);
      const [from, at] = [3 * (y * width + x), 3 * (row * size.width + column)];
      to[at] = data[from] ?? 0;
      to[at + 1] = data[from + 1] ?? 0;
      to[at + 2] = data[from + 2] ?? 0;
    }
  return { data: to, ...size };
}

function placeOf(x: number, y: number, { width, height }: RgbImage, quarters: number): [column: number, row: number] {
  if (quarters === 1) return [height - 1 - y, x];
  if (quarters === 2) return [width - 1 - x, height - 1 - y];
  return [y, width - 1 - x];
}
