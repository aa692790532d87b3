import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ALL_PHOTOS, type ChildRecord, type ChildrenCsv, parseChildrenCsv } from '../../adapters/children-csv.ts';
import type { FaceChoice } from '../../adapters/face-choice.ts';
import { type FolderPhoto, type IdentityFolder, listFolder } from '../../adapters/folders.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import type { PartialDate } from '../../core/partial-date.ts';

/** Something that could not be used, and what to do about it. */
export interface Problem {
  /** Which photo, folder or row; as the person would name it. */
  readonly where: string;
  readonly message: string;
}

/** A photo to enrol, with what children.csv says about it. */
export interface RosterPhoto extends FolderPhoto {
  readonly taken: PartialDate | null;
  readonly choice: FaceChoice | null;
}

/** A child of the folder, with what children.csv says about it. */
export interface RosterChild {
  /** Name of the folder: the child's name in candidate lists. */
  readonly child: string;
  readonly name: string | null;
  readonly sex: ChildRecord['sex'];
  readonly birthDate: PartialDate | null;
  /** Label for comparing error rates; see ChildRecord. */
  readonly group: string | null;
  readonly photos: readonly RosterPhoto[];
}

/** Who is in a folder of children. */
export interface Roster {
  readonly children: readonly RosterChild[];
  readonly problems: readonly Problem[];
}

const CSV_NAME = 'children.csv';

/**
 * Read a folder of children: one folder a child, and children.csv when it is there.
 *
 * @param choices which face is meant, by `child/photo`; goes before children.csv
 * @throws AppError `not-found` or `invalid` when there is nothing to enrol at all
 */
export async function readRoster(dir: string, choices: ReadonlyMap<string, FaceChoice> = new Map()): Promise<Roster> {
  const { folders, stray } = await listFolder(dir);
  if (folders.every(({ photos }) => photos.length === 0)) throw nothingThere(dir, stray.length);
  const problems: Problem[] = stray.map((name) => ({
    where: name,
    message: 'This photo lies in no child’s folder, so nobody knows whose it is. Put it into the folder of the child.',
  }));
  const csv = await readCsv(dir, problems);
  const records = assignRecords(csv.children, folders, problems);
  const children = folders.map((folder) => joinChild(folder, records.get(folder.name), choices, problems));
  problems.push(...sameNames(folders), ...unknownChoices(children, choices));
  return { children, problems };
}

function nothingThere(dir: string, stray: number): AppError {
  const found = stray > 0 ? `The photos lie in ${dir} itself, and no folder in it holds any` : `${dir} holds no photos`;
  return new AppError('invalid', `${found}. Make one folder for each child, with the photos of that child in it.`);
}

async function readCsv(dir: string, problems: Problem[]): Promise<ChildrenCsv> {
  const file = (await readdir(dir)).find((name) => name.toLowerCase() === CSV_NAME);
  if (!file) return { children: [], problems: [] };
  try {
    const csv = parseChildrenCsv(await readFile(join(dir, file)));
    problems.push(...csv.problems.map(({ row, message }) => ({ where: rowOf(row), message })));
    return csv;
  } catch (error) {
    problems.push({ where: file, message: `${messageOf(error)} It is left out; dates come from the cameras.` });
    return { children: [], problems: [] };
  }
}

/** By the exact name, else by the same name in other capitals when only one folder has it. */
function assignRecords(
  records: readonly ChildRecord[],
  folders: readonly IdentityFolder[],
  problems: Problem[],
): Map<string, ChildRecord> {
  const assigned = new Map<string, ChildRecord>();
  for (const record of records) {
    const alike = folders.filter(({ name }) => plain(name) === plain(record.folder));
    const folder = alike.find(({ name }) => name === record.folder) ?? (alike.length === 1 ? alike[0] : undefined);
    const where = rowOf(record.row);
    if (!folder)
      problems.push({ where, message: `There is no folder «${record.folder}». Mend the name, or make the folder.` });
    else if (assigned.has(folder.name))
      problems.push({
        where,
        message: `The folder «${folder.name}» was described above already; this row is left out.`,
      });
    else assigned.set(folder.name, record);
  }
  return assigned;
}

function joinChild(
  { name: child, photos }: IdentityFolder,
  record: ChildRecord | undefined,
  choices: ReadonlyMap<string, FaceChoice>,
  problems: Problem[],
): RosterChild {
  if (photos.length === 0)
    problems.push({ where: child, message: 'This folder holds no photo, so the child is not searched for.' });
  if (record) problems.push(...unknownPhotos(child, photos, record));
  return {
    child,
    name: record?.name ?? null,
    sex: record?.sex ?? null,
    birthDate: record?.birthDate ?? null,
    group: record?.group ?? null,
    photos: photos.map((photo) => ({
      ...photo,
      taken: (record && (findFor(photo, record.photoDates) ?? record.photoDates.get(ALL_PHOTOS))) ?? null,
      choice: choices.get(`${child}/${photo.name}`) ?? (record && findFor(photo, record.faces)) ?? null,
    })),
  };
}

function findFor<T>(photo: FolderPhoto, values: ReadonlyMap<string, T>): T | undefined {
  return namesOf(photo).flatMap((name) => values.get(name) ?? [])[0];
}

/** What children.csv may call a photo: its path in the folder, or its file name alone. */
function namesOf({ name }: FolderPhoto): string[] {
  const small = name.toLowerCase();
  return [small, basename(small)];
}

function unknownPhotos(child: string, photos: readonly FolderPhoto[], record: ChildRecord): Problem[] {
  const known = new Set([ALL_PHOTOS, ...photos.flatMap(namesOf)]);
  const named = new Set([...record.photoDates.keys(), ...record.faces.keys()]);
  return [...named]
    .filter((name) => !known.has(name))
    .map((name) => ({
      where: rowOf(record.row),
      message: `The folder «${child}» has no photo «${name}». Mend the name.`,
    }));
}

/** Two folders that differ in capitals only are most likely one child; merging them is for a person to decide. */
function sameNames(folders: readonly IdentityFolder[]): Problem[] {
  return folders.flatMap(({ name }, index) => {
    const earlier = folders.slice(0, index).find((other) => plain(other.name) === plain(name));
    if (!earlier) return [];
    const message = `This folder has the same name as «${earlier.name}». If it is the same child, put the photos into one folder; until then both are searched for, as two children.`;
    return [{ where: name, message }];
  });
}

function unknownChoices(children: readonly RosterChild[], choices: ReadonlyMap<string, FaceChoice>): Problem[] {
  const known = new Set(children.flatMap(({ child, photos }) => photos.map(({ name }) => `${child}/${name}`)));
  return [...choices.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({ where: `--face ${name}`, message: 'There is no such photo. Name it as CHILD/PHOTO.jpg.' }));
}

function plain(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

function rowOf(row: number): string {
  return `${CSV_NAME} row ${row}`;
}
