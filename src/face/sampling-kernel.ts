import { KERNEL_BASE64 } from './sampling-kernel.wasm.ts';

type Numbers<Count extends number, Tuple extends number[] = []> = Tuple['length'] extends Count
  ? Tuple
  : Numbers<Count, [...Tuple, number]>;

/** The compiled inner loops, see wasm/sample.ts for their arguments. */
export interface SamplingKernel {
  halve(...args: Numbers<4>): void;
  sampleUpright(...args: Numbers<13>): void;
  sampleTurned(...args: Numbers<14>): void;
}

/** Bind the kernel to a memory. */
export function loadSamplingKernel(memory: WebAssembly.Memory): SamplingKernel {
  const module = new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
  // The exports of a module are untyped; sampling-kernel.test.ts checks that this is what wasm/sample.ts compiles to.
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SamplingKernel;
}
