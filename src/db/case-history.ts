import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Json } from './schema.ts';

/** Who changed a case after a version of it, oldest first. `fields` is empty where the state changed. */
export async function listChangesSince(db: Database, caseId: string, version: number) {
  const rows = await caseEvents(db, caseId)
    .where(sql<boolean>`(audit_event.details->>'version')::int > ${version}`)
    .orderBy('audit_event.sequence')
    .execute();
  return rows.map((row) => ({ ...row, fields: textsOf(row.details, 'fields') }));
}

/** Which events of a case: all that changed it, all who looked, or those of a list. */
type EventKind = 'changes' | 'looks' | readonly string[];

/** What happened to a case, its photos and its matches, newest first, before a place in the log. */
export async function listCaseEvents(
  db: Database,
  caseId: string,
  { kind, before, limit }: { kind: EventKind; before: number | null; limit: number },
) {
  const rows = await caseEvents(db, caseId)
    .where((event) => {
      if (kind === 'looks') return isLook;
      return kind === 'changes' ? event.not(isLook) : event('audit_event.action', 'in', [...kind]);
    })
    .$if(before !== null, (query) => query.where('audit_event.sequence', '<', before ?? 0))
    .orderBy('audit_event.sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ details, ...row }) => ({ ...row, fields: textsOf(details, 'fields') }));
}

/** Actions that change nothing: somebody saw it, or took a copy. */
const isLook = sql<boolean>`audit_event.action ~ '[.](view|view-public|list|original|export)$'`;

const caseEvents = (db: Database, caseId: string) =>
  db
    .selectFrom('audit_event')
    .leftJoin('account', 'account.id', 'audit_event.actor_id')
    .leftJoin('agency', 'agency.id', 'audit_event.agency_id')
    .where((event) =>
      event.or([
        event('audit_event.entity', '=', 'case').and('audit_event.entity_id', '=', caseId),
        event('audit_event.entity', '=', 'photo').and('audit_event.entity_id', 'in', idsOf(db, 'photo', caseId)),
        event('audit_event.entity', '=', 'match').and('audit_event.entity_id', 'in', idsOf(db, 'match', caseId)),
      ]),
    )
    .select(['audit_event.sequence', 'audit_event.at', 'audit_event.action', 'audit_event.details'])
    .select(['audit_event.actor_kind as actorKind', 'audit_event.actor_role as actorRole', 'account.name'])
    .select(['audit_event.reason_code as reasonCode', 'agency.name as agencyName']);

/** The log has ids as text. */
const idsOf = (db: Database, table: 'photo' | 'match', caseId: string) =>
  db.selectFrom(table).where('case_id', '=', caseId).select(sql<string>`id::text`.as('id'));

function textsOf(details: Json, name: string): string[] {
  const value = details !== null && typeof details === 'object' && !Array.isArray(details) ? details[name] : undefined;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
