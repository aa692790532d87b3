import { createSecretKey, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Facts } from '../../gallery/facts.ts';
import { openRoom, type RoomWriter } from '../../gallery/room.ts';
import type { DataKeyRow } from '../keys.ts';
import { binaryRows } from './binary-copy.ts';
import { galleryName } from './contract.ts';
import { COLUMNS, openRow, openRowReader, type SealedRow, TABLES } from './sealed-row.ts';
import type { LoadOrder, LoadReport, OpenedKeys } from './worker-messages.ts';

/** Rows that are worked on together: one question for keys, one report. */
const BATCH = 1000;

/** Open keys are forgotten when there are so many; templates of one owner lie near each other. */
const MOST_KEYS = 4000;

/** Enough for the joins of a million faces without temporary files. */
const WORK_MEMORY = '256MB';

// What load.ts sends; threads of one program need no validation between them.
const order = workerData as LoadOrder;
const writers = new Map(Object.entries(order.rooms).map(([name, room]) => [name, openRoom(room)]));
const report = (message: LoadReport) => parentPort?.postMessage(message);
await load();
parentPort?.close();

async function load(): Promise<void> {
  const client = new Client({ connectionString: order.databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set transaction snapshot '${order.snapshot}'`);
    await client.query(`set local work_mem = '${WORK_MEMORY}'`);
    const keys = new Map<string, KeyObject | null>();
    const read = openRowReader();
    let batch: SealedRow[] = [];
    for await (const rows of binaryRows(client.query(copyTo(copyStatement(order.pages))))) {
      for (const fields of rows) batch.push(read(fields));
      if (batch.length < BATCH) continue;
      await place(batch, keys);
      batch = [];
    }
    await place(batch, keys);
  } finally {
    await client.end();
  }
}

/** Pages are read in order, each by one thread. */
function copyStatement({ from, to }: LoadOrder['pages']): string {
  const end = to === null ? '' : ` and template.ctid < '(${to},0)'`;
  return `copy (select ${COLUMNS} from ${TABLES} where template.ctid >= '(${from},0)'${end}) to stdout (format binary)`;
}

/** Open data keys by their ids; null for one that cannot be opened. */
type Keys = Map<string, KeyObject | null>;

async function place(rows: readonly SealedRow[], keys: Keys): Promise<void> {
  await askForKeys(rows, keys);
  const unreadable: string[] = [];
  for (const [name, own] of byGallery(rows)) {
    const writer = writers.get(name);
    if (writer) unreadable.push(...write(name, writer, own, keys));
  }
  if (unreadable.length > 0) report({ kind: 'unreadable', faceIds: unreadable });
}

async function askForKeys(rows: readonly SealedRow[], keys: Keys): Promise<void> {
  if (keys.size > MOST_KEYS) keys.clear();
  const wanted = new Map<string, DataKeyRow>();
  for (const { key } of rows) {
    if (keys.has(key.id) || wanted.has(key.id)) continue;
    // A copy: posted as it is, it would take everything with it that came over the wire together with it.
    wanted.set(key.id, { ...key, wrapped: new Uint8Array(key.wrapped) });
  }
  if (wanted.size === 0 || !parentPort) return;
  const answer = once(parentPort, 'message');
  report({ kind: 'keys', keys: [...wanted.values()] });
  const [opened]: [OpenedKeys] = (await answer) as [OpenedKeys];
  for (const [index, id] of [...wanted.keys()].entries()) {
    const key = opened[index];
    keys.set(id, key ? createSecretKey(key) : null);
  }
}

/** Rows that follow one another are mostly of one model, so their gallery's name is seldom put together. */
function byGallery(rows: readonly SealedRow[]): Map<string, SealedRow[]> {
  const galleries = new Map<string, SealedRow[]>();
  let last: SealedRow | undefined;
  let own: SealedRow[] = [];
  for (const row of rows) {
    if (row.model !== last?.model || row.version !== last.version) {
      const name = galleryName(row);
      own = galleries.get(name) ?? [];
      galleries.set(name, own);
      last = row;
    }
    own.push(row);
  }
  return galleries;
}

/** @returns faces whose templates could not be opened */
function write(gallery: string, writer: RoomWriter, rows: readonly SealedRow[], keys: Keys): string[] {
  const slots: number[] = [];
  const ids: string[] = [];
  const facts: Facts[] = [];
  const unreadable: string[] = [];
  let error = 0;
  for (const row of rows) {
    const key = keys.get(row.key.id);
    const code = key && openRow(row, key);
    if (!code) {
      unreadable.push(row.faceId);
      continue;
    }
    const placed = writer.write(code);
    error = Math.max(error, placed.error);
    slots.push(placed.slot);
    ids.push(row.faceId);
    // Equal facts are one object: threads exchange it once.
    const last = facts.at(-1);
    facts.push(last && areEqual(last, row.facts) ? last : row.facts);
  }
  if (slots.length > 0) report({ kind: 'written', gallery, written: { slots, ids, facts, error } });
  return unreadable;
}

function areEqual(one: Facts, other: Facts): boolean {
  return (
    one.owner === other.owner &&
    one.purpose === other.purpose &&
    one.agency === other.agency &&
    one.isSearchable === other.isSearchable &&
    one.isProtected === other.isProtected
  );
}
