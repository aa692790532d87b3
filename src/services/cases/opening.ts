import type { CaseFields } from './case-fields.ts';
import { fieldMistakes } from './field-mistakes.ts';
import { plainText } from './names.ts';

/** The photos of a case, counted by what they are good for. */
export interface PhotoCounts {
  /** With a face that was chosen. */
  readonly usable: number;
  /** Still to be analysed. */
  readonly waiting: number;
  /** With several faces, and nobody chose one. */
  readonly toChoose: number;
}

/** What people write where a form wants a name and they have none. */
const NO_NAMES = [
  'unknown',
  'unnamed',
  'no name',
  'noname',
  'anonymous',
  'child',
  'n a',
  'na',
  'none',
  'test',
  'x',
  'xx',
  'xxx',
];

/**
 * What a case lacks before it may be open: searched, and shown to reviewers. Empty when it lacks nothing.
 *
 * A face is searched only with a legal basis, so an open case has one.
 */
export function missingForOpening(fields: CaseFields, now: Date): string[] {
  return [...identityMistakes(fields), ...basisMistakes(fields), ...fieldMistakes(fields, now)];
}

/** What its photos lack; a case without any needs somebody to say that there is none yet. */
export function missingPhotos({ usable, waiting, toChoose }: PhotoCounts, hasNoPhotoYet: boolean): string[] {
  if (usable > 0 || hasNoPhotoYet) return [];
  if (toChoose > 0) return ["Choose the child's face in the photo that shows several."];
  if (waiting > 0) return ['The photo is still being analysed. Try again in a minute.'];
  return ['Add a photo in which the face can be used, or confirm that there is none yet.'];
}

function identityMistakes({ childName, birthDate, ageYears }: CaseFields): string[] {
  return [
    ...(NO_NAMES.includes(plainText(childName))
      ? [`«${childName}» is no name. Write the name the child goes by.`]
      : []),
    ...(birthDate === null && ageYears === null ? ['Give the birth date or the age when missed.'] : []),
  ];
}

function basisMistakes({ legalBasis, consentBy, consentAt }: CaseFields): string[] {
  if (legalBasis === null) return ['Choose the legal basis for searching this face.'];
  if (legalBasis !== 'consent') return [];
  return [
    ...(consentBy === null ? ['Write who consented, and as what: mother, legal guardian.'] : []),
    ...(consentAt === null ? ['Write when they consented.'] : []),
  ];
}
