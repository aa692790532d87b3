import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { AppError } from '../core/errors.ts';

const CIPHER = 'aes-256-gcm';
const FORMAT = Buffer.from([1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypt a small secret: a data key, a webhook's secret. What is large goes into a blob.
 *
 * @param key 32 bytes
 * @param owner what the secret belongs to, usually the id of its row: moved elsewhere it does not open
 */
export function seal(key: Uint8Array, plain: Uint8Array, owner: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bindTo(owner));
  return Buffer.concat([FORMAT, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws AppError `unavailable` when the secret was damaged, moved or sealed with another key */
export function unseal(key: Uint8Array, sealed: Uint8Array, owner: string): Buffer {
  const content = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  const start = FORMAT.length + NONCE_BYTES;
  if (content.length < start + TAG_BYTES || !content.subarray(0, FORMAT.length).equals(FORMAT)) throw unreadable();
  const nonce = content.subarray(FORMAT.length, start);
  // A key object: Node 24 takes four times as long with the key's bytes.
  const decipher = createDecipheriv(CIPHER, createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bindTo(owner));
  decipher.setAuthTag(content.subarray(-TAG_BYTES));
  const plain = decipher.update(content.subarray(start, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw unreadable(cause);
  }
}

function bindTo(owner: string): Buffer {
  return Buffer.concat([FORMAT, Buffer.from(owner)]);
}

function unreadable(cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'An encrypted entry cannot be opened: it was damaged or exchanged. Restore it from a backup.',
    { cause },
  );
}
