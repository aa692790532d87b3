import { sql } from 'kysely';
import type { Database } from './database.ts';

export type NoteVisibility = 'guardian' | 'staff';

export async function insertNote(
  db: Database,
  note: { caseId: string; authorId: string | null; visibility: NoteVisibility; text: string; at: Date },
): Promise<string> {
  const { id } = await db
    .insertInto('case_note')
    .values({
      case_id: note.caseId,
      author_id: note.authorId,
      visibility: note.visibility,
      text: note.text,
      created_at: note.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The end of a page. */
export interface NotePosition {
  readonly key: string;
  readonly id: string;
}

/** Notes of a case, newest first. */
export function listNotes(
  db: Database,
  caseId: string,
  { visibility, after, limit }: { visibility: readonly NoteVisibility[]; after: NotePosition | null; limit: number },
) {
  return db
    .selectFrom('case_note')
    .leftJoin('account', 'account.id', 'case_note.author_id')
    .leftJoin('agency', 'agency.id', 'account.agency_id')
    .where('case_note.case_id', '=', caseId)
    .where('case_note.visibility', 'in', [...visibility])
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(case_note.created_at, case_note.id) < (${after?.key}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .select(['case_note.id', 'case_note.visibility', 'case_note.text', 'case_note.created_at as createdAt'])
    .select(['account.name', 'account.role', 'agency.name as agencyName'])
    .select(sql<string>`case_note.created_at::text`.as('sortKey'))
    .$narrowType<{ visibility: NoteVisibility }>()
    .orderBy('case_note.created_at', 'desc')
    .orderBy('case_note.id', 'desc')
    .limit(limit)
    .execute();
}
