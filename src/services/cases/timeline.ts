import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { listCaseEvents } from '../../db/case-history.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { isGuardian, loadCase } from './load.ts';

export const TimelineEvent = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  action: z.string(),
  by: z.string().describe('Name of the person; for the guardian, of the agency'),
  role: z.string().nullable(),
  reasonCode: z.string().nullable(),
  fields: z.array(z.string()).describe('Which fields an edit changed'),
});
export type TimelineEvent = z.output<typeof TimelineEvent>;

/** What a guardian is told of: where the case stands. */
const FOR_GUARDIANS = ['case.create', 'case.take-over', 'case.open', 'case.resolve', 'case.withdraw', 'case.reopen'];

/** What happened to a case, newest first. `onlyLooks`: who saw it, instead of who changed it. */
export async function listTimeline(
  app: Platform,
  actor: Actor,
  caseId: string,
  page: { readonly onlyLooks?: boolean | undefined; readonly before?: number | null; readonly limit?: number } = {},
): Promise<{ items: TimelineEvent[]; next: number | null }> {
  const { onlyLooks = false, before = null, limit = 50 } = page;
  const kind = isGuardian(actor) ? FOR_GUARDIANS : onlyLooks ? 'looks' : 'changes';
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'case.view', caseId);
    const found = await listCaseEvents(tx, caseId, { kind, before, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const details = { part: 'history' };
    await audit(app, tx, actor, { action: 'case.view', entity: 'case', entityId: caseId, details });
    return {
      items: rows.map((row) => eventOf(row, isGuardian(actor))),
      next: found.length > limit ? (rows.at(-1)?.sequence ?? null) : null,
    };
  });
}

type Row = Awaited<ReturnType<typeof listCaseEvents>>[number];

function eventOf(row: Row, isForGuardian: boolean): TimelineEvent {
  const isOfAgency = row.agencyName !== null;
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    action: row.action,
    by: (isForGuardian && isOfAgency ? row.agencyName : nameOf(row)) ?? 'Homeward',
    role: row.actorRole,
    reasonCode: isForGuardian ? null : row.reasonCode,
    fields: row.fields,
  };
}

function nameOf({ actorKind, name, agencyName }: Row): string | null {
  return actorKind === 'api-key' ? `A program of ${agencyName}` : name;
}
