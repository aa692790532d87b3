import { deriveKey } from '../../adapters/derived-key.ts';
import type { Vault } from '../../adapters/vault.ts';
import type { Database } from '../../db/database.ts';
import { insertDataKeyOnce } from '../../db/keys.ts';

/**
 * Keys that must stay the same when the master key is changed: of the audit chain, of tracking codes, of certificates.
 *
 * @param purpose the same words give the same 32 bytes, in every process
 */
export type Secrets = (purpose: string) => Buffer;

/** The data key that all of them are made from. */
const ROOT_KEY = '00000000-0000-4000-8000-000000000001';

/** Make the root of all secrets at first use, or read it. @throws AppError `unavailable` when its master key is missing */
export async function openSecrets(db: Database, vault: Vault): Promise<Secrets> {
  const root = vault.open(await insertDataKeyOnce(db, vault.newKey(ROOT_KEY)));
  return (purpose) => deriveKey(root, `homeward ${purpose}`);
}
