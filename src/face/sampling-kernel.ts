import { KERNEL_BASE64 } from './sampling-kernel.wasm.ts';

type Numbers<Count extends number, Tuple extends number[] = []> = Tuple['length'] extends Count
  ? Tuple
  : Numbers<Count, [...Tuple, number]>;

/** The compiled inner loops, see wasm/sample.ts for their arguments. */
interface SamplingKernel {
  halve(...args: Numbers<4>): void;
  sampleUpright(...args: Numbers<13>): void;
  sampleTurned(...args: Numbers<14>): void;
  packChannel(...args: Numbers<5>): void;
  blur(...args: Numbers<6>): void;
}

/** Bytes that the kernel may touch beyond an image. */
export const SLACK = 32;

const PAGE = 1 << 16;

/**
 * [Note: kernel memory] One memory a thread. The pixels of a piece of work are copied in and out, which costs a tenth of
 * the work, so that photos stay ordinary arrays that nobody must free, and the memory stays small (15 MB) whatever the
 * size of the photo.
 */
const memory = new WebAssembly.Memory<ArrayBuffer>({ initial: 1 });

/** The kernel, bound to its memory. */
export const kernel = loadKernel();

/**
 * The kernel's memory, made so many bytes long at least. What lies in it is anybody's once the caller returns, and arrays
 * of it last until the next call.
 */
export function kernelMemory(bytes: number): Uint8Array<ArrayBuffer> {
  const missing = Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  return new Uint8Array(memory.buffer);
}

/** The next address that floats and blocks of 16 bytes may start at. */
export function aligned(address: number): number {
  return Math.ceil(address / 16) * 16;
}

function loadKernel(): SamplingKernel {
  const module = new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
  // The exports of a module are untyped; sampling-kernel.test.ts checks that this is what wasm/sample.ts compiles to.
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SamplingKernel;
}
