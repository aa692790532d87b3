import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A template as it lies in the database: sealed with the data key of its case or sighting. */
export interface SealedTemplate {
  readonly model: string;
  readonly version: string;
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** Give a face these templates and no others; what is there already is replaced. */
export async function replaceTemplates(
  tx: Database,
  faceId: string,
  templates: readonly SealedTemplate[],
): Promise<void> {
  const kept = templates.map(({ model, version }) => `${model}@${version}`);
  await tx
    .deleteFrom('face_template')
    .where('face_id', '=', faceId)
    .$if(kept.length > 0, (rows) => rows.where(sql<string>`model || '@' || version`, 'not in', kept))
    .execute();
  if (templates.length === 0) return;
  await tx
    .insertInto('face_template')
    .values(
      templates.map(({ model, version, keyId, sealed }) => ({
        face_id: faceId,
        model,
        version,
        key_id: keyId,
        sealed: Buffer.from(sealed),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['face_id', 'model', 'version']).doUpdateSet((row) => ({
        key_id: row.ref('excluded.key_id'),
        sealed: row.ref('excluded.sealed'),
      })),
    )
    .execute();
}

export async function countTemplates(db: Database, faceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('face_template')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('face_id', '=', faceId)
    .executeTakeFirstOrThrow();
  return count;
}

/** @returns the ids of those that went */
export async function deleteTemplates(tx: Database, faceIds: readonly string[]): Promise<number[]> {
  if (faceIds.length === 0) return [];
  const gone = await tx.deleteFrom('face_template').where('face_id', 'in', faceIds).returning('id').execute();
  return gone.map(({ id }) => id);
}

/** Those of the templates that are still there. */
export async function findTemplateIds(db: Database, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('face_template').select('id').where('id', 'in', ids).execute();
  return rows.map(({ id }) => id);
}
