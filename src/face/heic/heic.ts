import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/face.ts';
import { damaged, tooManyPixels } from '../refusals.ts';
import { convertToSrgb } from './colour.ts';

/** A decoded HEIC file: upright as the file says, in sRGB. */
export interface HeicPhoto {
  readonly image: RgbImage;
  /** The EXIF block from its TIFF header on; undefined when there is none. */
  readonly exif: Uint8Array | undefined;
}

/** Longest time for one file. A 12-megapixel photo of a phone takes some seconds on a slow core. */
const TIMEOUT_MILLISECONDS = 60_000;

/**
 * Private memory the child may take, in kB (`ulimit -d`): libheif's planes, its RGB copy and the runtime.
 * Measured: 50 megapixels of 8 bits take 0.42 GB; 10 bits take up to twice that.
 */
const MEMORY_LIMIT_KILOBYTES = 1_500_000;

/** Colour profiles and EXIF beyond this are no photo's. */
const MAXIMUM_HEADER_BYTES = 8 << 20;

const Header = z.union([
  z.object({ refusal: z.enum(['unreadable', 'too-large']) }),
  z.object({
    width: z.int().min(1),
    height: z.int().min(1),
    iccBytes: z.int().min(0),
    exifBytes: z.int().min(0),
  }),
]);

/**
 * Decode a HEIC photo by libheif in a child process with limits on time and memory.
 *
 * sharp's prebuilt library has no HEVC decoder. The rotation that the file format itself states is applied by libheif;
 * the orientation in EXIF repeats it and must not be applied again (ISO/IEC 23008-12).
 *
 * @throws AppError `invalid` when it is damaged, has more than `maxPixels` pixels, or takes too long
 */
export async function decodeHeic(
  bytes: Uint8Array,
  maxPixels: number,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
): Promise<HeicPhoto> {
  const frame = await runWorker(bytes, maxPixels, timeoutMilliseconds);
  const { width, height, icc, exif, pixels } = frame;
  await convertToSrgb({ data: pixels, width, height }, icc);
  return { image: { data: pixels, width, height }, exif: exif.length ? exif : undefined };
}
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly icc: Uint8Array;
  readonly exif: Uint8Array;
  readonly pixels: Uint8Array;
}

async function runWorker(bytes: Uint8Array, maxPixels: number, milliseconds: number): Promise<Frame> {
  const child = spawnWorker(maxPixels);
  const deadline = AbortSignal.timeout(milliseconds);
  const end = () => child.kill('SIGKILL');
  deadline.addEventListener('abort', end);
  child.stdin.on('error', () => {
    // The child ended before it read everything; what it left on its standard output says why.
  });
  child.on('error', end);
  try {
    await startOf(child);
    child.stdin.end(bytes);
    return await readFrame(byteReader(child.stdout), maxPixels);
  } catch (cause) {
    if (!deadline.aborted) throw cause;
    throw new AppError('invalid', 'This HEIC photo takes too long to read. Send it as JPEG.', { cause });
  } finally {
    deadline.removeEventListener('abort', end);
    end();
  }
}

async function startOf(child: ChildProcess): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new AppError('unavailable', 'The HEIC decoder could not be started. Try again later.', { cause });
  }
}

function spawnWorker(maxPixels: number) {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = fileURLToPath(new URL(`worker.${extension}`, import.meta.url));
  // It may read its own code and nothing else of the machine: no writing, no processes, no environment.
  const command = [process.execPath, '--permission', '--allow-fs-read=*', worker, String(maxPixels)];
  const [program = '', ...rest] =
    process.platform === 'win32'
      ? command
      : ['/bin/sh', '-c', `ulimit -d ${MEMORY_LIMIT_KILOBYTES}; exec "$0" "$@"`, ...command];
  return spawn(program, rest, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
}

async function readFrame(read: ReadBytes, maxPixels: number): Promise<Frame> {
  const length = Buffer.from(await read(4)).readUInt32LE();
  if (length > MAXIMUM_HEADER_BYTES) throw damaged();
  const header = Header.safeParse(JSON.parse(Buffer.from(await read(length)).toString())).data;
  if (!header || ('refusal' in header && header.refusal === 'unreadable')) throw damaged();
  if ('refusal' in header || header.width * header.height > maxPixels) throw tooManyPixels(maxPixels);
  const { width, height, iccBytes, exifBytes } = header;
  if (iccBytes > MAXIMUM_HEADER_BYTES || exifBytes > MAXIMUM_HEADER_BYTES) throw damaged();
  const icc = await read(iccBytes);
  const exif = await read(exifBytes);
  return { width, height, icc, exif, pixels: await read(width * height * 3) };
}

type ReadBytes = (length: number) => Promise<Uint8Array>;

/** Reads exact numbers of bytes off a stream, straight into their final place. */
function byteReader(stream: AsyncIterable<Uint8Array>): ReadBytes {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return async (length) => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) throw damaged();
        rest = next.value;
      }
      const part = rest.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return bytes;
  };
}
