import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connect, makeArrowTable, type Table } from '@lancedb/lancedb';
import { getLoadablePath } from 'sqlite-vec';
import { openGallery } from '../src/gallery/exact.ts';
import type { Facts } from '../src/gallery/facts.ts';
import { childOf, LENGTH, faces as syntheticFaces } from './synthetic.ts';

/** Something that faces are enrolled in and searched with, each search exact. */
export interface Searcher {
  readonly name: string;
  enrol(faces: number): Promise<void>;
  /** @returns the numbers of the nearest faces, nearest first */
  search(probe: Float32Array, k: number): Promise<number[]>;
  /** Bytes reserved for the vectors, where it tells. */
  bytes(): number | undefined;
  close(): Promise<void>;
}

/** How many faces go in at once, where that is quicker. */
const BATCH = 10_000;

export const searchers: Readonly<Record<string, () => Promise<Searcher>>> = {
  homeward: async () => openHomeward({}),
  'one-thread': async () => openHomeward({ workers: 0 }),
  'sqlite-vec': openSqliteVec,
  lancedb: openLanceDb,
};

/** What is the same of all synthetic faces of a child. */
function factsOf(index: number): Facts {
  const owner = `child-${childOf(index)}`;
  return { owner, purpose: 'reference', agency: null, isSearchable: true, isProtected: false };
}

function openHomeward(options: { workers?: number }): Searcher {
  const gallery = openGallery({ length: LENGTH, ...options });
  return {
    name: 'Homeward',
    async enrol(faces) {
      for (const [index, vector] of syntheticFaces(faces)) gallery.add(`${index}`, vector, factsOf(index));
    },
    search: async (probe, k) => (await gallery.search(probe, k)).map(({ id }) => Number(id)),
    bytes: () => gallery.bytes,
    close: () => gallery.close(),
  };
}

/** In memory, by Euclidean distance: of unit vectors the same order as by cosine, and its quickest. */
async function openSqliteVec(): Promise<Searcher> {
  const db = new DatabaseSync(':memory:', { allowExtension: true });
  db.loadExtension(getLoadablePath());
  db.exec(`create virtual table face using vec0(embedding float[${LENGTH}])`);
  const query = db.prepare('select rowid from face where embedding match ? and k = ? order by distance');
  return {
    name: 'sqlite-vec 0.1.9',
    async enrol(faces) {
      const insert = db.prepare('insert into face (rowid, embedding) values (?, ?)');
      db.exec('begin');
      for (const [index, vector] of syntheticFaces(faces)) insert.run(BigInt(index + 1), bytesOf(vector));
      db.exec('commit');
    },
    search: async (probe, k) => query.all(bytesOf(probe), k).map(({ rowid }) => Number(rowid) - 1),
    bytes: () => undefined,
    close: async () => db.close(),
  };
}

/** A table without an index, so that a search looks at every row. */
async function openLanceDb(): Promise<Searcher> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-bench-lancedb-'));
  const db = await connect(folder);
  let table: Table | undefined;
  return {
    name: 'LanceDB 0.39.0',
    async enrol(faces) {
      let rows: { id: number; vector: number[] }[] = [];
      for (const [index, vector] of syntheticFaces(faces)) {
        rows.push({ id: index, vector: Array.from(vector) });
        if (rows.length < BATCH && index < faces - 1) continue;
        const data = makeArrowTable(rows);
        if (table) await table.add(data);
        else table = await db.createTable('face', data);
        rows = [];
      }
    },
    async search(probe, k) {
      const found = await table?.vectorSearch(probe).distanceType('dot').limit(k).select(['id', '_distance']).toArray();
      return (found ?? []).map(({ id }) => Number(id));
    },
    bytes: () => undefined,
    async close() {
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
