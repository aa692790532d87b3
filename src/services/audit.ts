import type { Actor } from '../core/actor.ts';
import { type AuditEntry, appendAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { notifyLive } from '../db/live.ts';
import type { Platform } from '../platform.ts';
import { endsListening, topicsOf } from './live-topics.ts';

/**
 * Write down who did what, in the transaction that does it, and tell open lists that they are out of date.
 *
 * The end of the log stays locked until the transaction ends: call it last.
 */
export async function audit(
  app: Platform,
  tx: Database,
  actor: Actor,
  entry: Omit<AuditEntry, 'actor'>,
): Promise<void> {
  await appendAudit(tx, { key: app.auditKey, at: app.clock() }, { actor, ...entry });
  const topics = topicsOf(entry.action);
  const ended = endsListening(entry.action) ? (entry.entityId ?? null) : null;
  if (topics.length === 0 && ended === null) return;
  await notifyLive(tx, { topics, agencyId: 'agencyId' in actor ? actor.agencyId : null, caseId: caseOf(entry), ended });
}

function caseOf({ entity, entityId, details }: Omit<AuditEntry, 'actor'>): string | null {
  if (entity === 'case') return entityId ?? null;
  const named = details?.caseId;
  return typeof named === 'string' ? named : null;
}
