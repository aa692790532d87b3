import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { AppError } from '../core/errors.ts';

/** A photo in the folder of a child. */
export interface FolderPhoto {
  readonly path: string;
  /** Path inside the child's folder, with `/`: what children.csv and messages call it. */
  readonly name: string;
  /** True inside a subfolder named `y`: taken young, for `homeward evaluate`. */
  readonly young: boolean;
}

/** One folder is one child. */
export interface IdentityFolder {
  readonly name: string;
  readonly photos: readonly FolderPhoto[];
}

/** What a folder of children holds. */
export interface FolderListing {
  readonly folders: readonly IdentityFolder[];
  /** Photos that lie beside the folders, so that nobody knows whose they are. */
  readonly stray: readonly string[];
}

/** By name, only to choose what to open: what a file is, its bytes say. */
const PHOTO_EXTENSIONS = new Set(['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.avif', '.heic', '.heif']);

/** Formats that people send and Homeward does not read: opened all the same, so that each gets its line. */
const REFUSED_EXTENSIONS = new Set(['.gif', '.bmp', '.tif', '.tiff', '.jp2', '.jxl', '.dng', '.cr2', '.nef', '.pdf']);

const YOUNG_FOLDER = 'y';

/** The order people expect of file names: 2 before 10. The same on every machine. */
const order = new Intl.Collator('en', { numeric: true });

/**
 * The identity folders of a folder with their photos, in the order of their names.
 *
 * Hidden files and folders are left out; links to folders are not followed.
 *
 * @throws AppError `not-found` when there is no such folder, `invalid` when it is a file
 */
export async function listIdentityFolders(dir: string): Promise<IdentityFolder[]> {
  return [...(await listFolder(dir)).folders];
}

/** The same, with the photos that lie in no child's folder. */
export async function listFolder(dir: string): Promise<FolderListing> {
  const entries = await readFolder(dir);
  const folders = entries.filter((entry) => entry.isDirectory());
  const stray = entries.filter((entry) => !entry.isDirectory() && isPhotoName(entry.name));
  return {
    folders: await Promise.all(folders.map(async ({ name }) => ({ name, photos: await listPhotos(join(dir, name)) }))),
    stray: stray.map(({ name }) => name),
  };
}

async function listPhotos(folder: string): Promise<FolderPhoto[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const photos = entries
    .filter((entry) => !entry.isDirectory() && isPhotoName(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const steps = relative(folder, path).split(sep);
      return { path, name: steps.join('/'), young: steps.slice(0, -1).includes(YOUNG_FOLDER) };
    });
  return photos.filter(({ name }) => !isHidden(name)).sort((a, b) => order.compare(a.name, b.name));
}

async function readFolder(dir: string): Promise<Dirent[]> {
  const found = await stat(dir).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw new AppError('not-found', `There is no folder «${dir}».`, { cause });
    throw cause;
  });
  if (!found.isDirectory())
    throw new AppError('invalid', `«${dir}» is a file. Name the folder that holds one folder a child.`);
  const entries = await readdir(dir, { withFileTypes: true });
  return entries.filter(({ name }) => !isHidden(name)).sort((a, b) => order.compare(a.name, b.name));
}

function isPhotoName(name: string): boolean {
  const extension = extname(name).toLowerCase();
  return PHOTO_EXTENSIONS.has(extension) || REFUSED_EXTENSIONS.has(extension);
}

function isHidden(name: string): boolean {
  return name.split('/').some((step) => step.startsWith('.'));
}
