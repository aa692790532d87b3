import { inflateSync } from 'node:zlib';

const HEADER = 44;
const ENTRY = 20;

/** The font inside of a WOFF file, as shapers read it (W3C, WOFF File Format 1.0): the same tables, not compressed. */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('no WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => tableAt(woff, HEADER + at * ENTRY));
  const header = Buffer.alloc(12 + 16 * count);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  // The three numbers of binary search behind the count are not needed to read a font.
  let offset = header.length;
  for (const [at, { tag, checksum, content }] of tables.entries()) {
    const entry = 12 + 16 * at;
    header.writeUInt32BE(tag, entry);
    header.writeUInt32BE(checksum, entry + 4);
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(content.length, entry + 12);
    offset += padded(content.length);
  }
  const bodies = tables.map(({ content }) => Buffer.concat([content], padded(content.length)));
  return Buffer.concat([header, ...bodies]);
}

function tableAt(woff: Buffer, at: number) {
  const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => woff.readUInt32BE(at + field));
  const raw = woff.subarray(offset, (offset ?? 0) + (packed ?? 0));
  return { tag: tag ?? 0, checksum: checksum ?? 0, content: packed === length ? raw : inflateSync(raw) };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
