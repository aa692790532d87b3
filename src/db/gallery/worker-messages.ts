import type { Room, Written } from '../../gallery/room.ts';
import type { DataKeyRow } from '../keys.ts';

/** What a loading thread gets at its start. */
export interface LoadOrder {
  readonly databaseUrl: string;
  /** Name of the exported snapshot, so that all threads see the same state. */
  readonly snapshot: string;
  /** First page of the table, and the one after the last; null: to the end. */
  readonly pages: { readonly from: number; readonly to: number | null };
  /** Room in each gallery, by its name; templates of others are left. */
  readonly rooms: Readonly<Record<string, Room>>;
}

/** From a loading thread: data keys to be opened, or faces that are in their places. */
export type LoadReport =
  | { readonly kind: 'keys'; readonly keys: readonly DataKeyRow[] }
  | {
      readonly kind: 'written';
      readonly gallery: string;
      readonly written: Written;
    }
  /** Faces whose templates could not be opened. */
  | { readonly kind: 'unreadable'; readonly faceIds: readonly string[] };

/** To a loading thread: the keys it asked for, in order; null for one that cannot be opened. */
export type OpenedKeys = readonly (Uint8Array | null)[];
