import { AppError, messageOf } from '../core/errors.ts';
import { type PartialDate, parsePartialDate } from '../core/partial-date.ts';
import { readTable } from './csv-table.ts';
import { type FaceChoice, parseFaceChoice } from './face-choice.ts';

/** What children.csv says about one child; all of it may be missing. */
export interface ChildRecord {
  /** Name of the child's folder, as written. */
  readonly folder: string;
  readonly name: string | null;
  readonly sex: 'female' | 'male' | 'other' | null;
  readonly birthDate: PartialDate | null;
  /** Any label, by which `homeward evaluate` compares error rates; nothing else uses it. */
  readonly group: string | null;
  /** By photo name as written, in small letters; `*` holds the date of all other photos. */
  readonly photoDates: ReadonlyMap<string, PartialDate>;
  /** Which face is the child's, by photo name as written, in small letters. */
  readonly faces: ReadonlyMap<string, FaceChoice>;
  /** The row that named the child first; the header is row 1. */
  readonly row: number;
}

/** A row of children.csv that could not be taken as it is. */
interface RowProblem {
  readonly row: number;
  readonly message: string;
}

/** What a children.csv holds: everything that could be read, and a sentence for everything that could not. */
export interface ChildrenCsv {
  readonly children: readonly ChildRecord[];
  readonly problems: readonly RowProblem[];
}

type Column = 'child' | 'name' | 'sex' | 'birth' | 'group' | 'photoDates' | 'photo' | 'date' | 'faces';
type Row = Readonly<Partial<Record<Column, string>>> & { readonly row: number };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<ChildRecord, 'photoDates' | 'faces'>> & {
  photoDates: Map<string, PartialDate>;
  faces: Map<string, FaceChoice>;
};

/** Header names that mean a column, in small letters without marks. */
const HEADERS: Readonly<Record<Column, readonly string[]>> = {
  child: ['child', 'folder', 'childfolder', 'id', 'identity', 'childid', 'case', 'caseid'],
  name: ['name', 'childname', 'fullname'],
  sex: ['sex', 'gender'],
  birth: ['birthdate', 'dateofbirth', 'dob', 'born', 'birth', 'birthday'],
  group: ['group', 'grouplabel'],
  photoDates: ['photodates', 'dates', 'photosdates', 'datesofphotos'],
  photo: ['photo', 'file', 'filename', 'picture', 'image'],
  date: ['date', 'photodate', 'taken', 'takenon', 'captured', 'capturedate', 'dateofphoto'],
  faces: ['faces', 'face', 'facenumber'],
};

const SEXES: Readonly<Record<string, ChildRecord['sex']>> = {
  ...{ f: 'female', female: 'female', girl: 'female', w: 'female' },
  ...{ m: 'male', male: 'male', boy: 'male' },
  ...{ o: 'other', other: 'other', x: 'other', unknown: null, '?': null },
};

/** Stands for every photo that has no date of its own. */
export const ALL_PHOTOS = '*';

/**
 * Read children.csv: one row a child, or one row a photo.
 *
 * Separators comma, semicolon or tab; UTF-8, or else Windows-1252 as spreadsheets write it.
 *
 * @throws AppError `invalid` when it is no table, or no column names the child
 */
export function parseChildrenCsv(bytes: Uint8Array): ChildrenCsv {
  const problems: RowProblem[] = [];
  const drafts = new Map<string, Draft>();
  for (const row of readRows(bytes, problems)) {
    const report = (message: string) => void problems.push({ row: row.row, message });
    const folder = row.child ?? row.name;
    if (!folder) report('No child is named in this row, so it is left out.');
    else takeRow(row, draftFor(folder, row.row, drafts), report);
  }
  return { children: [...drafts.values()], problems };
}

function readRows(bytes: Uint8Array, problems: RowProblem[]): Row[] {
  const lines = readTable(bytes, (row, message) => problems.push({ row, message }));
  const [header, ...body] = lines;
  if (!header)
    throw new AppError(
      'invalid',
      'children.csv is empty. Its first row names the columns: child,name,birth_date,photo_dates',
    );
  const columns = header.cells.map(columnOf);
  header.cells.forEach((cell, index) => {
    const message = `The column «${cell}» is not known and is left out.`;
    if (cell && !columns[index]) problems.push({ row: header.row, message });
  });
  if (!columns.includes('child') && !columns.includes('name'))
    throw new AppError(
      'invalid',
      'No column of children.csv names the child. Call the one with the names of the folders «child».',
    );
  return body
    .filter(({ cells }) => cells.some(Boolean))
    .map(({ cells, row }) => {
      const named = cells.flatMap((cell, index) => (columns[index] && cell ? [[columns[index], cell] as const] : []));
      return { ...Object.fromEntries(named), row };
    });
}

function columnOf(cell: string): Column | undefined {
  const plain = cell.toLowerCase().replace(/[^a-z]/g, '');
  return COLUMNS.find((column) => HEADERS[column].includes(plain));
}
const COLUMNS = Object.keys(HEADERS) as Column[];

function draftFor(folder: string, row: number, drafts: Map<string, Draft>): Draft {
  const earlier = drafts.get(folder);
  if (earlier) return earlier;
  const known = { name: null, sex: null, birthDate: null, group: null };
  const draft: Draft = { folder, ...known, photoDates: new Map(), faces: new Map(), row };
  drafts.set(folder, draft);
  return draft;
}

function takeRow(row: Row, draft: Draft, report: (message: string) => void): void {
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      report(messageOf(error));
    }
  };
  if (!row.photo && row.row !== draft.row) {
    report(`«${draft.folder}» was given in row ${draft.row} already, so this row is left out.`);
    return;
  }
  if (row.child && row.name) attempt(() => settle(draft, 'name', row.name ?? null));
  if (row.sex) attempt(() => settle(draft, 'sex', parseSex(row.sex ?? '')));
  if (row.birth) attempt(() => settle(draft, 'birthDate', parsePartialDate(row.birth ?? '')));
  if (row.group) attempt(() => settle(draft, 'group', row.group ?? null));
  for (const [photo, text] of assignments(row.photoDates)) attempt(() => setDate(draft, photo, text));
  if (row.date) attempt(() => setDate(draft, row.photo ?? ALL_PHOTOS, row.date ?? ''));
  for (const [photo, text] of assignments(row.faces)) attempt(() => setFace(draft, row.photo ?? photo, text));
}

/** Set a field once: a second value that differs is somebody's mistake, and nobody knows which. */
function settle<Field extends 'name' | 'sex' | 'birthDate' | 'group'>(
  draft: Draft,
  field: Field,
  value: Draft[Field],
): void {
  const known = draft[field];
  if (known !== null && wordOf(known) !== wordOf(value))
    throw new AppError(
      'invalid',
      `«${draft.folder}» has ${wordOf(known)} above and ${wordOf(value)} here; the first is used.`,
    );
  draft[field] = value;
}

function setDate(draft: Draft, photo: string, text: string): void {
  const key = photo.toLowerCase();
  const date = parsePartialDate(text);
  const known = draft.photoDates.get(key);
  if (known)
    throw new AppError('invalid', `«${draft.folder}/${photo}» is given twice; the date ${known.text} above is used.`);
  draft.photoDates.set(key, date);
}

function setFace(draft: Draft, photo: string, text: string): void {
  if (photo === ALL_PHOTOS) throw new AppError('invalid', `«${text}» does not say in which photo: write «B.jpg=2».`);
  draft.faces.set(photo.toLowerCase(), parseFaceChoice(text));
}

/** `A.jpg=2021-05-03; B.jpg=2022` as pairs; a text without a name stands for all photos. */
function assignments(cell: string | undefined): [photo: string, text: string][] {
  return (cell ?? '')
    .split(/[;|\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const at = part.lastIndexOf('=');
      return at < 0 ? [ALL_PHOTOS, part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    });
}

function parseSex(text: string): ChildRecord['sex'] {
  const sex = SEXES[text.toLowerCase()];
  if (sex === undefined) throw new AppError('invalid', `«${text}» is not known as a sex: write female, male or other.`);
  return sex;
}

function wordOf(value: string | PartialDate | null): string {
  return `«${typeof value === 'string' ? value : (value?.text ?? '')}»`;
}
