import type { Database } from './database.ts';

export type ErasureKind =
  | 'case-biometrics'
  | 'case-photos'
  | 'case-record'
  | 'photo'
  | 'sighting'
  | 'sighting-content'
  | 'search-probe'
  | 'account'
  | 'watch-source';

/** Something that was erased: ids only, so that the list may lie beside any backup. */
export interface Erasure {
  readonly id: string;
  readonly kind: ErasureKind;
  readonly subjectId: string;
  readonly at: Date;
}

export async function insertErasure(
  tx: Database,
  { kind, subjectId, at }: Omit<Erasure, 'id'>,
  certificateId: string | null = null,
): Promise<void> {
  await tx.insertInto('erasure').values({ kind, subject_id: subjectId, certificate_id: certificateId, at }).execute();
}

/** Write down again what a list beside the database knows; what is there already stays. @returns those that were not */
export async function insertMissingErasures(tx: Database, erasures: readonly Erasure[]): Promise<Erasure[]> {
  if (erasures.length === 0) return [];
  const added = await tx
    .insertInto('erasure')
    .values(erasures.map(({ id, kind, subjectId, at }) => ({ id, kind, subject_id: subjectId, at })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const ids = new Set(added.map(({ id }) => id));
  return erasures.filter(({ id }) => ids.has(id));
}

export async function listErasures(db: Database): Promise<Erasure[]> {
  return db
    .selectFrom('erasure')
    .select(['id', 'kind', 'subject_id as subjectId', 'at'])
    .orderBy('at')
    .orderBy('id')
    .$narrowType<{ kind: ErasureKind }>()
    .execute();
}
