import { type ExpressionBuilder, sql } from 'kysely';
import type { CaseState, Sex } from './cases.ts';
import type { Database } from './database.ts';
import type { DB } from './schema.ts';

/** Whose cases show at all. Without agency and guardian: everybody's. */
export interface CaseScope {
  readonly agencyId?: string;
  readonly guardianId?: string;
  readonly withProtected: boolean;
}

/** What a list is narrowed to; all given conditions hold. */
export interface CaseConditions {
  readonly states?: readonly CaseState[];
  /** Plain words (`plainText`), each of which is somewhere in names, number, place or police reference. */
  readonly words?: readonly string[];
  readonly bornFrom?: Date;
  readonly bornUntil?: Date;
  readonly sex?: Sex;
  readonly place?: string;
  readonly country?: string;
  readonly lastSeenFrom?: Date;
  readonly lastSeenUntil?: Date;
  readonly agencyId?: string;
  /** Null: cases that no officer has taken over. */
  readonly officerId?: string | null;
  /** Whether a search proposes a sighting that nobody has decided on. */
  readonly hasCandidates?: boolean;
}

export type CaseSort = 'newest' | 'oldest' | 'name' | 'last-seen';

/** The last row of the page before. */
export interface CasePosition {
  readonly key: string;
  readonly id: string;
}

const SORTS = {
  newest: { key: sql`created_at`, type: sql`timestamptz`, direction: 'desc' },
  oldest: { key: sql`created_at`, type: sql`timestamptz`, direction: 'asc' },
  name: { key: sql`child_name`, type: sql`text`, direction: 'asc' },
  'last-seen': { key: sql`coalesce(last_seen_at, '-infinity')`, type: sql`timestamptz`, direction: 'desc' },
} as const;

/** One page of cases after a position, in the given order; the id decides between equals. */
export function listCases(
  db: Database,
  scope: CaseScope,
  conditions: CaseConditions,
  { sort, after, limit }: { sort: CaseSort; after: CasePosition | null; limit: number },
) {
  const { key, type, direction } = SORTS[sort];
  const sign = direction === 'asc' ? sql`>` : sql`<`;
  return db
    .selectFrom('case_file')
    .where((each) => each.and([...within(each, scope), ...meets(each, conditions)]))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(${key}, id) ${sign} (${after?.key}::${type}, ${after?.id}::uuid)`),
    )
    .select(['id', 'number', 'agency_id as agencyId', 'guardian_id as guardianId', 'officer_id as officerId', 'state'])
    .select(['child_name as childName', 'sex', 'birth_date as birthDate', 'age_years as ageYears', 'country'])
    .select(['last_place as lastPlace', 'last_seen_at as lastSeenAt', 'is_public as isPublic'])
    .select(['is_protected as isProtected', 'created_at as createdAt', 'updated_at as updatedAt', 'version'])
    .select(sql<string>`(${key})::text`.as('sortKey'))
    .$narrowType<{ state: CaseState; sex: Sex | null }>()
    .orderBy(key, direction)
    .orderBy('id', direction)
    .limit(limit)
    .execute();
}

/** How many cases are in each state. */
export async function countCases(
  db: Database,
  scope: CaseScope,
  conditions: CaseConditions,
): Promise<Record<CaseState, number>> {
  const rows = await db
    .selectFrom('case_file')
    .where((each) => each.and([...within(each, scope), ...meets(each, conditions)]))
    .select(['state', (each) => each.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  const count = (state: CaseState) => counts.get(state) ?? 0;
  return {
    draft: count('draft'),
    open: count('open'),
    resolved: count('resolved'),
    withdrawn: count('withdrawn'),
  };
}

type Builder = ExpressionBuilder<DB, 'case_file'>;

function within(each: Builder, { agencyId, guardianId, withProtected }: CaseScope) {
  return [
    ...(agencyId === undefined ? [] : [each('agency_id', '=', agencyId)]),
    ...(guardianId === undefined ? [] : [each('guardian_id', '=', guardianId)]),
    ...(withProtected ? [] : [each('is_protected', '=', false)]),
  ];
}

function meets(each: Builder, given: CaseConditions) {
  const { states, words = [], bornFrom, bornUntil, sex, place, country, agencyId, officerId } = given;
  return [
    ...(states === undefined ? [] : [each('state', 'in', [...states])]),
    ...words.map((word) => each('search_text', 'like', `%${word}%`)),
    ...(bornFrom === undefined ? [] : [each('born_about', '>=', bornFrom)]),
    ...(bornUntil === undefined ? [] : [each('born_about', '<=', bornUntil)]),
    ...(sex === undefined ? [] : [each('sex', '=', sex)]),
    ...(place === undefined ? [] : [each('last_place', 'ilike', `%${place.replace(/[\\%_]/g, '\\$&')}%`)]),
    ...(country === undefined ? [] : [each('country', '=', country)]),
    ...(given.lastSeenFrom === undefined ? [] : [each('last_seen_at', '>=', given.lastSeenFrom)]),
    ...(given.lastSeenUntil === undefined ? [] : [each('last_seen_at', '<', given.lastSeenUntil)]),
    ...(agencyId === undefined ? [] : [each('agency_id', '=', agencyId)]),
    ...(officerId === undefined ? [] : [each('officer_id', officerId === null ? 'is' : '=', officerId)]),
    ...(given.hasCandidates === undefined ? [] : [each(hasOpenCandidates, '=', given.hasCandidates)]),
  ];
}

const hasOpenCandidates = sql<boolean>`exists (
  select from candidate
    where candidate.case_id = case_file.id and candidate.is_current
      and not exists (select from decision where decision.candidate_id = candidate.id))`;

/** The face that shows each child best; cases without one are not in it. */
export async function listCaseFaces(db: Database, caseIds: readonly string[]): Promise<Map<string, string>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('photo')
    .innerJoin('face', 'face.photo_id', 'photo.id')
    .where('photo.case_id', 'in', [...caseIds])
    .where('face.is_chosen', '=', true)
    .where('face.crop_id', 'is not', null)
    .distinctOn('photo.case_id')
    .select([sql<string>`photo.case_id`.as('caseId'), 'face.id as faceId'])
    .orderBy('photo.case_id')
    .orderBy('face.quality', 'desc')
    .orderBy('face.id')
    .execute();
  return new Map(rows.map(({ caseId, faceId }) => [caseId, faceId]));
}

/** Cases within reach that share a key of a name: of an import, which of its children may be known. */
export function listOfNames(db: Database, scope: CaseScope, nameKeys: readonly string[]) {
  return db
    .selectFrom('case_file')
    .where((each) => each.and(within(each, scope)))
    .where('state', 'in', ['draft', 'open'])
    .where(sql<boolean>`name_keys && ${[...nameKeys]}::text[]`)
    .select(['number', 'name_keys as nameKeys', 'birth_date as birthDate', 'age_years as ageYears'])
    .select(['last_seen_at as lastSeenAt', 'created_at as createdAt'])
    .execute();
}
