import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Why two cases may be about one child. */
export type DuplicateReason =
  /** The same but for spelling, or only alike in sound. */
  | { readonly kind: 'name'; readonly isSame: boolean }
  | { readonly kind: 'birth-date' }
  | { readonly kind: 'age' }
  /** About one in so many unrelated children would look as alike. */
  | { readonly kind: 'face'; readonly oneIn: number };

export type DuplicateDecision = 'same' | 'different';

/** Cases, of any agency, that are being worked on and share a key of the name with this one; relatives left out. */
export function listNamesakes(db: Database, caseId: string, nameKeys: readonly string[]) {
  return db
    .selectFrom('case_file')
    .where('id', '<>', caseId)
    .where('state', 'in', ['draft', 'open'])
    .where(sql<boolean>`name_keys && ${[...nameKeys]}::text[]`)
    .select(['id', 'name_keys as nameKeys', 'birth_date as birthDate', 'age_years as ageYears'])
    .select(['last_seen_at as lastSeenAt', 'created_at as createdAt'])
    .execute();
}

/** Of some cases, those that may be duplicates of one: both are being worked on, and they are not relatives. */
export async function keepPossible(db: Database, caseId: string, others: readonly string[]): Promise<Set<string>> {
  if (others.length === 0) return new Set();
  const rows = await db
    .selectFrom('case_file')
    .innerJoin('case_file as own', (join) => join.on('own.id', '=', caseId).on('own.state', 'in', ['draft', 'open']))
    .leftJoin('case_relation', (join) =>
      join
        .on('case_relation.case_id', '=', sql<string>`least(case_file.id, own.id)`)
        .on('case_relation.other_case_id', '=', sql<string>`greatest(case_file.id, own.id)`),
    )
    .where('case_file.id', 'in', [...others])
    .where('case_file.state', 'in', ['draft', 'open'])
    .where('case_relation.kind', 'is', null)
    .select('case_file.id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** What is proposed for a case so far, by the id of the other one. */
export async function listProposalsOf(db: Database, caseId: string) {
  const rows = await db
    .selectFrom('duplicate_proposal')
    .where((each) => each.or([each('case_id', '=', caseId), each('other_case_id', '=', caseId)]))
    .select(['id', 'case_id as caseId', 'other_case_id as otherCaseId', 'reasons', 'decision'])
    .$narrowType<{ reasons: DuplicateReason[]; decision: DuplicateDecision | null }>()
    .execute();
  return new Map(rows.map((row) => [row.caseId === caseId ? row.otherCaseId : row.caseId, row]));
}

/** Propose a pair, or bring its reasons up to date while nobody has decided. @returns the id of a new proposal */
export async function putProposal(
  db: Database,
  [first, second]: readonly [string, string],
  reasons: readonly DuplicateReason[],
  at: Date,
): Promise<string | undefined> {
  const [case_id, other_case_id] = first < second ? [first, second] : [second, first];
  const { numUpdatedRows } = await db
    .updateTable('duplicate_proposal')
    .set({ reasons: JSON.stringify(reasons) })
    .where('case_id', '=', case_id)
    .where('other_case_id', '=', other_case_id)
    .where('decision', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return undefined;
  const row = await db
    .insertInto('duplicate_proposal')
    .values({ case_id, other_case_id, reasons: JSON.stringify(reasons), created_at: at })
    .onConflict((conflict) => conflict.columns(['case_id', 'other_case_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function deleteProposal(db: Database, id: string): Promise<void> {
  await db.deleteFrom('duplicate_proposal').where('id', '=', id).where('decision', 'is', null).execute();
}

/** Both cases of a proposal, with the agencies that own them. */
export type Proposal = Awaited<ReturnType<typeof listProposals>>[number];

export interface ProposalScope {
  /** One of the two cases is of this agency. */
  readonly agencyId: string;
  /** Also pairs in which a case is protected. */
  readonly withProtected: boolean;
}

/** Proposals, newest first: those nobody has decided, all, or those of one case. */
export function listProposals(
  db: Database,
  scope: ProposalScope,
  page: { caseId?: string; isOpen?: boolean; after: { key: string; id: string } | null; limit: number },
) {
  return selectProposals(db, scope)
    .$if(page.caseId !== undefined, (query) =>
      query.where((each) =>
        each.or([each('first.id', '=', page.caseId ?? ''), each('second.id', '=', page.caseId ?? '')]),
      ),
    )
    .$if(page.isOpen === true, (query) => query.where('proposal.decision', 'is', null))
    .$if(page.after !== null, (query) =>
      query.where(
        sql<boolean>`(proposal.created_at, proposal.id) < (${page.after?.key}::timestamptz, ${page.after?.id}::uuid)`,
      ),
    )
    .orderBy('proposal.created_at', 'desc')
    .orderBy('proposal.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** A proposal that stays as it is until the transaction ends. */
export function lockProposal(tx: Database, scope: ProposalScope, id: string) {
  return selectProposals(tx, scope).where('proposal.id', '=', id).forUpdate('proposal').executeTakeFirst();
}

export async function decideProposal(
  db: Database,
  id: string,
  { decision, decidedBy, at }: { decision: DuplicateDecision; decidedBy: string | null; at: Date },
): Promise<void> {
  await db
    .updateTable('duplicate_proposal')
    .set({ decision, decided_by: decidedBy, decided_at: at })
    .where('id', '=', id)
    .execute();
}

const selectProposals = (db: Database, { agencyId, withProtected }: ProposalScope) =>
  db
    .selectFrom('duplicate_proposal as proposal')
    .innerJoin('case_file as first', 'first.id', 'proposal.case_id')
    .innerJoin('case_file as second', 'second.id', 'proposal.other_case_id')
    .innerJoin('agency as first_agency', 'first_agency.id', 'first.agency_id')
    .innerJoin('agency as second_agency', 'second_agency.id', 'second.agency_id')
    .leftJoin('account', 'account.id', 'proposal.decided_by')
    .leftJoin('agency as deciding', 'deciding.id', 'account.agency_id')
    .where((each) => each.or([each('first.agency_id', '=', agencyId), each('second.agency_id', '=', agencyId)]))
    .$if(!withProtected, (query) =>
      query.where('first.is_protected', '=', false).where('second.is_protected', '=', false),
    )
    .select(['proposal.id', 'proposal.reasons', 'proposal.decision', 'proposal.decided_at as decidedAt'])
    .select(['proposal.created_at as createdAt', 'deciding.name as decidedBy'])
    .select(sql<string>`proposal.created_at::text`.as('sortKey'))
    .select(['first.id as firstId', 'first.number as firstNumber', 'first.child_name as firstName'])
    .select(['first.agency_id as firstAgencyId', 'first_agency.name as firstAgency'])
    .select(['first_agency.phone as firstPhone', 'first_agency.email as firstEmail'])
    .select(['second.id as secondId', 'second.number as secondNumber', 'second.child_name as secondName'])
    .select(['second.agency_id as secondAgencyId', 'second_agency.name as secondAgency'])
    .select(['second_agency.phone as secondPhone', 'second_agency.email as secondEmail'])
    .$narrowType<{ reasons: DuplicateReason[]; decision: DuplicateDecision | null }>();
