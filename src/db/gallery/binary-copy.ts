/**
 * Rows of `COPY … TO STDOUT (FORMAT binary)`: their fields in order, null for NULL. Fields are views of what came over
 * the wire, so they must be used or copied before long.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html, «Binary Format»
 */
export async function* binaryRows(stream: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | null)[][]> {
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

function wholeRows(bytes: Buffer): { rows: (Buffer | null)[][]; used: number } {
  const rows: (Buffer | null)[][] = [];
  let used = 0;
  for (;;) {
    const row = readRow(bytes, used);
    if (!row) return { rows, used };
    rows.push(row.fields);
    used = row.end;
  }
}

/** The row at an offset; undefined when it has not come in whole, or when it is the trailer. */
function readRow(bytes: Buffer, start: number): { fields: (Buffer | null)[]; end: number } | undefined {
  if (bytes.length < start + 2) return undefined;
  const count = bytes.readInt16BE(start);
  let at = start + 2;
  const fields: (Buffer | null)[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.length < at + 4) return undefined;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length >= 0 && bytes.length < at + length) return undefined;
    fields.push(length < 0 ? null : bytes.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return count < 0 ? undefined : { fields, end: at };
}
