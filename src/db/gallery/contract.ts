import type { Gallery } from '../../gallery/gallery.ts';
import type { DataKeyRow } from '../keys.ts';

/** Galleries by `galleryName`. */
export type Galleries = ReadonlyMap<string, Gallery>;

/** The name of the gallery that holds the templates of one model in one version. */
export function galleryName({ model, version }: { readonly model: string; readonly version: string }): string {
  return `${model} ${version}`;
}

/** Opens a data key, as the vault does. What it throws makes the key's templates unreadable. */
export type OpenKey = (key: DataKeyRow) => Uint8Array;

/** How far galleries follow the database. */
export interface Loaded {
  /** The oldest transaction that may still write: what to ask `loadChanges` for next. */
  readonly since: string;
  /** Faces whose templates cannot be opened, because they or their key were damaged: they are in no gallery. */
  readonly unreadable: readonly string[];
}

/** One damaged key must not keep all other faces from being found; its faces are told as unreadable. */
export function openedOrNull(openKey: OpenKey, key: DataKeyRow): Uint8Array | null {
  try {
    return openKey(key);
  } catch {
    return null;
  }
}
