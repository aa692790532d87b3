import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { seal, unseal } from './seal.ts';

/** A data key as the table `data_key` keeps it: encrypted with a master key. */
export interface WrappedKey {
  readonly id: string;
  readonly wrapped: Uint8Array;
  /** Fingerprint of the master key that it is wrapped with. */
  readonly masterKey: string;
}

/**
 * Makes and opens data keys.
 *
 * [Note: keys] Everything secret is encrypted with a data key, each data key with the master key. So the master key can
 * be changed without touching a photo (only the wrapped keys are written anew), and deleting a data key makes all that
 * it encrypted unreadable for good, in copies of the files as well.
 */
export interface Vault {
  /** Fingerprint of the master key that new data keys are wrapped with. */
  readonly masterKey: string;
  /** A new random data key; it is kept by whoever writes it to the database. @param id default: a random UUID */
  newKey(id?: string): WrappedKey;
  /**
   * The 32 bytes of a data key.
   *
   * @throws AppError `unavailable` when its master key is not given, or it was damaged
   */
  open(key: WrappedKey): Buffer;
  /** The same data key under the present master key. */
  rewrap(key: WrappedKey): WrappedKey;
  /** Overwrite a data key in memory, because it was deleted. */
  forget(id: string): void;
}

export interface MasterKeys {
  /** Wraps new data keys; 32 bytes. */
  readonly present: Uint8Array;
  /** Still needed to read until `homeward keys rotate` has come to its end. */
  readonly old?: readonly Uint8Array[];
  /** Most data keys held open in memory. */
  readonly cached?: number;
}

const KEY_BYTES = 32;
const CACHED_KEYS = 2000;

export function openVault({ present, old = [], cached = CACHED_KEYS }: MasterKeys): Vault {
  const masters = new Map([present, ...old].map((key) => [fingerprint(key), wrappingKey(key)]));
  const masterKey = fingerprint(present);
  const wrapping = wrappingKey(present);
  const cache: Cache = new Map();

  const open = ({ id, wrapped, masterKey: needed }: WrappedKey) => {
    const known = cache.get(id);
    // After a restore another key may stand under an id that was known.
    const isSame = known?.wrapped.equals(wrapped) ?? false;
    const key = known && isSame ? known.key : unseal(findMaster(masters, needed), wrapped, id);
    cache.delete(id);
    cache.set(id, { wrapped: Buffer.from(wrapped), key });
    dropOldest(cache, cached);
    // A copy: the cached one may be overwritten while the caller still works with it.
    return Buffer.from(key);
  };
  const wrap = (id: string, key: Uint8Array) => ({ id, wrapped: seal(wrapping, key, id), masterKey });
  return {
    masterKey,
    newKey: (id = randomUUID()) => wrap(id, randomBytes(KEY_BYTES)),
    open,
    rewrap: (key) => wrap(key.id, open(key)),
    forget: (id) => drop(cache, id),
  };
}

/** Data keys that were opened, by id, the latest last. */
type Cache = Map<string, { readonly wrapped: Buffer; readonly key: Buffer }>;

/** Names a master key without telling anything about it: the first 12 hex digits of its SHA-256. */
function fingerprint(master: Uint8Array): string {
  return createHash('sha256').update(master).digest('hex').slice(0, 12);
}

/** The master key itself encrypts nothing: each use has a key of its own (RFC 5869). */
function wrappingKey(master: Uint8Array): Buffer {
  if (master.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes, not ${master.length}`);
  return Buffer.from(hkdfSync('sha256', master, new Uint8Array(), 'homeward data keys', KEY_BYTES));
}

function findMaster(masters: ReadonlyMap<string, Buffer>, needed: string): Buffer {
  const key = masters.get(needed);
  if (key) return key;
  throw new AppError(
    'unavailable',
    `This was encrypted with the master key ${needed}, which is not there. Add it as a line to the file named in HOMEWARD_OLD_KEYS_FILE.`,
  );
}

function dropOldest(cache: Cache, most: number): void {
  for (const id of cache.keys()) {
    if (cache.size <= most) return;
    drop(cache, id);
  }
}

function drop(cache: Cache, id: string): void {
  cache.get(id)?.key.fill(0);
  cache.delete(id);
}
