import type { WrappedKey } from '../../adapters/vault.ts';
import { inTransaction } from '../../db/database.ts';
import { getDataKey, insertDataKey } from '../../db/keys.ts';
import { lockOwner, setOwnerKey, type TemplateOwner } from '../../db/owner-keys.ts';
import type { Photo } from '../../db/photos.ts';
import type { Platform } from '../../platform.ts';

/** Whose data key seals what is made of the faces of a photo; undefined for a probe, which keeps none. */
export function ownerOf({ caseId, sightingId }: Photo): TemplateOwner | undefined {
  if (caseId !== null) return { caseId };
  return sightingId === null ? undefined : { sightingId };
}

/** The data key of a case or sighting, made at first need; undefined when no templates may be made of its photos. */
export async function ensureOwnerKey(app: Platform, owner: TemplateOwner): Promise<WrappedKey | undefined> {
  return inTransaction(app.db, async (tx) => {
    const state = await lockOwner(tx, owner);
    if (!state?.isLive) return undefined;
    if (state.keyId !== null) return getDataKey(tx, state.keyId);
    const key = app.vault.newKey();
    await insertDataKey(tx, key);
    await setOwnerKey(tx, owner, key.id);
    return key;
  });
}
