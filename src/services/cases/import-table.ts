import type { z } from 'zod';
import { readTable, type TableRow } from '../../adapters/csv-table.ts';
import { AppError } from '../../core/errors.ts';
import { readTime } from '../sightings/local-time.ts';
import { LEGAL_BASES, SEXES } from './case-fields.ts';
import { NewCase } from './create.ts';

/** More in one table nobody looks through. */
const MOST_ROWS = 500;

const text = (value: string) => value;
const number = (value: string) => Number(value.replace(',', '.'));
const list = (value: string) =>
  value
    .split(/[;|]/)
    .map((each) => each.trim())
    .filter(Boolean);
/** One of the codes, however people write it: «Police power». */
const oneOf = (codes: readonly string[]) => (value: string) => {
  const plain = value.toLowerCase().replace(/[^a-z]+/g, '-');
  return codes.find((code) => code === plain) ?? value;
};
const time = (value: string, timeZone: string) => {
  const wall = value.replace(' ', 'T');
  return readTime(/^\d{4}-\d\d-\d\d$/.test(wall) ? `${wall}T12:00` : wall, timeZone).toISOString();
};

/** What each column holds, and how it is read. The order is that of the template. */
const COLUMNS = {
  child_name: ['childName', text],
  other_names: ['otherNames', list],
  sex: ['sex', oneOf(SEXES)],
  birth_date: ['birthDate', text],
  age_years: ['ageYears', number],
  country: ['country', text],
  last_place: ['lastPlace', text],
  last_seen_at: ['lastSeenAt', time],
  last_latitude: ['lastLatitude', number],
  last_longitude: ['lastLongitude', number],
  height_cm: ['heightCm', number],
  hair_colour: ['hairColour', text],
  eye_colour: ['eyeColour', text],
  marks: ['marks', list],
  clothing: ['clothing', text],
  languages: ['languages', list],
  circumstances: ['circumstances', text],
  medical_needs: ['medicalNeeds', text],
  police_reference: ['policeReference', text],
  legal_basis: ['legalBasis', oneOf(LEGAL_BASES)],
  consent_by: ['consentBy', text],
  consent_at: ['consentAt', time],
} as const satisfies Record<string, readonly [string, (value: string, timeZone: string) => unknown]>;

/** A table to start from: the names of the columns, and one made-up child. */
export function importTemplate(): string {
  const example: Partial<Record<keyof typeof COLUMNS, string>> = {
    ...{ child_name: 'Asha Example', other_names: 'Ashu;Chinni', sex: 'female', birth_date: '2016-05-03' },
    ...{ country: 'IN', last_place: 'Railway station', last_seen_at: '2026-05-20 15:00', marks: 'Scar on the chin' },
    ...{ languages: 'te;hi', legal_basis: 'police-power' },
  };
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  return `${names.join(',')}\r\n${names.map((name) => example[name] ?? '').join(',')}\r\n`;
}

/** A row of the table: a case, or what is wrong with it. */
export interface ReadRow {
  /** Line of the table; the header is 1. */
  readonly row: number;
  /** As written, to be found again. */
  readonly name: string;
  readonly wanted: NewCase | null;
  readonly mistakes: readonly string[];
  /** The cells, for a table of what was left out. */
  readonly cells: readonly string[];
}

export interface ReadTable {
  readonly header: readonly string[];
  readonly rows: readonly ReadRow[];
}

/**
 * Read a table of cases. Every mistake is told, and no row is lost by one.
 *
 * @param timeZone in which times without an offset are meant
 * @throws AppError `invalid` for what is no such table at all
 */
export function readImport(bytes: Uint8Array, timeZone: string): ReadTable {
  const broken: ReadRow[] = [];
  const [header, ...body] = readTable(bytes, (row, message) => {
    broken.push({ row, name: '', wanted: null, mistakes: [message], cells: [] });
  });
  if (!header) throw new AppError('invalid', 'The table is empty. Take the template and fill it in.');
  const names = header.cells.map((cell) => cell.toLowerCase().trim().replace(/[ -]+/g, '_'));
  refuseHeader(names);
  const filled = body.filter(({ cells }) => cells.some(Boolean));
  if (filled.length > MOST_ROWS)
    throw new AppError('invalid', `A table has at most ${MOST_ROWS} rows. Import it in parts.`);
  const rows = [...filled.map((row) => readRow(row, names, timeZone)), ...broken];
  return { header: header.cells, rows: rows.sort((a, b) => a.row - b.row) };
}

function refuseHeader(names: readonly string[]): void {
  const unknown = names.filter((name) => name !== '' && !(name in COLUMNS));
  if (unknown.length > 0)
    throw new AppError('invalid', `These columns are not known: ${unknown.join(', ')}. See the template.`);
  const missing = ['child_name', 'country'].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new AppError('invalid', `These columns are missing: ${missing.join(', ')}.`);
}

function readRow({ cells, row }: TableRow, names: readonly string[], timeZone: string): ReadRow {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  names.forEach((name, index) => {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '' || !isColumn(name)) return;
    const [field, read] = COLUMNS[name];
    try {
      values[field] = read(cell, timeZone);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      mistakes.push(`${name}: ${error.message}`);
    }
  });
  const parsed = NewCase.safeParse({ childName: '', country: '', ...values });
  if (!parsed.success) mistakes.push(...sentencesOf(parsed.error));
  const name = String(values.childName ?? '');
  return { row, name, cells, mistakes, wanted: mistakes.length === 0 ? (parsed.data ?? null) : null };
}

function sentencesOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map(({ message }) => message))];
}

function isColumn(name: string): name is keyof typeof COLUMNS {
  return name in COLUMNS;
}
