import type { TextKey } from '../../../adapters/texts.ts';
import type { StaffCase } from '../../../services/cases/case-view.ts';
import type { Translate } from '../../page.tsx';

export const STATE_TAGS: Readonly<Record<StaffCase['state'], string>> = {
  draft: 'tag tag-warn',
  open: 'tag tag-accent',
  resolved: 'tag tag-good',
  withdrawn: 'tag',
};

/** Name of a field of a case, as services call it. Those of later versions keep the name they have. */
export function fieldName(t: Translate, name: string): string {
  const key = FIELD_TEXTS[name];
  return key ? t(key) : name;
}

const FIELD_TEXTS: Readonly<Record<string, TextKey>> = {
  childName: 'cases.field-child-name',
  otherNames: 'cases.field-other-names',
  sex: 'cases.field-sex',
  birthDate: 'cases.field-birth-date',
  ageYears: 'cases.field-age-years',
  languages: 'cases.field-languages',
  heightCm: 'cases.field-height',
  hairColour: 'cases.field-hair',
  eyeColour: 'cases.field-eyes',
  marks: 'cases.field-marks',
  clothing: 'cases.field-clothing',
  medicalNeeds: 'cases.field-medical',
  circumstances: 'cases.field-circumstances',
  lastPlace: 'cases.field-last-place',
  lastLatitude: 'cases.field-last-place',
  lastLongitude: 'cases.field-last-place',
  lastSeenAt: 'cases.field-last-seen',
  country: 'cases.field-country',
  policeReference: 'cases.field-police-reference',
  legalBasis: 'cases.field-legal-basis',
  consentBy: 'cases.field-consent-by',
  consentAt: 'cases.field-consent-at',
};
