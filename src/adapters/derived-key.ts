import { hkdfSync } from 'node:crypto';

/**
 * A key for one purpose, made from the master key: no use of one tells anything about another (RFC 5869).
 *
 * @param key 32 bytes
 * @param purpose the same words give the same key
 * @returns 32 bytes
 */
export function deriveKey(key: Uint8Array, purpose: string): Buffer {
  if (key.length !== 32) throw new RangeError(`a key has 32 bytes, not ${key.length}`);
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), purpose, 32));
}
