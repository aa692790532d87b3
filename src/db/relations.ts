import type { Database } from './database.ts';

export type RelationKind = 'sibling' | 'twin';

/** A relation has no direction: it lies under the smaller id. */
export async function putRelation(
  db: Database,
  [first, second]: readonly [string, string],
  { kind, createdBy, at }: { kind: RelationKind; createdBy: string | null; at: Date },
): Promise<void> {
  await db
    .insertInto('case_relation')
    .values({ ...pair(first, second), kind, created_by: createdBy, created_at: at })
    .onConflict((conflict) => conflict.columns(['case_id', 'other_case_id']).doUpdateSet({ kind }))
    .execute();
}

/** @returns whether there was one */
export async function deleteRelation(db: Database, first: string, second: string): Promise<boolean> {
  const { case_id, other_case_id } = pair(first, second);
  const { numDeletedRows } = await db
    .deleteFrom('case_relation')
    .where('case_id', '=', case_id)
    .where('other_case_id', '=', other_case_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The relatives of a case, as their own cases say it. */
export function listRelatives(db: Database, caseId: string) {
  return db
    .selectFrom('case_relation')
    .innerJoin('case_file', (join) =>
      join
        .on((relation) =>
          relation.or([
            relation('case_file.id', '=', relation.ref('case_relation.case_id')),
            relation('case_file.id', '=', relation.ref('case_relation.other_case_id')),
          ]),
        )
        .on('case_file.id', '<>', caseId),
    )
    .where((relation) =>
      relation.or([
        relation('case_relation.case_id', '=', caseId),
        relation('case_relation.other_case_id', '=', caseId),
      ]),
    )
    .select(['case_file.id', 'case_file.number', 'case_file.child_name as childName', 'case_file.state'])
    .select(['case_file.agency_id as agencyId', 'case_file.guardian_id as guardianId'])
    .select(['case_file.is_protected as isProtected', 'case_relation.kind', 'case_file.birth_date as birthDate'])
    .$narrowType<{ kind: RelationKind; state: 'draft' | 'open' | 'resolved' | 'withdrawn' }>()
    .orderBy('case_file.number')
    .execute();
}

function pair(first: string, second: string) {
  return first < second ? { case_id: first, other_case_id: second } : { case_id: second, other_case_id: first };
}
