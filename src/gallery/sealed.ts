import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** What a template belongs to: sealed for one face, model and version, it opens for no other. */
export interface TemplateOwner {
  readonly faceId: string;
  readonly model: string;
  readonly version: string;
}

/** 32 bytes, or a key object made of them: Node 24 takes four times as long with the bytes. */
export type TemplateKey = Uint8Array | KeyObject;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypt a template for the database: nonce (12 bytes) · AES-256-GCM of the code · tag (16 bytes).
 *
 * @param key data key of the case or sighting, 32 bytes. Nonces are random, so one key may seal 2³² templates
 * @param code as `encodeTemplate` makes it
 */
export function sealTemplate(key: TemplateKey, code: Uint8Array, owner: TemplateOwner): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyObject(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bindTo(owner));
  return Buffer.concat([nonce, cipher.update(code), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypt a template.
 *
 * @returns the code; undefined when it was damaged, exchanged for another one's, or sealed with another key
 */
export function openTemplate(key: TemplateKey, sealed: Uint8Array, owner: TemplateOwner): Uint8Array | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, keyObject(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bindTo(owner));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const code = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    // GCM is a stream cipher: all of the text has come already, this only checks the tag.
    decipher.final();
    return code;
  } catch {
    return undefined;
  }
}

function keyObject(key: TemplateKey): KeyObject {
  return key instanceof Uint8Array ? createSecretKey(key) : key;
}

function bindTo({ faceId, model, version }: TemplateOwner): Buffer {
  return Buffer.from(`homeward template 1\n${faceId}\n${model}\n${version}`);
}
