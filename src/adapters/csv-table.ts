import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.ts';

/** One row of a table; `row` is the line of the file it stands in, the header being 1. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly row: number;
}

const UNREADABLE = 'This row cannot be read: a quotation mark is missing or too many, here or in the rows above.';

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * Read a CSV file as people's programs write it: comma, semicolon or tab; UTF-8, or else Windows-1252.
 *
 * @param onProblem called for each row that cannot be read; the rest goes on
 * @throws AppError `invalid` when it is no table at all
 */
export function readTable(bytes: Uint8Array, onProblem: (row: number, message: string) => void): TableRow[] {
  const text = decodeText(bytes);
  try {
    // With `info`, csv-parse gives more than its types know.
    const records: unknown = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
      trim: true,
      on_skip: (error) => {
        onProblem(Number(error?.lines ?? 0), UNREADABLE);
        return undefined;
      },
    });
    return Records.parse(records).map(({ record, info }) => ({ cells: record, row: info.lines }));
  } catch (cause) {
    throw new AppError('invalid', `This is not a table that can be read: ${messageOf(cause)}.`, { cause });
  }
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
