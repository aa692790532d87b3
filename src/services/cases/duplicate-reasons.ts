import { bornAbout } from '../../core/child-age.ts';
import { YEAR_MILLISECONDS } from '../../core/dates.ts';
import { parsePartialDate } from '../../core/partial-date.ts';
import type { DuplicateReason } from '../../db/duplicates.ts';
import { isSameNameKey } from './names.ts';

/** What two cases are compared by, without their photos. */
export interface Identity {
  readonly nameKeys: readonly string[];
  readonly birthDate: string | null;
  readonly ageYears: number | null;
  readonly lastSeenAt: Date | null;
  readonly createdAt: Date;
}

/** Ages are told roughly: so far apart may be what two people say of one child. */
const AGE_TOLERANCE_YEARS = 1.5;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/**
 * Why two cases may be about one child, as far as name and birth tell; empty when they do not.
 *
 * The same name needs a birth date or age that does not speak against it; one that is only alike needs the same day.
 */
export function identityReasons(first: Identity, second: Identity): DuplicateReason[] {
  const shared = first.nameKeys.filter((key) => second.nameKeys.includes(key));
  if (shared.length === 0) return [];
  const birth = birthReason(first, second);
  const isSame = shared.some(isSameNameKey);
  if (birth === null || (!isSame && !isSameDay(first, second))) return [];
  return [{ kind: 'name', isSame }, birth];
}

function birthReason(first: Identity, second: Identity): DuplicateReason | null {
  if (first.birthDate !== null && second.birthDate !== null) {
    const [one, other] = [parsePartialDate(first.birthDate), parsePartialDate(second.birthDate)];
    return one.from < other.until && other.from < one.until ? { kind: 'birth-date' } : null;
  }
  const [born, otherBorn] = [first, second].map((each) => bornAbout({ ...each, recordedAt: each.createdAt }));
  if (!born || !otherBorn) return null;
  const years = Math.abs(born.getTime() - otherBorn.getTime()) / YEAR_MILLISECONDS;
  return years <= AGE_TOLERANCE_YEARS ? { kind: 'age' } : null;
}

function isSameDay(first: Identity, second: Identity): boolean {
  return first.birthDate?.length === DAY_LENGTH && first.birthDate === second.birthDate;
}
