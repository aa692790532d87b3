import { sql } from 'kysely';
import type { Database } from './database.ts';

export type CaseState = 'draft' | 'open' | 'resolved' | 'withdrawn';
export type Sex = 'female' | 'male' | 'other';
export type LegalBasis = 'consent' | 'vital-interest' | 'police-power' | 'court-order' | 'child-protection';
export type ProtectedReason = 'court-order' | 'refuge' | 'flight-from-abuse' | 'other';

/** A case, as it lies in the database. */
export type CaseFile = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/** What can be written of a case; what is absent stays as it is. */
export interface CaseColumns {
  readonly guardianId: string | null;
  readonly officerId: string | null;
  readonly state: CaseState;
  readonly childName: string;
  readonly otherNames: string[];
  readonly sex: Sex | null;
  readonly birthDate: string | null;
  readonly ageYears: number | null;
  readonly languages: string[];
  readonly heightCm: number | null;
  readonly hairColour: string | null;
  readonly eyeColour: string | null;
  readonly marks: string[];
  readonly clothing: string | null;
  readonly medicalNeeds: string | null;
  readonly circumstances: string | null;
  readonly lastPlace: string | null;
  readonly lastLatitude: number | null;
  readonly lastLongitude: number | null;
  readonly lastSeenAt: Date | null;
  readonly country: string;
  readonly policeReference: string | null;
  readonly legalBasis: LegalBasis | null;
  readonly consentBy: string | null;
  readonly consentAt: Date | null;
  readonly protectedReason: ProtectedReason | null;
  readonly isPublic: boolean;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly closingReason: string | null;
  readonly nameKeys: string[];
  readonly searchText: string;
  readonly bornAbout: Date | null;
}

export type NewCaseColumns = Partial<CaseColumns> & Pick<CaseColumns, 'childName' | 'country'>;

export function findCase(db: Database, id: string) {
  return selectCases(db).where('id', '=', id).executeTakeFirst();
}

/** A case that stays as it is until the transaction ends: who else wants to change it waits. */
export function lockCase(tx: Database, id: string) {
  return selectCases(tx).where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findCaseByNumber(db: Database, number: string) {
  return selectCases(db).where('number', '=', number).executeTakeFirst();
}

/** The next number, such as HW-2026-000123. Numbers of cases that then fail to be written are left out. */
export async function nextCaseNumber(db: Database, year: number): Promise<string> {
  const { rows } = await sql<{ next: number }>`select nextval('case_number') as next`.execute(db);
  return `HW-${year}-${String(rows[0]?.next).padStart(6, '0')}`;
}

export async function insertCase(
  db: Database,
  { number, agencyId, createdBy, at }: { number: string; agencyId: string; createdBy: string | null; at: Date },
  columns: NewCaseColumns,
): Promise<string> {
  const { id } = await db
    .insertInto('case_file')
    .values({
      ...snakeCase(columns),
      child_name: columns.childName,
      country: columns.country,
      number,
      agency_id: agencyId,
      created_by: createdBy,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Change a case, and with it its version. */
export async function updateCase(db: Database, id: string, at: Date, columns: Partial<CaseColumns>): Promise<void> {
  await db
    .updateTable('case_file')
    .set((column) => ({ ...snakeCase(columns), updated_at: at, version: column('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

const selectCases = (db: Database) =>
  db
    .selectFrom('case_file')
    .select(['id', 'number', 'agency_id as agencyId', 'guardian_id as guardianId', 'officer_id as officerId', 'state'])
    .select(['child_name as childName', 'other_names as otherNames', 'sex', 'birth_date as birthDate'])
    .select(['age_years as ageYears', 'languages', 'height_cm as heightCm', 'hair_colour as hairColour'])
    .select(['eye_colour as eyeColour', 'marks', 'clothing', 'medical_needs as medicalNeeds', 'circumstances'])
    .select(['last_place as lastPlace', 'last_latitude as lastLatitude', 'last_longitude as lastLongitude'])
    .select(['last_seen_at as lastSeenAt', 'country', 'police_reference as policeReference'])
    .select(['legal_basis as legalBasis', 'consent_by as consentBy', 'consent_at as consentAt'])
    .select(['is_protected as isProtected', 'protected_reason as protectedReason', 'is_public as isPublic'])
    .select(['opened_at as openedAt', 'closed_at as closedAt', 'closing_reason as closingReason'])
    .select(['created_by as createdBy', 'created_at as createdAt', 'updated_at as updatedAt', 'version'])
    .select('name_keys as nameKeys')
    .$narrowType<{ state: CaseState; sex: Sex | null; legalBasis: LegalBasis | null }>()
    .$narrowType<{ protectedReason: ProtectedReason | null }>();

/** Undefined values are left out by Kysely. */
function snakeCase(columns: Partial<CaseColumns>) {
  return {
    guardian_id: columns.guardianId,
    officer_id: columns.officerId,
    state: columns.state,
    child_name: columns.childName,
    other_names: columns.otherNames,
    sex: columns.sex,
    birth_date: columns.birthDate,
    age_years: columns.ageYears,
    languages: columns.languages,
    height_cm: columns.heightCm,
    hair_colour: columns.hairColour,
    eye_colour: columns.eyeColour,
    marks: columns.marks,
    clothing: columns.clothing,
    medical_needs: columns.medicalNeeds,
    circumstances: columns.circumstances,
    last_place: columns.lastPlace,
    last_latitude: columns.lastLatitude,
    last_longitude: columns.lastLongitude,
    last_seen_at: columns.lastSeenAt,
    country: columns.country,
    police_reference: columns.policeReference,
    legal_basis: columns.legalBasis,
    consent_by: columns.consentBy,
    consent_at: columns.consentAt,
    protected_reason: columns.protectedReason,
    is_protected: columns.protectedReason === undefined ? undefined : columns.protectedReason !== null,
    is_public: columns.isPublic,
    opened_at: columns.openedAt,
    closed_at: columns.closedAt,
    closing_reason: columns.closingReason,
    name_keys: columns.nameKeys,
    search_text: columns.searchText,
    born_about: columns.bornAbout,
  };
}
