import type { Facts } from '../../gallery/facts.ts';
import { openTemplate } from '../../gallery/sealed.ts';
import type { DataKeyRow } from '../keys.ts';

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

/** What is read of a template, in the order in which `copiedRow` takes the fields. */
export const COLUMNS = `
  template.face_id as "faceId", template.model, template.version, template.sealed,
  data_key.id as "keyId", data_key.wrapped, data_key.master_key as "masterKey",
  coalesce(photo.case_id, photo.sighting_id) as owner,
  photo.case_id is not null as "isReference",
  case_file.agency_id as agency,
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

/** @throws RangeError when the fields are not those of COLUMNS */
export function copiedRow(fields: readonly (Buffer | null)[]): SealedRow {
  const [faceId, model, version, sealed, keyId, wrapped, masterKey, owner, ...rest] = fields;
  const [isReference, agency, isSearchable, isProtected] = rest;
  if (!faceId || !model || !version || !sealed || !keyId || !wrapped || !masterKey || !owner)
    throw new RangeError('a template came without its key or its owner');
  return sealedRow({
    faceId: uuid(faceId),
    model: model.toString('latin1'),
    version: version.toString('latin1'),
    sealed,
    keyId: uuid(keyId),
    wrapped,
    masterKey: masterKey.toString('latin1'),
    owner: uuid(owner),
    isReference: isTrue(isReference),
    agency: agency ? uuid(agency) : null,
    isSearchable: isTrue(isSearchable),
    isProtected: isTrue(isProtected),
  });
}

const isTrue = (field: Buffer | null | undefined) => field?.[0] === 1;

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The code of a template; undefined when it cannot be opened. */
export function openRow({ faceId, model, version, sealed }: SealedRow, key: Uint8Array): Uint8Array | undefined {
  return openTemplate(key, sealed, { faceId, model, version });
}
