import type { Actor } from '../../core/actor.ts';
import {
  exportCandidates,
  exportCertificates,
  exportMatches,
  exportMessages,
  exportPhotos,
  exportReviews,
} from '../../db/case-export.ts';
import { listCaseEvents } from '../../db/case-history.ts';
import { listNotes } from '../../db/case-notes.ts';
import { getCasePeople } from '../../db/case-people.ts';
import type { CaseFile } from '../../db/cases.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import { listProposals } from '../../db/duplicates.ts';
import { listRelatives } from '../../db/relations.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { can } from '../policy.ts';
import { staffView } from './case-view.ts';
import { loadCase } from './load.ts';

/** More than any case has: an export is whole. */
const ALL = 1_000_000;

/**
 * Everything that is held about a case, for who may ask for it: the child, the family, a court.
 *
 * @returns plain JSON; `leftOut` says what is missing, and why
 */
export async function exportCase(app: Platform, actor: Actor, caseId: string): Promise<Record<string, unknown>> {
  return inTransaction(app.db, async (tx) => {
    const file = await loadCase(tx, actor, 'case.export', caseId);
    const held = await heldAbout(tx, file, { actor, now: app.clock() });
    await audit(app, tx, actor, { action: 'case.export', entity: 'case', entityId: caseId });
    return { exportedAt: app.clock(), ...held, leftOut: leftOut(file) };
  });
}

async function heldAbout(tx: Database, file: CaseFile, { actor, now }: { actor: Actor; now: Date }) {
  const notes = await listNotes(tx, file.id, { visibility: ['guardian', 'staff'], after: null, limit: ALL });
  const scope = { agencyId: file.agencyId, withProtected: true };
  const proposals = await listProposals(tx, scope, { caseId: file.id, after: null, limit: ALL });
  const relatives = (await listRelatives(tx, file.id)).filter((relative) => can(actor, 'case.view', relative));
  const history = await listCaseEvents(tx, file.id, { kind: 'changes', before: null, limit: ALL });
  return {
    case: staffView(file, await getCasePeople(tx, file.id), now),
    relatives: relatives.map(({ number, kind }) => ({ number, kind })),
    notes: notes.map(({ text, visibility, name, createdAt }) => ({ text, visibility, author: name, createdAt })),
    photos: await exportPhotos(tx, file.id),
    candidates: await exportCandidates(tx, file.id),
    ...(isClosed(file) ? { reviews: await exportReviews(tx, file.id) } : {}),
    matches: await exportMatches(tx, file.id),
    messages: await exportMessages(tx, file.id),
    duplicates: proposals.map(({ reasons, decision, decidedAt }) => ({ reasons, decision, decidedAt })),
    certificates: await exportCertificates(tx, file.id),
    history: history.map(({ at, action, actorRole, reasonCode, fields }) => ({
      at,
      action,
      actorRole,
      reasonCode,
      fields,
    })),
  };
}

function leftOut(file: CaseFile): string[] {
  return [
    'The pictures themselves: take them from the photos of the case.',
    'Face templates: they are numbers that only this program can read; the models are named.',
    'Who reported a sighting, and how to reach them.',
    ...(isClosed(file) ? [] : ['Reviews, until the case is closed: reviewers must not learn of one another.']),
  ];
}

function isClosed({ state }: CaseFile): boolean {
  return state === 'resolved' || state === 'withdrawn';
}
