import type { GuardianCase, StaffCase } from '../../../services/cases/case-view.ts';
import { readTime, writeTime } from '../../../services/sightings/local-time.ts';
import type { Step } from './steps.ts';

type Values = Readonly<Record<string, string>>;
type DraftCase = GuardianCase | StaffCase;

/** What a step asks, as its form has it, from what the case says already. */
export function valuesOf(file: DraftCase, timeZone: string): Record<string, string> {
  const [birthYear, birthMonth, birthDay] = file.birthDate?.split('-') ?? [];
  const [lastSeenDay, lastSeenTime] = file.lastSeenAt ? writeTime(file.lastSeenAt, timeZone).split('T') : [];
  const said = {
    ...{ childName: file.childName, sex: file.sex, country: file.country, ageYears: file.ageYears },
    ...{ birthYear, birthMonth, birthDay, lastSeenDay, lastSeenTime },
    otherNames: file.otherNames.join('\n'),
    ...{ lastPlace: file.lastPlace, latitude: file.lastLatitude, longitude: file.lastLongitude },
    ...{ circumstances: file.circumstances, clothing: file.clothing, policeReference: file.policeReference },
    ...{ heightCm: file.heightCm, hairColour: file.hairColour, eyeColour: file.eyeColour },
    marks: file.marks.join('\n'),
    ...{ medicalNeeds: file.medicalNeeds, legalBasis: file.legalBasis, consentBy: file.consentBy },
  };
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value?.toString() ?? '']));
}

/** The fields of a case that the form of a step says, for the service to judge. */
export function fieldsOfStep(step: Step, values: Values, { timeZone, now }: Clock): Record<string, unknown> {
  switch (step) {
    case 'child':
      return {
        childName: values.childName ?? '',
        otherNames: lines(values.otherNames),
        sex: orNull(values.sex),
        ...birthOf(values),
        country: values.country ?? '',
      };
    case 'last-seen':
      return {
        lastSeenAt: lastSeenOf(values, timeZone),
        lastPlace: orNull(values.lastPlace),
        lastLatitude: numberOf(values.latitude),
        lastLongitude: numberOf(values.longitude),
        circumstances: orNull(values.circumstances),
        clothing: orNull(values.clothing),
        policeReference: orNull(values.policeReference),
      };
    case 'looks':
      return {
        heightCm: numberOf(values.heightCm),
        hairColour: orNull(values.hairColour),
        eyeColour: orNull(values.eyeColour),
        marks: lines(values.marks),
        medicalNeeds: orNull(values.medicalNeeds),
      };
    case 'consent':
      return {
        legalBasis: orNull(values.legalBasis),
        consentBy: orNull(values.consentBy),
        ...(values.legalBasis === 'consent' && { consentAt: now.toISOString() }),
      };
    case 'photos':
    case 'check':
      return {};
  }
}

interface Clock {
  readonly timeZone: string;
  readonly now: Date;
}

/** As far as it is known: a year, a month or a day; where not even the year is, the age. */
function birthOf(values: Values): { birthDate: string | null; ageYears: number | null } {
  const year = values.birthYear?.trim();
  const month = values.birthMonth?.trim();
  const day = values.birthDay?.trim();
  const parts = [year, month, month && day].flatMap((part) => part || []);
  const birthDate = year ? parts.map((part) => part.padStart(2, '0')).join('-') : null;
  return { birthDate, ageYears: birthDate === null ? numberOf(values.ageYears) : null };
}

/** Where nobody knows the hour, noon of the day is near enough. */
function lastSeenOf(values: Values, timeZone: string): string | null {
  const day = values.lastSeenDay?.trim();
  if (!day) return null;
  return readTime(`${day}T${values.lastSeenTime?.trim() || '12:00'}`, timeZone).toISOString();
}

function orNull(text: string | undefined): string | null {
  return text?.trim() || null;
}

/** NaN for what is no number: the service says so. */
function numberOf(text: string | undefined): number | null {
  return text?.trim() ? Number(text.trim().replace(',', '.')) : null;
}

function lines(text = ''): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}
