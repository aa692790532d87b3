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
 * Reads copied rows. Texts that are those of the row before are not made again: templates of one owner follow one
 * another.
 *
 * @throws RangeError when the fields are not those of COLUMNS
 */
export function openRowReader(): (fields: CopiedFields) => SealedRow {
  const last: (string | null)[] = [];
  return ({ bytes, places }) => {
    const placeOf = (column: number) => [places[2 * column] ?? -1, places[2 * column + 1] ?? -1] as const;
    const textOrNull = (column: number): string | null => {
      const [start, end] = placeOf(column);
      const text = start < 0 ? null : bytes.toString('latin1', start, end);
      const known = last[column];
      if (known === text) return known;
      last[column] = text;
      return text;
    };
    const text = (column: number): string => {
      const found = textOrNull(column);
      if (found === null) throw new RangeError('a template came without its key or its owner');
      return found;
    };
    const isTrue = (column: number) => bytes[placeOf(column)[0]] === 1;
    return sealedRow({
      faceId: text(0),
      model: text(1),
      version: text(2),
      sealed: bytes.subarray(...placeOf(3)),
      keyId: text(4),
      wrapped: bytes.subarray(...placeOf(5)),
      masterKey: text(6),
      owner: text(7),
      isReference: isTrue(8),
      agency: textOrNull(9),
      isSearchable: isTrue(10),
      isProtected: isTrue(11),
    });
  };
}

/** The code of a template; undefined when it cannot be opened. */
export function openRow({ faceId, model, version, sealed }: SealedRow, key: TemplateKey): Uint8Array | undefined {
  return openTemplate(key, sealed, { faceId, model, version });
}
