import { bornAbout } from '../../core/child-age.ts';
import type { CaseFields } from './case-fields.ts';
import { nameKeys, plainText } from './names.ts';

/** What a case is found by, made from its fields. */
export function derivedColumns(fields: CaseFields, { number, createdAt }: { number: string; createdAt: Date }) {
  const names = [fields.childName, ...fields.otherNames];
  const found = [number, ...names, fields.lastPlace, fields.policeReference];
  return {
    nameKeys: nameKeys(names),
    searchText: found.map((text) => plainText(text ?? '')).join(' | '),
    bornAbout: bornAbout({ ...fields, recordedAt: createdAt }),
  };
}
