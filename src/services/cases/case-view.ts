import { z } from 'zod';
import { ageWhenMissed, childAgeAt } from '../../core/child-age.ts';
import type { getCasePeople } from '../../db/case-people.ts';
import type { CaseFile } from '../../db/cases.ts';
import { LEGAL_BASES, SEXES } from './case-fields.ts';

export const STATES = ['draft', 'open', 'resolved', 'withdrawn'] as const;
export const PROTECTED_REASONS = ['court-order', 'refuge', 'flight-from-abuse', 'other'] as const;

const time = z.iso.datetime();
const text = z.string().nullable();
const Person = z.object({ id: z.uuid(), name: z.string() });
export const AgencyContact = z.object({ id: z.uuid(), name: z.string(), phone: text, email: text });

/** How the child looks and is called: what the guardian sees of a case, too. */
const Description = z.object({
  childName: z.string(),
  otherNames: z.array(z.string()),
  sex: z.enum(SEXES).nullable(),
  birthDate: text,
  ageYears: z.number().nullable().describe('When missed, where no birth date is known'),
  ageNow: z.number().nullable().describe('In whole years'),
  languages: z.array(z.string()),
  heightCm: z.number().int().nullable(),
  hairColour: text,
  eyeColour: text,
  marks: z.array(z.string()),
  clothing: text,
  medicalNeeds: text,
});

/** Where and when, and by what right. */
const Circumstances = z.object({
  circumstances: text,
  lastPlace: text,
  lastLatitude: z.number().nullable(),
  lastLongitude: z.number().nullable(),
  lastSeenAt: time.nullable(),
  ageWhenMissed: z.number().nullable().describe('In whole years'),
  policeReference: text,
  legalBasis: z.enum(LEGAL_BASES).nullable(),
  consentBy: text,
  consentAt: time.nullable(),
});

const Common = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(STATES),
  version: z.number().int(),
  country: z.string(),
  agency: AgencyContact,
  createdAt: time,
  openedAt: time.nullable(),
  closedAt: time.nullable(),
});

/** A case as the responsible agency sees it. */
export const StaffCase = z.object({
  view: z.literal('staff'),
  ...Common.shape,
  ...Description.shape,
  ...Circumstances.shape,
  officer: Person.nullable().describe("Null until an officer takes over a guardian's draft"),
  guardian: Person.extend({ email: z.string() }).nullable(),
  isPublic: z.boolean(),
  isProtected: z.boolean(),
  protectedReason: z.enum(PROTECTED_REASONS).nullable(),
  closingReason: text,
  updatedAt: time,
  missing: z.array(z.string()).describe('What a draft lacks before it can be opened'),
});
export type StaffCase = z.output<typeof StaffCase>;

/**
 * A case as its guardian sees it: what describes the child. Where and when is shown while the guardian writes the
 * draft; afterwards officers may have put there what a sighting told them, and nobody has released that yet.
 */
export const GuardianCase = z.object({
  view: z.literal('guardian'),
  ...Common.shape,
  ...Description.shape,
  ...Circumstances.partial().shape,
  isEditable: z.boolean(),
});
export type GuardianCase = z.output<typeof GuardianCase>;

type People = Awaited<ReturnType<typeof getCasePeople>>;

export function staffView(
  file: CaseFile,
  { agency, officer, guardian }: People,
  now: Date,
): Omit<StaffCase, 'missing'> {
  return {
    view: 'staff',
    ...common(file, agency),
    ...description(file, now),
    ...circumstances(file),
    officer,
    guardian,
    isPublic: file.isPublic,
    isProtected: file.isProtected,
    protectedReason: file.protectedReason,
    closingReason: file.closingReason,
    updatedAt: file.updatedAt.toISOString(),
  };
}

export function guardianView(file: CaseFile, { agency }: People, now: Date): GuardianCase {
  const isEditable = isGuardiansDraft(file);
  return {
    view: 'guardian',
    ...common(file, agency),
    ...description(file, now),
    ...(isEditable ? circumstances(file) : {}),
    isEditable,
  };
}

/** A draft that its guardian still writes: no officer has taken it over. */
export function isGuardiansDraft({ state, officerId }: Pick<CaseFile, 'state' | 'officerId'>): boolean {
  return state === 'draft' && officerId === null;
}

/** Whole years, as people say an age. */
export function wholeYears(age: number | null): number | null {
  return age === null ? null : Math.floor(age);
}

function common(file: CaseFile, agency: People['agency']): z.output<typeof Common> {
  return {
    id: file.id,
    number: file.number,
    state: file.state,
    version: file.version,
    country: file.country,
    agency,
    createdAt: file.createdAt.toISOString(),
    openedAt: file.openedAt?.toISOString() ?? null,
    closedAt: file.closedAt?.toISOString() ?? null,
  };
}

function description(file: CaseFile, now: Date): z.output<typeof Description> {
  return {
    childName: file.childName,
    otherNames: file.otherNames,
    sex: file.sex,
    birthDate: file.birthDate,
    ageYears: file.ageYears,
    ageNow: wholeYears(childAgeAt({ ...file, recordedAt: file.createdAt }, now)),
    languages: file.languages,
    heightCm: file.heightCm,
    hairColour: file.hairColour,
    eyeColour: file.eyeColour,
    marks: file.marks,
    clothing: file.clothing,
    medicalNeeds: file.medicalNeeds,
  };
}

function circumstances(file: CaseFile): z.output<typeof Circumstances> {
  return {
    circumstances: file.circumstances,
    lastPlace: file.lastPlace,
    lastLatitude: file.lastLatitude,
    lastLongitude: file.lastLongitude,
    lastSeenAt: file.lastSeenAt?.toISOString() ?? null,
    ageWhenMissed: wholeYears(ageWhenMissed({ ...file, recordedAt: file.createdAt })),
    policeReference: file.policeReference,
    legalBasis: file.legalBasis,
    consentBy: file.consentBy,
    consentAt: file.consentAt?.toISOString() ?? null,
  };
}
