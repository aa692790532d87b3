import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link or a key: nobody guesses it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. With 256 random bits, a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
