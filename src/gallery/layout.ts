/**
 * [Note: Gallery memory] One shared WebAssembly memory holds all vectors of a gallery.
 *
 *   head     counter (i32) · probe (stride × i16, stride × i8) · agencies of the scope (65,536 bits) · for each scanner
 *            a list of hits (ROWS × 8 bytes)
 *   block 0  attributes (ROWS × u32) · scales (ROWS × f32) · sums of the codes (ROWS × i32) · owners (ROWS × i32) ·
 *            coarse (ROWS × stride × i8) · fine (ROWS × stride × i16)
 *   block 1  …
 *
 * It grows by whole blocks, in place: nothing is copied, and threads that scan meanwhile are not disturbed. A face
 * stays in its slot (block × ROWS + row) for life. A scan reads attributes, scales, sums and coarse codes only, so of
 * the 3 bytes a component two stay cold. A component of padding is 0 in codes and probe.
 */
export const ROWS = 1024;

/** Bytes in a page of WebAssembly memory, and the most pages that 32-bit addresses reach: 4 GiB. */
const PAGE = 65536;
export const MOST_PAGES = 65536;

/** The kernel takes 16 codes at a time. */
const LANES = 16;

/** One bit for each number that 16 bits of attributes can hold. */
const AGENCIES_BYTES = 8192;

/** Where things lie in the memory of a gallery, in bytes. */
export interface Layout {
  /** Numbers in a vector. */
  readonly length: number;
  /** Bytes a row of codes takes: the vector length rounded up to a multiple of 16. */
  readonly stride: number;
  readonly probe: number;
  readonly agencies: number;
  readonly hits: number;
  readonly head: number;
  readonly block: number;
}

/** Parts of a block, in bytes from its start. */
const ATTRIBUTES = 0;
const SCALES = 4 * ROWS;
export const OWNERS = 12 * ROWS;
const COARSE = 16 * ROWS;

/** @param scanners how many threads may scan at once */
export function layoutOf(length: number, scanners: number): Layout {
  const stride = Math.ceil(length / LANES) * LANES;
  const probe = 64;
  const agencies = probe + 3 * stride;
  const hits = agencies + AGENCIES_BYTES;
  const head = hits + scanners * ROWS * 8;
  return { length, stride, probe, agencies, hits, head, block: COARSE + 3 * ROWS * stride };
}

/** Where scanner number `scanner` puts its hits. */
export function hitsAddress({ hits }: Layout, scanner: number): number {
  return hits + scanner * ROWS * 8;
}

/** Where a block begins. */
export function blockAddress({ head, block }: Layout, index: number): number {
  return head + index * block;
}

/** Where the parts of a slot lie. */
export function placeOf(layout: Layout, slot: number) {
  const block = blockAddress(layout, Math.floor(slot / ROWS));
  const row = slot % ROWS;
  const { stride } = layout;
  return {
    block,
    row,
    attributes: block + ATTRIBUTES + row * 4,
    scale: block + SCALES + row * 4,
    owner: block + OWNERS + row * 4,
    coarse: block + COARSE + row * stride,
    fine: block + COARSE + ROWS * stride + 2 * row * stride,
  };
}

/** Pages that hold the head and `blocks` blocks. */
export function pagesFor({ head, block }: Layout, blocks: number): number {
  return Math.ceil((head + blocks * block) / PAGE);
}
