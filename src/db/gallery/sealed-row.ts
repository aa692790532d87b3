import type { Facts } from '../../gallery/facts.ts';
import { openTemplate, type TemplateKey } from '../../gallery/sealed.ts';
import type { DataKeyRow } from '../keys.ts';
import type { CopiedFields } from './binary-copy.ts';

/** A template as it comes from the database, with what decides who may find its face. */
export interface SealedRow {
  readonly faceId: string;
  readonly model: string;
  readonly version: string;
  readonly sealed: Uint8Array;
  readonly key: DataKeyRow;
  readonly facts: Facts;
}

/** A row of COLUMNS by their names. */
export interface SealedColumns {
  readonly faceId: string;
  readonly model: string;
  readonly version: string;
  readonly sealed: Uint8Array;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
  readonly masterKey: string;
  readonly owner: string;
  readonly isReference: boolean;
  readonly agency: string | null;
  readonly isSearchable: boolean;
  readonly isProtected: boolean;
}

/** What is read of a template, in the order in which the reader of copied rows takes the fields. */
export const COLUMNS = `
  template.face_id::text as "faceId", template.model, template.version, template.sealed,
  data_key.id::text as "keyId", data_key.wrapped, data_key.master_key as "masterKey",
  coalesce(photo.case_id, photo.sighting_id)::text as owner,
  photo.case_id is not null as "isReference",
  case_file.agency_id::text as agency,
  case when photo.case_id is null then sighting.state <> 'spam'
    else case_file.state = 'open' and case_file.legal_basis is not null and face.is_chosen end as "isSearchable",
  coalesce(case_file.is_protected, false) as "isProtected"`;

/** Templates with their owners. The probe of an ad-hoc search has none, and is in no gallery. */
export const TABLES = `
  face_template template
  join data_key on data_key.id = template.key_id
  join face on face.id = template.face_id
  join photo on photo.id = face.photo_id and photo.purpose in ('reference', 'sighting')
  left join case_file on case_file.id = photo.case_id
  left join sighting on sighting.id = photo.sighting_id`;

export function sealedRow(columns: SealedColumns): SealedRow {
  const { faceId, model, version, sealed, keyId, wrapped, masterKey, isReference, ...facts } = columns;
  return {
    faceId,
    model,
    version,
    sealed,
    key: { id: keyId, wrapped, masterKey },
    facts: {
      owner: facts.owner,
      purpose: isReference ? 'reference' : 'sighting',
      agency: facts.agency,
      isSearchable: facts.isSearchable,
      isProtected: facts.isProtected,
    },
  };
}

/**
 * Reads copied rows. Texts that are those of the row before are not kept twice: templates of one owner follow one
 * another.
 *
 * @throws RangeError when the fields are not those of COLUMNS
 */
export function openRowReader(): (fields: CopiedFields) => SealedRow {
  const last: (string | null)[] = [];
  return (fields) =>
    sealedRow({
      faceId: text(fields, 0, last),
      model: text(fields, 1, last),
      version: text(fields, 2, last),
      sealed: bytesOf(fields, 3),
      keyId: text(fields, 4, last),
      wrapped: bytesOf(fields, 5),
      masterKey: text(fields, 6, last),
      owner: text(fields, 7, last),
      isReference: isTrue(fields, 8),
      agency: textOrNull(fields, 9, last),
      isSearchable: isTrue(fields, 10),
      isProtected: isTrue(fields, 11),
    });
}

function text(fields: CopiedFields, column: number, last: (string | null)[]): string {
  const found = textOrNull(fields, column, last);
  if (found === null) throw new RangeError('a template came without its key or its owner');
  return found;
}

function textOrNull({ bytes, places }: CopiedFields, column: number, last: (string | null)[]): string | null {
  const start = places[2 * column] ?? -1;
  const found = start < 0 ? null : bytes.toString('latin1', start, places[2 * column + 1]);
  const known = last[column];
  if (known === found) return known;
  last[column] = found;
  return found;
}

function bytesOf({ bytes, places }: CopiedFields, column: number): Uint8Array {
  return bytes.subarray(places[2 * column], places[2 * column + 1]);
}

function isTrue({ bytes, places }: CopiedFields, column: number): boolean {
  return bytes[places[2 * column] ?? -1] === 1;
}

/** The code of a template; undefined when it cannot be opened. */
export function openRow({ faceId, model, version, sealed }: SealedRow, key: TemplateKey): Uint8Array | undefined {
  return openTemplate(key, sealed, { faceId, model, version });
}
