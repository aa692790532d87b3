import type { Facts } from './facts.ts';
import type { Scope } from './gallery.ts';
import type { Names } from './names.ts';

/**
 * The facts of a face in 32 bits, as the kernel tests them: flags in the low half, the number of the agency in the
 * high half (0: none).
 */
const TAKEN = 1;
const SEARCHABLE = 2;
const PROTECTED = 4;
const SIGHTING = 8;

const AGENCY_SHIFT = 16;
/** The most that 16 bits hold. */
export const MOST_AGENCIES = 65535;

/** A scope as the kernel wants it: a face counts when (attributes & mask) = wanted and its agency is among them. */
export interface ScopeBits {
  readonly mask: number;
  readonly wanted: number;
  /** One bit an agency number; undefined: all agencies count. */
  readonly agencies: Uint8Array | undefined;
}

/** @param agency its number, 0 for none */
export function attributesOf({ purpose, isSearchable, isProtected }: Facts, agency: number): number {
  const flags =
    TAKEN | (isSearchable ? SEARCHABLE : 0) | (isProtected ? PROTECTED : 0) | (purpose === 'sighting' ? SIGHTING : 0);
  return (flags | (agency << AGENCY_SHIFT)) >>> 0;
}

export function agencyOf(attributes: number): number {
  return attributes >>> AGENCY_SHIFT;
}

export function scopeBits(scope: Scope, agencies: Names): ScopeBits {
  const { purpose, withProtected = false, withUnsearchable = false } = scope;
  const mask =
    TAKEN |
    (withUnsearchable ? 0 : SEARCHABLE) |
    (withProtected ? 0 : PROTECTED) |
    (purpose === undefined ? 0 : SIGHTING);
  const wanted = TAKEN | (withUnsearchable ? 0 : SEARCHABLE) | (purpose === 'sighting' ? SIGHTING : 0);
  return { mask, wanted, agencies: scope.agencies && bitsOf(scope.agencies, agencies) };
}

export function isWithin(attributes: number, { mask, wanted, agencies }: ScopeBits): boolean {
  if ((attributes & mask) !== wanted) return false;
  const agency = agencyOf(attributes);
  return agencies === undefined || ((agencies[agency >> 3] ?? 0) & (1 << (agency & 7))) !== 0;
}

/** An agency that has no faces here has no number, and changes nothing. */
function bitsOf(wanted: readonly string[], agencies: Names): Uint8Array {
  const bits = new Uint8Array((MOST_AGENCIES + 1) / 8);
  for (const each of wanted) {
    const number = agencies.numberOf(each);
    if (number !== undefined) bits[number >> 3] = (bits[number >> 3] ?? 0) | (1 << (number & 7));
  }
  return bits;
}
