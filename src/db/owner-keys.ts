import type { Database } from './database.ts';

/** A case or sighting, whose data key seals the templates of its photos' faces. */
export type TemplateOwner = { readonly caseId: string } | { readonly sightingId: string };

export interface OwnerState {
  /** Null: there are no templates yet, or they were purged. */
  readonly keyId: string | null;
  /** Whether templates may be made and kept: not of a closed case. */
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
  return found && { keyId: found.keyId, isLive: found.state !== 'spam' };
}

export async function setOwnerKey(tx: Database, owner: TemplateOwner, keyId: string | null): Promise<void> {
  if ('caseId' in owner)
    await tx.updateTable('case_file').set({ key_id: keyId }).where('id', '=', owner.caseId).execute();
  else await tx.updateTable('sighting').set({ key_id: keyId }).where('id', '=', owner.sightingId).execute();
}
