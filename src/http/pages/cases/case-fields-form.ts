import { z } from 'zod';
import type { StaffCase } from '../../../services/cases/case-view.ts';
import { readTime, writeTime } from '../../../services/sightings/local-time.ts';

/** The fields of a case as a form has them: text, each. */
export type FieldTexts = Readonly<Record<FieldName, string>>;

const LINES = ['otherNames', 'marks'] as const;
const NUMBERS = ['ageYears', 'heightCm', 'latitude', 'longitude'] as const;
const TIMES = ['lastSeenAt', 'consentAt'] as const;
const TEXTS = [
  ...(['childName', 'sex', 'birthDate', 'hairColour', 'eyeColour', 'clothing', 'medicalNeeds'] as const),
  ...(['circumstances', 'lastPlace', 'country', 'policeReference', 'legalBasis', 'consentBy'] as const),
] as const;
const NAMES = [...TEXTS, ...LINES, ...NUMBERS, ...TIMES, 'languages'] as const;
type FieldName = (typeof NAMES)[number];

/** The field of the place on a map has names of its own. */
const SERVICE_NAMES: Readonly<Partial<Record<FieldName, string>>> = {
  latitude: 'lastLatitude',
  longitude: 'lastLongitude',
};

/** @param timeZone in which times are typed */
export function textsOf(file: StaffCase, timeZone: string): FieldTexts {
  const plain = Object.fromEntries([...TEXTS].map((name) => [name, file[name] ?? '']));
  return {
    ...plain,
    otherNames: file.otherNames.join('\n'),
    marks: file.marks.join('\n'),
    languages: file.languages.join(', '),
    ageYears: file.ageYears?.toString() ?? '',
    heightCm: file.heightCm?.toString() ?? '',
    latitude: file.lastLatitude?.toString() ?? '',
    longitude: file.lastLongitude?.toString() ?? '',
    lastSeenAt: file.lastSeenAt ? writeTime(file.lastSeenAt, timeZone) : '',
    consentAt: file.consentAt ? writeTime(file.consentAt, timeZone) : '',
  } as FieldTexts;
}

/**
 * What a person changed: fields whose text is another one than the form began with.
 *
 * @returns for the service, whose schema judges it
 */
export function changesFrom(
  typed: Readonly<Record<string, string>>,
  base: Readonly<Record<string, string>>,
  timeZone: string,
): Record<string, unknown> {
  const changed = NAMES.filter((name) => typed[name] !== undefined && same(typed[name]) !== same(base[name]));
  return Object.fromEntries(
    changed.map((name) => [SERVICE_NAMES[name] ?? name, readField(name, typed[name] ?? '', timeZone)]),
  );
}

/** What one form of a case began with, as it comes back in a hidden field. */
export function readBase(text: string | undefined): Record<string, string> {
  const read = z.record(z.string(), z.string()).safeParse(jsonOf(text));
  return read.success ? read.data : {};
}

/** A form sends line ends in its own way, and blanks at the ends of lines that nobody meant. */
function same(text = ''): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function jsonOf(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Damaged: then every field counts as changed.
    return null;
  }
}

function readField(name: FieldName, text: string, timeZone: string): unknown {
  const trimmed = text.trim();
  if (isOneOf(LINES, name)) return listOf(trimmed, /\r?\n/);
  if (name === 'languages') return listOf(trimmed, /[,;\s]+/);
  if (trimmed === '') return null;
  if (isOneOf(NUMBERS, name)) return Number(trimmed.replace(',', '.'));
  if (isOneOf(TIMES, name)) return readTime(trimmed, timeZone).toISOString();
  return trimmed;
}

function listOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter(Boolean);
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
