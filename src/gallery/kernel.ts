import { KERNEL_BASE64 } from './kernel.wasm.ts';

/** The compiled inner loop, see wasm/scan.ts for its arguments. */
export type Kernel = (
  wanted: number,
  scales: number,
  codes: number,
  rows: number,
  stride: number,
  probe: number,
  least: number,
  hits: number,
) => number;

/** Bind the kernel to a gallery's memory. */
export function loadKernel(memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
  // The exports of a module are untyped; kernel.test.ts checks that this is what wasm/scan.ts compiles to.
  return new WebAssembly.Instance(module, { env: { memory } }).exports.scan as Kernel;
}
