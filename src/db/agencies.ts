import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

export type AgencyKind = 'police' | 'ngo' | 'other';

export interface Agency {
  readonly id: string;
  readonly name: string;
  readonly kind: AgencyKind;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone: string | null;
  readonly email: string | null;
  /** Whoever views one of its cases says why. */
  readonly asksViewReason: boolean;
  readonly createdAt: Date;
}

export type AgencyFields = Omit<Agency, 'id' | 'createdAt'>;
export type AgencyChanges = { readonly [field in keyof AgencyFields]?: AgencyFields[field] | undefined };

const COLUMNS = [
  'id',
  'name',
  'kind',
  'country',
  'phone',
  'email',
  'asks_view_reason as asksViewReason',
  'created_at as createdAt',
] as const;

/** By name, after the name that the page before ended with. */
export async function listAgencies(db: Database, { after, limit }: { after?: string | undefined; limit: number }) {
  return db
    .selectFrom('agency')
    .select(COLUMNS)
    .$narrowType<{ kind: AgencyKind }>()
    .$if(after !== undefined, (query) => query.where('name', '>', after ?? ''))
    .orderBy('name')
    .limit(limit)
    .execute();
}

export async function findAgency(db: Database, id: string): Promise<Agency | undefined> {
  return db
    .selectFrom('agency')
    .select(COLUMNS)
    .$narrowType<{ kind: AgencyKind }>()
    .where('id', '=', id)
    .executeTakeFirst();
}

/** @throws AppError `conflict` when another agency has the name */
export async function insertAgency(db: Database, { asksViewReason, ...rest }: AgencyFields): Promise<string> {
  const row = await db
    .insertInto('agency')
    .values({ ...rest, asks_view_reason: asksViewReason })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw nameTaken(rest.name);
  return row.id;
}

/** @throws AppError `conflict` when another agency has the name */
export async function updateAgency(db: Database, id: string, fields: AgencyChanges): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  if (fields.name !== undefined) await refuseTakenName(db, id, fields.name);
  const { asksViewReason, ...rest } = fields;
  await db
    .updateTable('agency')
    .set({ ...rest, asks_view_reason: asksViewReason })
    .where('id', '=', id)
    .execute();
}

async function refuseTakenName(db: Database, id: string, name: string): Promise<void> {
  const other = await db
    .selectFrom('agency')
    .select('id')
    .where('name', '=', name)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (other) throw nameTaken(name);
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is an agency «${name}» already. Choose another name, or join that one.`);
}
