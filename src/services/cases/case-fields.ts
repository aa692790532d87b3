import { z } from 'zod';
import { parsePartialDate } from '../../core/partial-date.ts';

export const SEXES = ['female', 'male', 'other'] as const;
export const LEGAL_BASES = ['consent', 'vital-interest', 'police-power', 'court-order', 'child-protection'] as const;

/** Control characters, and marks that reverse what stands after them: invisible, and good for deception only. */
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

const line = (most: number, what: string) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim())
    .pipe(z.string().max(most, `${what}: write at most ${most} characters.`));
export const paragraph = (most: number, what: string) =>
  z
    .string()
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(INVISIBLE, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
        .trim(),
    )
    .pipe(z.string().max(most, `${what}: write at most ${most} characters.`));

/** An emptied field of a form says that nothing is known. */
const orNothing = <T extends z.ZodType<string>>(text: T) => text.transform((value) => value || null).nullable();
const several = (most: number, each: z.ZodType<string>, what: string) =>
  z
    .array(each)
    .max(most, `${what}: at most ${most}.`)
    .transform((texts) => [...new Set(texts.filter(Boolean))]);

const Name = line(200, 'Name').refine((name) => /\p{L}/u.test(name), "Write the child's name.");
const PartialDate = z.string().refine(isPartialDate, 'Birth date: write 2021-05-03, 2021-05 or 2021.');
const Language = z
  .string()
  .refine(isLanguage, 'Languages: write codes such as «en», «pt-BR» or «ar».')
  .transform((code) => Intl.getCanonicalLocales(code)[0] ?? code);
export const Country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountry, 'Country: write its two letters, such as «DE».');
const moment = (what: string) =>
  z.iso
    .datetime({ offset: true, error: `${what}: write date and time with its offset, 2026-05-03T14:30:00Z.` })
    .transform((text) => new Date(text));
const number = (least: number, most: number, what: string) =>
  z
    .number(`${what}: write a number.`)
    .min(least, `${what}: ${least} to ${most}.`)
    .max(most, `${what}: ${least} to ${most}.`);

/**
 * What people write in a case. Null: not known.
 *
 * What depends on other fields or on the time is checked by `fieldMistakes`.
 */
export const CaseFields = z.object({
  childName: Name,
  otherNames: several(20, line(200, 'Other names'), 'Other names'),
  sex: z.enum(SEXES, 'Sex: female, male, other, or leave it open.').nullable(),
  birthDate: PartialDate.nullable(),
  ageYears: number(0, 17.9, 'Age when missed').nullable(),
  languages: several(20, Language, 'Languages'),
  heightCm: number(20, 230, 'Height in cm').int('Height in cm: write a whole number.').nullable(),
  hairColour: orNothing(line(100, 'Hair colour')),
  eyeColour: orNothing(line(100, 'Eye colour')),
  marks: several(50, line(500, 'Distinguishing marks'), 'Distinguishing marks'),
  clothing: orNothing(paragraph(2000, 'Clothing')),
  medicalNeeds: orNothing(paragraph(2000, 'Medical needs')),
  circumstances: orNothing(paragraph(10_000, 'Circumstances')),
  lastPlace: orNothing(line(500, 'Last known place')),
  lastLatitude: number(-90, 90, 'Latitude').nullable(),
  lastLongitude: number(-180, 180, 'Longitude').nullable(),
  lastSeenAt: moment('Last seen').nullable(),
  country: Country,
  policeReference: orNothing(line(100, 'Police reference')),
  legalBasis: z.enum(LEGAL_BASES, 'Legal basis: choose one of the list.').nullable(),
  consentBy: orNothing(line(300, 'Consent')),
  consentAt: moment('Consent').nullable(),
});
export type CaseFields = z.output<typeof CaseFields>;

/** What a case starts with: a name and a country are enough for a draft. */
export const NewCase = CaseFields.partial().required({ childName: true, country: true });
export type NewCase = z.output<typeof NewCase>;

export const NOTHING_KNOWN: Omit<CaseFields, 'childName' | 'country'> = {
  otherNames: [],
  sex: null,
  birthDate: null,
  ageYears: null,
  languages: [],
  heightCm: null,
  hairColour: null,
  eyeColour: null,
  marks: [],
  clothing: null,
  medicalNeeds: null,
  circumstances: null,
  lastPlace: null,
  lastLatitude: null,
  lastLongitude: null,
  lastSeenAt: null,
  policeReference: null,
  legalBasis: null,
  consentBy: null,
  consentAt: null,
};

/** Fields without those that were not given. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function isPartialDate(text: string): boolean {
  try {
    parsePartialDate(text);
    return true;
  } catch {
    return false;
  }
}

function isLanguage(code: string): boolean {
  try {
    Intl.getCanonicalLocales(code);
    return true;
  } catch {
    return false;
  }
}

/** Regions of the CLDR that are no countries: unions, tests, «unknown». */
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];
const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.includes(code)) return false;
  // A code that was given up (DD, SU) comes back as its successor.
  return REGIONS.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
