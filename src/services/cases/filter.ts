import { z } from 'zod';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import type { CaseConditions } from '../../db/case-list.ts';
import { Country, given, SEXES } from './case-fields.ts';
import { STATES } from './case-view.ts';
import { plainText } from './names.ts';

const age = z.coerce.number('Age: write a number.').int('Age: write whole years.').min(0).max(120).optional();

/** What a list of cases is narrowed to. */
export const CaseFilter = z.object({
  state: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.enum(STATES))).optional(),
  text: z.string().max(200).optional(),
  ageFrom: age,
  ageTo: age,
  sex: z.enum(SEXES).optional(),
  place: z.string().trim().max(200).optional(),
  country: Country.optional(),
  lastSeenFrom: z.iso.date().optional(),
  lastSeenTo: z.iso.date().optional(),
  agencyId: z.uuid().optional(),
  officerId: z.union([z.uuid(), z.literal('none')]).optional(),
  hasCandidates: z.stringbool().optional().describe('Whether there are candidates that nobody has decided on'),
});
export type CaseFilter = z.output<typeof CaseFilter>;

/** In no search text, which is plain Latin. */
const NO_WORD = '∅';

export function conditionsOf(filter: CaseFilter, now: Date): CaseConditions {
  const { state, text, ageFrom, ageTo, sex, place, country, lastSeenFrom, lastSeenTo, agencyId, officerId } = filter;
  return given({
    states: state,
    words: wordsOf(text ?? ''),
    bornFrom: ageTo === undefined ? undefined : yearsBefore(now, ageTo + 1),
    bornUntil: ageFrom === undefined ? undefined : yearsBefore(now, ageFrom),
    sex,
    place: place || undefined,
    country,
    lastSeenFrom: lastSeenFrom === undefined ? undefined : new Date(lastSeenFrom),
    lastSeenUntil: lastSeenTo === undefined ? undefined : new Date(Date.parse(lastSeenTo) + DAY_MILLISECONDS),
    agencyId,
    officerId: officerId === 'none' ? null : officerId,
    hasCandidates: filter.hasCandidates,
  });
}

/** A text without a letter or digit finds nothing, rather than everything. */
function wordsOf(text: string): string[] | undefined {
  if (text.trim() === '') return undefined;
  const words = plainText(text).split(' ').filter(Boolean);
  return words.length > 0 ? words : [NO_WORD];
}

function yearsBefore(moment: Date, years: number): Date {
  return new Date(Date.UTC(moment.getUTCFullYear() - years, moment.getUTCMonth(), moment.getUTCDate()));
}
