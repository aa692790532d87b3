import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor, Role } from '../core/actor.ts';
import type { Database } from '../db/database.ts';
import type { Platform } from '../platform.ts';

/** An agency, straight into the database. */
export async function makeAgency(
  { db }: Platform,
  { name = `Agency ${randomUUID()}`, country = 'IN', phone = '100' } = {},
) {
  return db
    .insertInto('agency')
    .values({ name, kind: 'police', country, phone, email: 'desk@agency.example' })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An account with a verified e-mail address, and the actor that it is. */
export async function makeAccount({ db }: Platform, role: Role, agencyId: string | null = null) {
  const account = await db
    .insertInto('account')
    .values({
      name: `A ${role}`,
      email: `${randomUUID()}@agency.example`,
      email_verified: true,
      role,
      agency_id: agencyId,
      two_factor_enabled: role !== 'guardian',
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const actor = { kind: 'account', accountId: account.id, role, agencyId } as const satisfies Actor;
  return { ...account, actor };
}

/** A case, straight into the database: open and lawful, unless told otherwise. */
export async function makeCase({ db }: Platform, agencyId: string, given: Partial<CaseColumns> = {}) {
  return db
    .insertInto('case_file')
    .values({
      number: `HW-TEST-${randomUUID()}`,
      agency_id: agencyId,
      state: 'open',
      child_name: 'Asha Rao',
      sex: 'female',
      birth_date: '2017-04-02',
      country: 'IN',
      last_place: 'Secunderabad station',
      last_latitude: 17.4337,
      last_longitude: 78.5016,
      last_seen_at: new Date('2024-03-01T08:00:00Z'),
      legal_basis: 'police-power',
      opened_at: new Date('2024-03-02T08:00:00Z'),
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

interface CaseColumns {
  readonly state: 'draft' | 'open' | 'resolved' | 'withdrawn';
  readonly guardian_id: string | null;
  readonly child_name: string;
  readonly sex: 'female' | 'male' | 'other' | null;
  readonly birth_date: string | null;
  readonly is_protected: boolean;
  readonly protected_reason: string | null;
  readonly is_public: boolean;
  readonly legal_basis: string | null;
  readonly last_place: string | null;
  readonly last_seen_at: Date | null;
}

/** A sighting with one photo and its one chosen face, straight into the database: no files, no templates. */
export async function makeSightingFace({ db }: Platform, given: { place?: string; seenAt?: Date } = {}) {
  const sighting = await db
    .insertInto('sighting')
    .values({
      number: `S-TEST-${randomUUID()}`,
      tracking_hash: randomBytes(32),
      place: given.place ?? 'Vijayawada bus station',
      seen_at: given.seenAt ?? new Date('2026-05-30T10:00:00Z'),
      keep_until: new Date('2027-05-30T10:00:00Z'),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { sighting, ...(await makePhotoFace(db, { purpose: 'sighting', sighting_id: sighting.id })) };
}

/** An analysed photo and its one chosen face, straight into the database. */
export async function makePhotoFace(db: Database, owner: PhotoOwner, cropId: string | null = null) {
  const photo = await db
    .insertInto('photo')
    .values({ ...owner, sha256: randomBytes(32), media_type: 'image/jpeg', bytes: 1000, state: 'analysed' })
    .returningAll()
    .executeTakeFirstOrThrow();
  const face = await db
    .insertInto('face')
    .values({
      photo_id: photo.id,
      position: 0,
      box: JSON.stringify({ left: 0.1, top: 0.1, width: 0.4, height: 0.5 }),
      landmarks: JSON.stringify([]),
      score: 0.9,
      quality: 80,
      components: JSON.stringify({}),
      reasons: [],
      is_chosen: true,
      crop_id: cropId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { photo, face };
}

type PhotoOwner =
  | { readonly purpose: 'reference'; readonly case_id: string }
  | { readonly purpose: 'sighting'; readonly sighting_id: string };

/** A candidate above the alert threshold, unless told otherwise. */
export async function makeCandidate(
  { db }: Platform,
  { faceId, caseId, isAlert = true }: { faceId: string; caseId: string; isAlert?: boolean },
) {
  const search = await db
    .insertInto('search_run')
    .values({
      reason: 'sighting',
      face_id: faceId,
      profile: 'test',
      gallery_size: 10,
      basis: 'start',
      nobody: false,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return db
    .insertInto('candidate')
    .values({
      face_id: faceId,
      case_id: caseId,
      search_id: search.id,
      rank: 1,
      score: 6,
      one_in: 2500,
      strength: 'strong',
      basis: 'start',
      photos: JSON.stringify([]),
      plausibility: JSON.stringify([]),
      is_above_threshold: isAlert,
      is_alert: isAlert,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
