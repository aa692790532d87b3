import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Client } from 'pg';
import type { Gallery } from '../../gallery/gallery.ts';
import { type Room, roomFor } from '../../gallery/room.ts';
import { type Galleries, galleryName, type Loaded, type OpenKey, openedOrNull } from './contract.ts';
import type { LoadOrder, LoadReport, OpenedKeys } from './worker-messages.ts';

export interface LoadOptions {
  readonly databaseUrl: string;
  readonly galleries: Galleries;
  readonly openKey: OpenKey;
  /** One a core when unset. */
  readonly threads?: number;
}

/**
 * Fill empty galleries with all templates of the database, by several threads at once: each reads a part of the table,
 * decrypts it and writes the vectors into the memory of the galleries.
 *
 * @throws what the database throws; galleries that are half full then must not be used
 */
export async function loadTemplates(options: LoadOptions): Promise<Loaded> {
  const client = new Client({ connectionString: options.databaseUrl });
  // The threads may be at work while it is lost: the end of the transaction tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const state = await stateOf(client);
    const unreadable = await loadState(options, state);
    return { since: state.since, unreadable };
  } finally {
    await client.end();
  }
}

/** What the threads load, all in the same snapshot. */
interface TableState {
  readonly snapshot: string;
  /** The oldest transaction that may still write. */
  readonly since: string;
  readonly pages: number;
  /** Templates by the name of their gallery. */
  readonly counts: ReadonlyMap<string, number>;
}

async function stateOf(client: Client): Promise<TableState> {
  const { rows: states } = await client.query<{ snapshot: string; since: string; pages: number }>(`
    select pg_export_snapshot() as snapshot, pg_snapshot_xmin(pg_current_snapshot())::text as since,
      (pg_relation_size('face_template') / current_setting('block_size')::int)::int as pages`);
  const { rows } = await client.query<{ model: string; version: string; count: number }>(
    'select model, version, count(*)::int as count from face_template group by model, version',
  );
  const [state] = states;
  if (!state) throw new RangeError('the database does not tell its snapshot');
  return { ...state, counts: new Map(rows.map((row) => [galleryName(row), row.count])) };
}

async function loadState(options: LoadOptions, { snapshot, pages, counts }: TableState): Promise<string[]> {
  const { databaseUrl, galleries, openKey, threads = availableParallelism() } = options;
  const rooms = roomsIn(galleries, counts, threads);
  const unreadable: string[] = [];
  const workers = Array.from({ length: threads }, (_, index) => {
    const from = Math.floor((index * pages) / threads);
    const to = index === threads - 1 ? null : Math.floor(((index + 1) * pages) / threads);
    return startWorker({ databaseUrl, snapshot, pages: { from, to }, rooms });
  });
  try {
    await Promise.all(workers.map((worker) => follow(worker, { galleries, openKey, unreadable })));
    return unreadable;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    for (const [name, room] of Object.entries(rooms)) galleryOf(galleries, name).release(room);
  }
}

function roomsIn(galleries: Galleries, counts: ReadonlyMap<string, number>, threads: number): Record<string, Room> {
  const rooms: Record<string, Room> = {};
  for (const [name, gallery] of galleries) rooms[name] = gallery.reserve(roomFor(counts.get(name) ?? 0, threads));
  return rooms;
}

/** worker.ts in the sources, worker.js in the build. */
function startWorker(workerData: LoadOrder): Worker {
  return new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), { workerData });
}

interface Following {
  readonly galleries: Galleries;
  readonly openKey: OpenKey;
  readonly unreadable: string[];
}

/** Answer a thread's questions and let the faces in that it has placed, until it is done. */
function follow(worker: Worker, { galleries, openKey, unreadable }: Following): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: LoadReport) => {
      try {
        if (message.kind === 'keys')
          worker.postMessage(message.keys.map((key) => openedOrNull(openKey, key)) satisfies OpenedKeys);
        else if (message.kind === 'written') galleryOf(galleries, message.gallery).enter(message.written);
        else unreadable.push(...message.faceIds);
      } catch (error) {
        reject(error);
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a loading thread stopped with code ${code}`)),
    );
  });
}

function galleryOf(galleries: Galleries, name: string): Gallery {
  const gallery = galleries.get(name);
  if (!gallery) throw new RangeError(`nobody loads the gallery «${name}»`);
  return gallery;
}
