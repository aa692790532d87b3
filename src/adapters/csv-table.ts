import { type Options, parse } from 'csv-parse/sync';
import { z } from 'zod';

/** One row of a table; `row` is the line of the file it stands in, the header being 1. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly row: number;
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

const UNREADABLE = 'This row cannot be read: a quotation mark is missing or too many.';

/**
 * Read a CSV file as people's programs write it: comma, semicolon or tab; UTF-8, or else Windows-1252.
 *
 * @param onProblem called for each row that cannot be read; the rest goes on
 */
export function readTable(bytes: Uint8Array, onProblem: (row: number, message: string) => void): TableRow[] {
  const text = decodeText(bytes);
  const delimiter = delimiterOf(text);
  try {
    return parseRows(text, delimiter);
  } catch {
    // One quotation mark too many would swallow all that follows: read each line for itself and tell which are broken.
    return text.split(/\r?\n/).flatMap((line, index) => {
      try {
        return parseRows(line, delimiter).map(({ cells }) => ({ cells, row: index + 1 }));
      } catch {
        onProblem(index + 1, UNREADABLE);
        return [];
      }
    });
  }
}

function parseRows(text: string, delimiter: string): TableRow[] {
  const options: Options = { bom: true, delimiter, info: true, relax_column_count: true, trim: true };
  // With `info`, csv-parse gives more than its types know.
  const records: unknown = parse(text, options);
  return Records.parse(records).map(({ record, info }) => ({ cells: record, row: info.lines }));
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what spreadsheets on Windows save as CSV.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
