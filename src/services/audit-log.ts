import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ignoreMissing } from '../adapters/missing-file.ts';
import type { Actor } from '../core/actor.ts';
import { type AuditAnchor, type AuditVerdict, findAuditHead, listAudit, verifyAudit } from '../db/audit.ts';
import { inTransaction } from '../db/database.ts';
import type { Platform } from '../platform.ts';
import { audit } from './audit.ts';
import { reachOf, requirePermission } from './policy.ts';

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
  const agencyId = 'agencyId' in actor ? actor.agencyId : null;
  requirePermission(actor, 'audit.read', { agencyId });
  const scope = reachOf(actor, 'audit.read') === 'any' ? {} : { agencyId };
  const before = cursor === undefined ? undefined : z.coerce.number('This cursor is damaged').int().parse(cursor);
  const rows = await listAudit(app.db, { ...filter, ...scope, before, limit: limit + 1 });
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'audit.read', details: { rows: rows.length } }));
  const items = rows.slice(0, limit).map((row) => AuditRow.parse({ ...row, at: row.at.toISOString() }));
  return { items, next: rows.length > limit ? String(items.at(-1)?.sequence) : null };
}

/** Check the whole log, against the anchors in the data folder too. */
export async function verifyAuditLog(app: Platform, actor: Actor): Promise<AuditVerdict> {
  requirePermission(actor, 'audit.verify');
  const verdict = await verifyAudit(app.db, app.auditKey, await readAnchors(app.dataDir));
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
