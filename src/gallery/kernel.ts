import { KERNEL_BASE64 } from './kernel.wasm.ts';
import { KERNEL_BASE64 as RELAXED_KERNEL_BASE64 } from './kernel-relaxed.wasm.ts';

/** The compiled inner loops, see wasm/scan.ts. */
export interface Kernel {
  readonly scan: (
    block: number,
    stride: number,
    probe: number,
    mask: number,
    wanted: number,
    agencies: number,
    least: number,
    ratio: number,
    slack: number,
    hits: number,
  ) => number;
  readonly settle: (block: number, row: number, stride: number, fine: number) => number;
  readonly squaredLength: (block: number, row: number, stride: number) => number;
}

/**
 * Bind the kernel to a gallery's memory.
 *
 * @param options.isRelaxed false: the slower compilation for engines without relaxed SIMD, with the same results.
 *   Unset: whichever this engine takes
 */
export function loadKernel(memory: WebAssembly.Memory, options: { readonly isRelaxed?: boolean } = {}): Kernel {
  const relaxed = Buffer.from(RELAXED_KERNEL_BASE64, 'base64');
  const { isRelaxed = WebAssembly.validate(relaxed) } = options;
  const module = new WebAssembly.Module(isRelaxed ? relaxed : Buffer.from(KERNEL_BASE64, 'base64'));
  // The exports of a module are untyped; kernel.test.ts checks that this is what wasm/scan.ts compiles to.
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}
