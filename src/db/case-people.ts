import type { Database } from './database.ts';

/** Who has to do with a case: its agency, its officer, its guardian. */
export async function getCasePeople(db: Database, caseId: string) {
  const row = await db
    .selectFrom('case_file')
    .innerJoin('agency', 'agency.id', 'case_file.agency_id')
    .leftJoin('account as officer', 'officer.id', 'case_file.officer_id')
    .leftJoin('account as guardian', 'guardian.id', 'case_file.guardian_id')
    .where('case_file.id', '=', caseId)
    .select(['agency.id as agencyId', 'agency.name as agencyName', 'agency.phone', 'agency.email'])
    .select(['agency.asks_view_reason as asksViewReason'])
    .select(['officer.id as officerId', 'officer.name as officerName'])
    .select(['guardian.id as guardianId', 'guardian.name as guardianName', 'guardian.email as guardianEmail'])
    .executeTakeFirstOrThrow();
  return {
    asksViewReason: row.asksViewReason,
    agency: { id: row.agencyId, name: row.agencyName, phone: row.phone, email: row.email },
    officer: row.officerId === null ? null : { id: row.officerId, name: row.officerName ?? '' },
    guardian:
      row.guardianId === null
        ? null
        : { id: row.guardianId, name: row.guardianName ?? '', email: row.guardianEmail ?? '' },
  };
}

/** An account that may be the guardian of a case. */
export function findGuardianByEmail(db: Database, email: string) {
  return db
    .selectFrom('account')
    .where('email', '=', email.toLowerCase())
    .where('role', '=', 'guardian')
    .where('disabled_at', 'is', null)
    .select(['id', 'name'])
    .executeTakeFirst();
}
