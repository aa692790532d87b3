import type { Database } from './database.ts';

/** A case or sighting, whose data key seals the templates of its photos' faces. */
export type TemplateOwner = { readonly caseId: string } | { readonly sightingId: string };

export interface OwnerState {
  /** Null: there are no templates yet, or they were purged. */
  readonly keyId: string | null;
  /** Whether templates may be made and kept: not of a closed case, and not of a sighting in which its child was found. */
  readonly isLive: boolean;
}

/** The owner as it stays until the transaction ends: nobody closes or purges it meanwhile. */
export async function lockOwner(tx: Database, owner: TemplateOwner): Promise<OwnerState | undefined> {
  if ('caseId' in owner) {
    const found = await tx
      .selectFrom('case_file')
      .select(['key_id as keyId', 'state'])
      .where('id', '=', owner.caseId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    return found && { keyId: found.keyId, isLive: found.state === 'draft' || found.state === 'open' };
  }
  const found = await tx
    .selectFrom('sighting')
    .select(['key_id as keyId', 'state'])
    .where('id', '=', owner.sightingId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!found) return undefined;
  return { keyId: found.keyId, isLive: found.state !== 'spam' && !(await isOfClosedCase(tx, owner.sightingId)) };
}

async function isOfClosedCase(tx: Database, sightingId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('match')
    .innerJoin('candidate', 'candidate.id', 'match.candidate_id')
    .innerJoin('face', 'face.id', 'candidate.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .innerJoin('case_file', 'case_file.id', 'match.case_id')
    .where('photo.sighting_id', '=', sightingId)
    .where('match.status', '<>', 'refuted')
    .where('case_file.state', 'in', ['resolved', 'withdrawn'])
    .select('match.id')
    .executeTakeFirst();
  return found !== undefined;
}

export async function setOwnerKey(tx: Database, owner: TemplateOwner, keyId: string | null): Promise<void> {
  if ('caseId' in owner)
    await tx.updateTable('case_file').set({ key_id: keyId }).where('id', '=', owner.caseId).execute();
  else await tx.updateTable('sighting').set({ key_id: keyId }).where('id', '=', owner.sightingId).execute();
}
