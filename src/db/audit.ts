import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../core/actor.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Database } from './database.ts';
import type { JsonObject } from './schema.ts';

/** Something that somebody did or saw. */
export interface AuditEntry {
  readonly actor: Actor;
  /** `case.view`, `review.decide` …: the actions of the policy table, and what has none. */
  readonly action: string;
  readonly entity?: string;
  readonly entityId?: string;
  /** Why, where a reason must be given: a code of the agency's list. */
  readonly reasonCode?: string;
  /** Ids, counts and codes. Never a name, an address, an image or a template. */
  readonly details?: JsonObject;
}

/** What the chain is made with. */
export interface AuditChain {
  /** HMAC key. Whoever has only the database cannot forge a row. */
  readonly key: Uint8Array;
  readonly at: Date;
}

/**
 * Append a row to the audit log, in the transaction of what it tells about.
 *
 * The end of the chain stays locked until that transaction ends, so rows have one order and no gaps: call it last.
 */
export async function appendAudit(tx: Database, { key, at }: AuditChain, entry: AuditEntry): Promise<void> {
  const head = await tx.selectFrom('audit_head').select(['sequence', 'hash']).forUpdate().executeTakeFirstOrThrow();
  const row = { sequence: head.sequence + 1, at, ...columnsOf(entry) };
  const hash = hashOf(key, head.hash, row);
  await tx
    .insertInto('audit_event')
    .values({ ...row, details: JSON.stringify(row.details), hash })
    .execute();
  await tx.updateTable('audit_head').set({ sequence: row.sequence, hash }).execute();
}

/** Where the chain breaks first, in words; null when it is whole. */
export interface AuditVerdict {
  readonly rows: number;
  readonly broken: { readonly sequence: number; readonly problem: string } | null;
}

/** Rows read at once. */
const PAGE = 1000;

/** An end of the chain that was written down elsewhere, against rows that vanish from its tail. */
export interface AuditAnchor {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

/** Check every row of the log against the chain: an edited, missing or reordered row shows. */
export async function verifyAudit(
  db: Database,
  key: Uint8Array,
  anchors: readonly AuditAnchor[] = [],
  onProgress: (rows: number) => void = () => {},
): Promise<AuditVerdict> {
  const awaited = new Map(anchors.map(({ sequence, hash }) => [sequence, hash]));
  let previous: Uint8Array = new Uint8Array();
  let rows = 0;
  for (;;) {
    const page = await pageAfter(db, rows);
    for (const { hash, ...row } of page) {
      const expected = rows + 1;
      if (row.sequence !== expected)
        return { rows, broken: { sequence: expected, problem: `row ${expected} is missing` } };
      if (!equal(hash, hashOf(key, previous, row)))
        return { rows, broken: { sequence: expected, problem: `row ${expected} or its place was changed` } };
      const anchor = awaited.get(expected);
      if (anchor && !equal(anchor, hash))
        return { rows, broken: { sequence: expected, problem: `row ${expected} is not the one that was anchored` } };
      awaited.delete(expected);
      previous = hash;
      rows++;
    }
    onProgress(rows);
    if (page.length < PAGE) return { rows, broken: await brokenEnd(db, rows, { previous, awaited }) };
  }
}

/** The end of the chain, to be written down elsewhere. */
export async function findAuditHead(db: Database): Promise<AuditAnchor> {
  return db.selectFrom('audit_head').select(['sequence', 'hash']).executeTakeFirstOrThrow();
}

export interface AuditQuery {
  readonly entity?: string | undefined;
  readonly entityId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Null: rows of nobody's agency. */
  readonly agencyId?: string | null;
  /** Only rows before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Rows of the log, newest first. */
export async function listAudit(db: Database, query: AuditQuery) {
  const { entity, entityId, actorId, action, from, to, agencyId, before, limit } = query;
  return db
    .selectFrom('audit_event')
    .select(['sequence', 'at', 'actor_kind as actorKind', 'actor_id as actorId', 'actor_role as actorRole'])
    .select([
      'agency_id as agencyId',
      'action',
      'entity',
      'entity_id as entityId',
      'reason_code as reasonCode',
      'details',
    ])
    .$if(entity !== undefined, (rows) => rows.where('entity', '=', entity ?? ''))
    .$if(entityId !== undefined, (rows) => rows.where('entity_id', '=', entityId ?? ''))
    .$if(actorId !== undefined, (rows) => rows.where('actor_id', '=', actorId ?? ''))
    .$if(action !== undefined, (rows) => rows.where('action', '=', action ?? ''))
    .$if(from !== undefined, (rows) => rows.where('at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (rows) => rows.where('at', '<', new Date(to ?? 0)))
    .$if(agencyId !== undefined, (rows) => rows.where('agency_id', 'is not distinct from', agencyId ?? null))
    .$if(before !== undefined, (rows) => rows.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
}

async function brokenEnd(
  db: Database,
  rows: number,
  { previous, awaited }: { previous: Uint8Array; awaited: ReadonlyMap<number, Uint8Array> },
): Promise<AuditVerdict['broken']> {
  const head = await findAuditHead(db);
  const lastAnchor = Math.max(0, ...awaited.keys());
  if (lastAnchor > rows) return { sequence: rows + 1, problem: `rows ${rows + 1} to ${lastAnchor} are missing` };
  // Rows that were appended since the last page was read are no fault.
  if (head.sequence > rows && (await pageAfter(db, rows)).length > 0) return null;
  if (head.sequence !== rows || !equal(head.hash, previous))
    return { sequence: rows + 1, problem: `the log should end with row ${head.sequence}` };
  return null;
}

async function pageAfter(db: Database, sequence: number) {
  return db
    .selectFrom('audit_event')
    .select(['sequence', 'at', 'actor_kind', 'actor_id', 'actor_role', 'agency_id', 'action', 'entity', 'entity_id'])
    .select(['reason_code', 'details', 'hash'])
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(PAGE)
    .execute();
}

function columnsOf({ actor, action, entity, entityId, reasonCode, details }: AuditEntry) {
  return {
    actor_kind: actor.kind,
    actor_id: idOf(actor),
    actor_role: actor.kind === 'account' ? actor.role : null,
    agency_id: 'agencyId' in actor ? actor.agencyId : null,
    action,
    entity: entity ?? null,
    entity_id: entityId ?? null,
    reason_code: reasonCode ?? null,
    details: details ?? {},
  };
}

function idOf(actor: Actor): string | null {
  if (actor.kind === 'account') return actor.accountId;
  return actor.kind === 'api-key' ? actor.keyId : null;
}

function hashOf(key: Uint8Array, previous: Uint8Array, row: object): Buffer {
  return createHmac('sha256', key).update(previous).update(canonicalJson(row)).digest();
}

function equal(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && timingSafeEqual(first, second);
}
