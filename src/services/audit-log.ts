import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ignoreMissing } from '../adapters/missing-file.ts';
import type { Actor } from '../core/actor.ts';
import { listStaffNames } from '../db/accounts.ts';
import {
  type AuditAnchor,
  type AuditQuery,
  type AuditVerdict,
  findAuditHead,
  listAudit,
  verifyAudit,
} from '../db/audit.ts';
import { inTransaction } from '../db/database.ts';
import type { Platform } from '../platform.ts';
import { audit } from './audit.ts';
import { reachOf, requirePermission } from './policy.ts';

/** Rows of a file that are read at once. */
const EXPORT_PAGE = 1000;

export const AuditFilter = z.object({
  entity: z.string().max(50).optional(),
  entityId: z.string().max(100).optional(),
  actorId: z.uuid().optional(),
  action: z.string().max(100).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AuditFilter = z.output<typeof AuditFilter>;

export const AuditRow = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  actorRole: z.string().nullable(),
  agencyId: z.string().nullable(),
  action: z.string(),
  entity: z.string().nullable(),
  entityId: z.string().nullable(),
  reasonCode: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.output<typeof AuditRow>;

/** Rows of the audit log, newest first; a lead sees those of the own agency. Looking is audited as well. */
export async function listAuditEvents(
  app: Platform,
  actor: Actor,
  { cursor, limit, ...filter }: AuditFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: AuditRow[]; next: string | null }> {
  const scope = auditScope(actor);
  const before = cursor === undefined ? undefined : z.coerce.number('This cursor is damaged').int().parse(cursor);
  const rows = await listAudit(app.db, { ...filter, ...scope, before, limit: limit + 1 });
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'audit.read', details: { rows: rows.length } }));
  const items = rows.slice(0, limit).map(shownRow);
  return { items, next: rows.length > limit ? String(items.at(-1)?.sequence) : null };
}

/** All rows that a filter lets through, newest first, a page at a time: for a file. Taking them along is audited. */
export async function exportAuditEvents(
  app: Platform,
  actor: Actor,
  filter: AuditFilter,
): Promise<AsyncIterable<AuditRow[]>> {
  const scope = auditScope(actor);
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'audit.export' }));
  return pagesOf(app, { ...filter, ...scope });
}

async function* pagesOf(app: Platform, filter: Omit<AuditQuery, 'limit'>): AsyncGenerator<AuditRow[]> {
  let before: number | undefined;
  do {
    const rows = await listAudit(app.db, { ...filter, before, limit: EXPORT_PAGE });
    yield rows.map(shownRow);
    before = rows.length < EXPORT_PAGE ? undefined : rows.at(-1)?.sequence;
  } while (before !== undefined);
}

/** Who the people in rows of the log are; only staff have a name there. */
export async function namesInAudit(
  app: Platform,
  actor: Actor,
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<string, string>> {
  auditScope(actor);
  const ids = rows.flatMap(({ actorKind, actorId }) => (actorKind === 'account' && actorId ? [actorId] : []));
  const names = await listStaffNames(app.db, [...new Set(ids)]);
  return new Map(names.map(({ id, name }) => [id, name]));
}

/** How long the log is. */
export async function countAuditEvents(app: Platform, actor: Actor): Promise<number> {
  requirePermission(actor, 'audit.verify');
  return (await findAuditHead(app.db)).sequence;
}

/** Check the whole log, against the anchors in the data folder too. @param onProgress is told the rows checked so far */
export async function verifyAuditLog(
  app: Platform,
  actor: Actor,
  onProgress?: (rows: number) => void,
): Promise<AuditVerdict> {
  requirePermission(actor, 'audit.verify');
  const verdict = await verifyAudit(app.db, app.auditKey, await readAnchors(app.dataDir), onProgress);
  await inTransaction(app.db, (tx) =>
    audit(app, tx, actor, {
      action: 'audit.verify',
      details: { rows: verdict.rows, isWhole: verdict.broken === null },
    }),
  );
  return verdict;
}

/**
 * Write the end of the log down in the data folder, where whoever cuts it off in the database cannot reach.
 *
 * Copy the file to another machine now and then: it holds hashes only.
 */
export async function anchorAudit(app: Platform): Promise<void> {
  const { sequence, hash } = await findAuditHead(app.db);
  await appendFile(anchorFile(app.dataDir), `${sequence} ${Buffer.from(hash).toString('hex')}\n`, { mode: 0o600 });
}

/** Of whom the log tells: everybody, or the own agency. */
function auditScope(actor: Actor): { agencyId?: string | null } {
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  requirePermission(actor, 'audit.read', { agencyId });
  return reachOf(actor, 'audit.read') === 'any' ? {} : { agencyId };
}

function shownRow(row: Awaited<ReturnType<typeof listAudit>>[number]): AuditRow {
  return AuditRow.parse({ ...row, at: row.at.toISOString() });
}

async function readAnchors(dataDir: string): Promise<AuditAnchor[]> {
  const text = (await readFile(anchorFile(dataDir), 'utf8').catch(ignoreMissing)) ?? '';
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([sequence, hash]) =>
      sequence && hash && sequence !== '0' ? [{ sequence: Number(sequence), hash: Buffer.from(hash, 'hex') }] : [],
    );
}

function anchorFile(dataDir: string): string {
  return join(dataDir, 'audit-anchors.log');
}
