import { type ExpressionBuilder, sql } from 'kysely';
import type { Sex } from './cases.ts';
import type { Database } from './database.ts';
import type { DB } from './schema.ts';

/** What of a case anybody may see. The columns of everything else stay in the database. */
export type PublicCaseRow = NonNullable<Awaited<ReturnType<typeof findPublicCase>>>;

/** Open cases whose publicity is on, newest first. @param after id of the last one of the page before */
export async function listPublicCases(
  db: Database,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<PublicCaseRow[]> {
  return selectPublic(db)
    .$if(after !== null, (query) =>
      query.where(
        // A position that is not public itself tells nothing: such a page is empty.
        sql<boolean>`(opened_at, id) < (select opened_at, id from case_file where id = ${after}::uuid and ${IS_PUBLIC})`,
      ),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function findPublicCase(db: Database, id: string) {
  return selectPublic(db).where('id', '=', id).executeTakeFirst();
}

/**
 * The one photo of a case that the public sees: if there is one with nobody else in it, of those the newest, then the
 * sharpest.
 */
export async function findPublicPicture(db: Database, caseId: string) {
  return selectPictures(db)
    .where('photo.case_id', '=', caseId)
    .select(['photo.display_id as displayId', 'face.crop_id as cropId', isAlone.as('isAlone')])
    .orderBy(isAlone, 'desc')
    .orderBy(sql`photo.captured_on desc nulls last`)
    .orderBy('face.quality', 'desc')
    .orderBy('photo.id')
    .limit(1)
    .executeTakeFirst();
}

const IS_PUBLIC = sql<boolean>`state = 'open' and is_public and not is_protected`;

const isAlone = sql<boolean>`(select count(*) = 1 from face as other where other.photo_id = photo.id)`;

const selectPublic = (db: Database) =>
  db
    .selectFrom('case_file')
    .where(IS_PUBLIC)
    .select(['id', 'child_name as childName', 'sex', 'birth_date as birthDate', 'age_years as ageYears', 'country'])
    .select(['height_cm as heightCm', 'hair_colour as hairColour', 'eye_colour as eyeColour', 'marks', 'clothing'])
    .select(['last_place as lastPlace', 'last_seen_at as lastSeenAt', 'created_at as createdAt'])
    .select((each) => [
      agencyOf(each).select('agency.name').as('agencyName'),
      agencyOf(each).select('agency.phone').as('agencyPhone'),
    ])
    .select((each) =>
      each.exists(selectPictures(db).where(sql<boolean>`photo.case_id = case_file.id`)).as('hasPicture'),
    )
    .$narrowType<{ sex: Sex | null; hasPicture: boolean }>();

/** Whom to ask about the child; who keeps the case is no secret where its publicity is on. */
const agencyOf = (each: ExpressionBuilder<DB, 'case_file'>) =>
  each.selectFrom('agency').whereRef('agency.id', '=', 'case_file.agency_id');

const selectPictures = (db: Database) =>
  db
    .selectFrom('photo')
    .innerJoin('face', (join) => join.onRef('face.photo_id', '=', 'photo.id').on('face.is_chosen', '=', true))
    .where('photo.purpose', '=', 'reference')
    .where((each) => each.or([each('photo.display_id', 'is not', null), each('face.crop_id', 'is not', null)]));
