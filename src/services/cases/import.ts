import type { Actor } from '../../core/actor.ts';
import { listOfNames } from '../../db/case-list.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requireReach } from '../policy.ts';
import { given, NOTHING_KNOWN } from './case-fields.ts';
import { type CreatedCase, createCases } from './create.ts';
import { type Identity, identityReasons } from './duplicate-reasons.ts';
import { fieldMistakes } from './field-mistakes.ts';
import { type ReadRow, type ReadTable, readImport } from './import-table.ts';
import { scopeOf } from './list.ts';
import { nameKeys } from './names.ts';

/** A row, and whether its child may be known already. */
export interface ImportRow extends ReadRow {
  /** Numbers of cases of the own agency; those of others are found later, and told as duplicates are. */
  readonly known: readonly string[];
  /** The row above in which the same child stands. */
  readonly sameAs: number | null;
}

export interface ImportPreview extends Omit<ReadTable, 'rows'> {
  readonly rows: readonly ImportRow[];
}

/**
 * What an import of this table would do. Nothing is written but that somebody looked.
 *
 * @throws AppError `invalid` for what is no table of cases
 */
export async function previewImport(
  app: Platform,
  actor: Actor,
  { bytes, timeZone }: { readonly bytes: Uint8Array; readonly timeZone: string },
): Promise<ImportPreview> {
  requireReach(actor, 'case.create');
  const { header, rows } = readImport(bytes, timeZone);
  const checked = rows.map((row) => withMistakes(row, app.clock()));
  const identities = checked.map(({ wanted }) => wanted && identityOf(wanted, app.clock()));
  return inTransaction(app.db, async (tx) => {
    const keys = identities.flatMap((identity) => identity?.nameKeys ?? []);
    const cases = await listOfNames(tx, scopeOf(actor), keys);
    await audit(app, tx, actor, { action: 'case.list', details: { count: cases.length, part: 'import' } });
    const withKnown = checked.map((row, index) => {
      const identity = identities[index];
      if (!identity) return { ...row, known: [], sameAs: null };
      const known = cases.filter((other) => identityReasons(identity, other).length > 0).map(({ number }) => number);
      const earlier = identities.findIndex((other, at) => at < index && other && isSame(identity, other));
      return { ...row, known, sameAs: checked[earlier]?.row ?? null };
    });
    return { header, rows: withKnown };
  });
}

/** Create drafts of the rows of a preview: all of them, or none when one fails. */
export async function importCases(app: Platform, actor: Actor, rows: readonly ImportRow[]): Promise<CreatedCase[]> {
  return createCases(
    app,
    actor,
    rows.flatMap(({ wanted }) => wanted ?? []),
  );
}

type Wanted = NonNullable<ReadRow['wanted']>;

function withMistakes(row: ReadRow, now: Date): ReadRow {
  if (!row.wanted) return row;
  const mistakes = fieldMistakes(fieldsOf(row.wanted), now);
  return mistakes.length === 0 ? row : { ...row, mistakes, wanted: null };
}

function fieldsOf({ childName, country, ...others }: Wanted) {
  return { ...NOTHING_KNOWN, ...given(others), childName, country };
}

function identityOf(wanted: Wanted, now: Date): Identity {
  const { childName, otherNames, birthDate, ageYears, lastSeenAt } = fieldsOf(wanted);
  return { nameKeys: nameKeys([childName, ...otherNames]), birthDate, ageYears, lastSeenAt, createdAt: now };
}

function isSame(one: Identity, other: Identity): boolean {
  return identityReasons(one, other).length > 0;
}
