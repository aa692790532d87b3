/**
 * [Note: Gallery memory] One shared WebAssembly memory holds all vectors of a gallery.
 *
 *   head     counter (i32) · probe (stride × i16) · for each scanner a list of hits (ROWS × 8 bytes)
 *   block 0  wanted (ROWS bits) · scales (ROWS × f32) · coarse (ROWS × stride × i8) · fine (ROWS × stride × i16)
 *   block 1  …
 *
 * It grows by whole blocks, in place: nothing is copied, and threads that scan meanwhile are not disturbed. A face
 * stays in its slot (block × ROWS + row) for life. A scan reads coarse codes only, so of the 3 bytes a component two
 * stay cold. A component of padding is 0 in codes and probe.
 */
export const ROWS = 1024;

/** Bytes in a page of WebAssembly memory, and the most pages that 32-bit addresses reach: 4 GiB. */
const PAGE = 65536;
export const MOST_PAGES = 65536;

/** The kernel takes 16 codes at a time. */
const LANES = 16;

/** Where things lie in the memory of a gallery, in bytes. */
export interface Layout {
  /** Bytes a row of codes takes: the vector length rounded up to a multiple of 16. */
  readonly stride: number;
  readonly probe: number;
  readonly head: number;
  readonly block: number;
}

/** Parts of a block, in bytes from its start. */
export const WANTED = 0;
export const SCALES = ROWS / 8;
export const COARSE = SCALES + ROWS * 4;

/** @param scanners how many threads may scan at once */
export function layoutOf(length: number, scanners: number): Layout {
  const stride = Math.ceil(length / LANES) * LANES;
  const probe = 64;
  const head = hitsAddress({ stride, probe }, scanners);
  return { stride, probe, head, block: COARSE + 3 * ROWS * stride };
}

/** Where scanner number `scanner` puts its hits. */
export function hitsAddress({ stride, probe }: Pick<Layout, 'stride' | 'probe'>, scanner: number): number {
  return probe + 2 * stride + scanner * ROWS * 8;
}

/** Where a block begins. */
export function blockAddress({ head, block }: Layout, index: number): number {
  return head + index * block;
}

/** Pages that hold the head and `blocks` blocks. */
export function pagesFor({ head, block }: Layout, blocks: number): number {
  return Math.ceil((head + blocks * block) / PAGE);
}
