import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { JsonObject } from './schema.ts';

export type CertificateRow = Awaited<ReturnType<typeof listCertificates>>[number];

export async function insertCertificate(
  tx: Database,
  {
    id,
    caseId,
    contents,
    hash,
    at,
  }: { id: string; caseId: string; contents: JsonObject; hash: Buffer | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('purge_certificate')
    .values({ id, case_id: caseId, contents: JSON.stringify(contents), hash, created_at: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The certificate of a purge whose checks were not made yet, because a crash came between. */
export async function findUnfinishedCertificate(db: Database, caseId: string) {
  return selectCertificates(db).where('case_id', '=', caseId).where('hash', 'is', null).executeTakeFirst();
}

export async function finishCertificate(tx: Database, id: string, contents: JsonObject, hash: Buffer): Promise<void> {
  await tx
    .updateTable('purge_certificate')
    .set({ contents: JSON.stringify(contents), hash })
    .where('id', '=', id)
    .execute();
}

/** Of a case, or of all; those whose checks were made. */
export async function listCertificates(db: Database, caseId?: string) {
  return selectCertificates(db)
    .where('hash', 'is not', null)
    .$if(caseId !== undefined, (rows) => rows.where('case_id', '=', caseId ?? ''))
    .orderBy('created_at')
    .execute();
}

const selectCertificates = (db: Database) =>
  db
    .selectFrom('purge_certificate')
    .select(['id', 'case_id as caseId', 'hash', 'created_at as createdAt'])
    .select(sql<JsonObject>`contents`.as('contents'));
