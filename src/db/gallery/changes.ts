import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { type Galleries, galleryName, type Loaded, type OpenKey, openedOrNull } from './contract.ts';
import { COLUMNS, openRow, type SealedColumns, type SealedRow, sealedRow, TABLES } from './sealed-row.ts';

export interface ChangeOptions {
  readonly galleries: Galleries;
  readonly openKey: OpenKey;
  /** What the last load or the last changes returned. */
  readonly since: string;
}

/** What has come into galleries, and gone from them. */
export interface Changed extends Loaded {
  /** Templates that came, changed or went. Those of long transactions are told more than once. */
  readonly templates: number;
}

/** Templates that are read at once: 3 MB. */
const PAGE = 2000;

/**
 * Bring galleries up to date: everything committed before this call is in them afterwards ([Note: changed templates]).
 *
 * What a transaction wrote that was still running at the last call is read again, because it may have been committed
 * since; to enrol a face twice changes nothing.
 */
export async function loadChanges(db: Database, options: ChangeOptions): Promise<Changed> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const since = await oldestRunning(tx);
      let templates = await removeGone(tx, options);
      const unreadable: string[] = [];
      for (let after = 0; ; ) {
        const rows = await listChanged(tx, options.since, after);
        for (const row of rows.map(sealedRow)) if (!enrol(row, options)) unreadable.push(row.faceId);
        templates += rows.length;
        after = rows.at(-1)?.id ?? after;
        if (rows.length < PAGE) return { since, templates, unreadable };
      }
    });
}

async function oldestRunning(tx: Database): Promise<string> {
  const xmin = sql<string>`pg_snapshot_xmin(pg_current_snapshot())::text`;
  const { since } = await tx.selectNoFrom(xmin.as('since')).executeTakeFirstOrThrow();
  return since;
}

/** Templates that are no more, and whose face has no new one of the same model. @returns how many */
async function removeGone(tx: Database, { galleries, since }: ChangeOptions): Promise<number> {
  const { rows } = await sql<{ faceId: string; model: string; version: string }>`
    select face_id as "faceId", model, version from template_gone gone
    where ${changedSince('gone', since)} and not exists (
      select from face_template template
      where (template.face_id, template.model, template.version) = (gone.face_id, gone.model, gone.version))`.execute(
    tx,
  );
  for (const row of rows) galleries.get(galleryName(row))?.remove(row.faceId);
  return rows.length;
}

async function listChanged(tx: Database, since: string, after: number) {
  const { rows } = await sql<SealedColumns & { id: number }>`
    select template.id, ${sql.raw(COLUMNS)} from ${sql.raw(TABLES)}
    where ${changedSince('template', since)} and template.id > ${after}
    order by template.id limit ${PAGE}`.execute(tx);
  return rows;
}

/** A row from a restored backup may name a transaction that this server has yet to see: that is no change. */
function changedSince(table: 'template' | 'gone', since: string) {
  const changedIn = sql.ref(`${table}.changed_in`);
  return sql`${changedIn} >= ${since}::xid8 and ${changedIn} < pg_snapshot_xmax(pg_current_snapshot())`;
}

/** @returns whether the template could be opened; one of a model that nobody searches needs not be */
function enrol(row: SealedRow, { galleries, openKey }: ChangeOptions): boolean {
  const gallery = galleries.get(galleryName(row));
  if (!gallery) return true;
  const key = openedOrNull(openKey, row.key);
  const code = key && openRow(row, key);
  if (code) gallery.addCode(row.faceId, code, row.facts);
  else gallery.remove(row.faceId);
  return Boolean(code);
}
