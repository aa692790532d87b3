import type { Actor } from '../core/actor.ts';
import { type AuditEntry, appendAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import type { Platform } from '../platform.ts';

/**
 * Write down who did what, in the transaction that does it.
 *
 * The end of the log stays locked until the transaction ends: call it last.
 */
export function audit(app: Platform, tx: Database, actor: Actor, entry: Omit<AuditEntry, 'actor'>): Promise<void> {
  return appendAudit(tx, { key: app.auditKey, at: app.clock() }, { actor, ...entry });
}
