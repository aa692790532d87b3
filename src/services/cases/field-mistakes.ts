import type { Actor } from '../../core/actor.ts';
import { ageWhenMissed } from '../../core/child-age.ts';
import { AppError } from '../../core/errors.ts';
import { ageBetween, dayOf, parsePartialDate } from '../../core/partial-date.ts';
import type { CaseFields } from './case-fields.ts';
import { isGuardian } from './load.ts';

/** A child is under 18 when missed, however long ago that is. */
const ADULT_YEARS = 18;
/** Clocks differ a little. */
const TOLERANCE_MILLISECONDS = 5 * 60_000;

/** @throws AppError `invalid` with a line for each mistake, all at once */
export function refuseMistakes(fields: CaseFields, now: Date): void {
  const mistakes = fieldMistakes(fields, now);
  if (mistakes.length > 0) throw new AppError('invalid', mistakes.join('\n'));
}

/** A family consents; every other basis is for an agency to claim. @throws AppError `forbidden` */
export function refuseOfficialBasis(actor: Actor, { legalBasis }: Pick<Partial<CaseFields>, 'legalBasis'>): void {
  if (isGuardian(actor) && legalBasis != null && legalBasis !== 'consent')
    throw new AppError('forbidden', 'Your consent is the basis you can give. An officer may choose another one.');
}

/** What is wrong between the fields of a case, or for the time: one sentence each. */
export function fieldMistakes(fields: CaseFields, now: Date): string[] {
  return [...ageMistakes(fields, now), ...timeMistakes(fields, now), ...placeMistakes(fields)];
}

function ageMistakes(fields: CaseFields, now: Date): string[] {
  const { birthDate, ageYears, lastSeenAt } = fields;
  if (birthDate !== null && ageYears !== null) return ['Give the birth date or the age when missed, not both.'];
  if (birthDate === null) return [];
  const missed = dayOf(lastSeenAt ?? now);
  const birth = parsePartialDate(birthDate);
  if (ageBetween(birth, missed) === null)
    return [lastSeenAt ? 'The birth date lies after the child was last seen.' : 'The birth date lies in the future.'];
  // A birth date without day or month is taken for its latest.
  const atLeast = ageBetween(dayOf(new Date(birth.until.getTime() - 1)), missed) ?? 0;
  if (atLeast < ADULT_YEARS) return [];
  const age = Math.floor(ageWhenMissed({ ...fields, recordedAt: now }) ?? atLeast);
  return [
    `Homeward is for children: somebody born ${birthDate} was ${age} when last seen. ` +
      'Check the birth date, or give the day the child was last seen if that is long ago.',
  ];
}

function timeMistakes({ lastSeenAt, consentAt }: CaseFields, now: Date): string[] {
  const latest = now.getTime() + TOLERANCE_MILLISECONDS;
  return [
    ...(lastSeenAt && lastSeenAt.getTime() > latest ? ['The time the child was last seen lies in the future.'] : []),
    ...(consentAt && consentAt.getTime() > latest ? ['The time of the consent lies in the future.'] : []),
  ];
}

function placeMistakes({ lastLatitude, lastLongitude }: CaseFields): string[] {
  return (lastLatitude === null) === (lastLongitude === null) ? [] : ['Give latitude and longitude, or neither.'];
}
