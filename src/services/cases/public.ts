import type { Actor } from '../../core/actor.ts';
import { ageWhenMissed, childAgeAt } from '../../core/child-age.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { findPublicCase, findPublicPicture, listPublicCases, type PublicCaseRow } from '../../db/public-cases.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { openPicture } from '../photos/view.ts';
import { requirePermission } from '../policy.ts';
import { wholeYears } from './case-view.ts';

/** Children on one page. */
const PAGE = 12;

/** A missing child as anybody may see it. Never the family name, the guardian, the police reference, medical needs. */
export interface PublicCase {
  readonly id: string;
  readonly firstName: string;
  readonly sex: 'female' | 'male' | 'other' | null;
  /** Whole years. */
  readonly ageNow: number | null;
  /** Whole years. */
  readonly ageWhenMissed: number | null;
  readonly country: string;
  readonly lastPlace: string | null;
  readonly lastSeenAt: Date | null;
  readonly heightCm: number | null;
  readonly hairColour: string | null;
  readonly eyeColour: string | null;
  readonly marks: readonly string[];
  readonly clothing: string | null;
  readonly hasPicture: boolean;
  /** Who looks for the child. */
  readonly agencyName: string | null;
  readonly agencyPhone: string | null;
}

/** The children whose families want the public to know, newest first. There is no way to search among them. */
export async function listPublicCasesFor(
  app: Platform,
  actor: Actor,
  after: string | null = null,
): Promise<{ items: PublicCase[]; next: string | null }> {
  requirePermission(actor, 'case.view-public');
  return inTransaction(app.db, async (tx) => {
    const rows = await listPublicCases(tx, { after, limit: PAGE + 1 });
    const items = rows.slice(0, PAGE).map((row) => describe(row, app.clock()));
    await audit(app, tx, actor, { action: 'case.list-public', details: { count: items.length } });
    return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
  });
}

/** @throws AppError `not-found` for every case that is not public, as for none */
export async function viewPublicCase(app: Platform, actor: Actor, id: string): Promise<PublicCase> {
  requirePermission(actor, 'case.view-public');
  return inTransaction(app.db, async (tx) => {
    const row = await findPublicCase(tx, id);
    if (!row) throw nothingSuch();
    await audit(app, tx, actor, { action: 'case.view-public', entity: 'case', entityId: id });
    return describe(row, app.clock());
  });
}

/**
 * The photo of a public case, without what the camera wrote into it; where others are in the photo, the face alone.
 *
 * Not audited by itself: pages that show it are.
 *
 * @throws AppError `not-found`
 */
export async function openPublicPicture(app: Platform, actor: Actor, id: string) {
  requirePermission(actor, 'case.view-public');
  const row = await findPublicCase(app.db, id);
  const picture = row && (await findPublicPicture(app.db, id));
  if (!picture) throw nothingSuch();
  const { isAlone, displayId, cropId } = picture;
  return openPicture(app, isAlone ? (displayId ?? cropId) : cropId);
}

function describe({ childName, birthDate, ageYears, createdAt, ...row }: PublicCaseRow, now: Date): PublicCase {
  const known = { birthDate, ageYears, lastSeenAt: row.lastSeenAt, recordedAt: createdAt };
  return {
    ...row,
    firstName: firstNameOf(childName),
    ageNow: wholeYears(childAgeAt(known, now)),
    ageWhenMissed: wholeYears(ageWhenMissed(known)),
  };
}

function firstNameOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

function nothingSuch(): AppError {
  return new AppError('not-found', 'There is no such case.');
}
