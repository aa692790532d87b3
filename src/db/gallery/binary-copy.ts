/** A row of a binary COPY: where its fields lie in what came over the wire. To be read before the next chunk is asked for. */
export interface CopiedFields {
  readonly bytes: Buffer;
  /** For each field where it begins and where it ends; a NULL begins and ends at −1. */
  readonly places: readonly number[];
}

/**
 * Rows of `COPY … TO STDOUT (FORMAT binary)`, as many at a time as have come.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html, «Binary Format»
 */
export async function* binaryRows(stream: AsyncIterable<Buffer>): AsyncGenerator<CopiedFields[]> {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isStarted) {
      if (rest.length < HEADER_BYTES) continue;
      rest = rest.subarray(HEADER_BYTES + rest.readUInt32BE(HEADER_BYTES - 4));
      isStarted = true;
    }
    const { rows, used } = wholeRows(rest);
    rest = rest.subarray(used);
    if (rows.length > 0) yield rows;
  }
}

/** Signature (11 bytes), flags (4), length of an extension that nobody has (4). */
const HEADER_BYTES = 19;

function wholeRows(bytes: Buffer): { rows: CopiedFields[]; used: number } {
  const rows: CopiedFields[] = [];
  let used = 0;
  for (;;) {
    const row = readRow(bytes, used);
    if (!row) return { rows, used };
    rows.push({ bytes, places: row.places });
    used = row.end;
  }
}

/** The row at an offset; undefined when it has not come in whole, or when it is the trailer. */
function readRow(bytes: Buffer, start: number): { places: number[]; end: number } | undefined {
  if (bytes.length < start + 2) return undefined;
  const count = bytes.readInt16BE(start);
  let at = start + 2;
  const places: number[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.length < at + 4) return undefined;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length >= 0 && bytes.length < at + length) return undefined;
    if (length < 0) places.push(-1, -1);
    else places.push(at, at + length);
    at += Math.max(length, 0);
  }
  return count < 0 ? undefined : { places, end: at };
}
