import { createHmac, randomInt } from 'node:crypto';

/**
 * [Note: tracking codes] What a reporter keeps to come back to a sighting: eleven random symbols and a check symbol,
 * as `7KQM-X2R9-D4VT`. 55 random bits are far more than can be tried at the rate that is let through. The check symbol
 * finds every single wrong symbol and every pair that changed places, so a slip is told from an unknown code without a
 * look into the database. The code itself is stored nowhere: the database has its HMAC.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_SYMBOLS = 11;

/** What people write for what they read. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

export function newTrackingCode(): string {
  const values = Array.from({ length: RANDOM_SYMBOLS }, () => randomInt(ALPHABET.length));
  const symbols = [...values, double(checkOf(values))].map((value) => ALPHABET[value]).join('');
  return symbols.replace(/(.{4})(?=.)/g, '$1-');
}

/** The code as it was given out, however it was typed; null when it cannot be one. */
export function readTrackingCode(typed: string): string | null {
  const symbols = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/[OIL]/g, (symbol) => LOOK_ALIKES[symbol] ?? symbol);
  const values = [...symbols].map((symbol) => ALPHABET.indexOf(symbol));
  if (values.length !== RANDOM_SYMBOLS + 1 || values.includes(-1) || checkOf(values) !== 0) return null;
  return symbols;
}

/** What the database finds a sighting by. */
export function trackingHash(key: Uint8Array, code: string): Buffer {
  return createHmac('sha256', key)
    .update(readTrackingCode(code) ?? code)
    .digest();
}

/** Horner's scheme over the field of 32 elements: of a whole code it is 0. */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => double(sum) ^ value, 0);
}

/** Times x modulo x⁵ + x² + 1, whose root generates the field: no two places of a code weigh the same. */
function double(value: number): number {
  return value & 16 ? ((value << 1) & 31) ^ 5 : value << 1;
}
