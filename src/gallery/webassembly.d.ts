// TypeScript declares WebAssembly with the browser's types only, which the product does not take; this is what we use.
declare namespace WebAssembly {
  class Memory<Bytes extends ArrayBufferLike = SharedArrayBuffer> {
    constructor(
      limits: Bytes extends ArrayBuffer ? { initial: number } : { initial: number; maximum: number; shared: true },
    );
    readonly buffer: Bytes;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory<ArrayBufferLike> } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array): boolean;
}
