import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { insertNote, listNotes } from '../../db/case-notes.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { tellOfNote } from '../alerts/note-alerts.ts';
import { audit } from '../audit.ts';
import { paragraph } from './case-fields.ts';
import { TIMESTAMP } from './list.ts';
import { accountIdOf, isGuardian, loadCase } from './load.ts';

export const NewNote = z.object({
  text: paragraph(5000, 'Note').refine((text) => text !== '', 'Write something.'),
  visibility: z
    .enum(['guardian', 'staff'])
    .default('staff')
    .describe('Who reads it: the agency only, or the guardian as well. What a guardian writes both read.'),
});
export type NewNote = z.output<typeof NewNote>;

export const Note = z.object({
  id: z.uuid(),
  text: z.string(),
  visibility: z.enum(['guardian', 'staff']),
  author: z.string().describe('For the guardian, the agency speaks as one'),
  isFromGuardian: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Note = z.output<typeof Note>;

/** The end of a page. */
export const NotePosition = z.object({ key: z.string().regex(TIMESTAMP), id: z.uuid() });
export type NotePosition = z.output<typeof NotePosition>;

/** Write to the other side, or among colleagues. */
export async function writeNote(app: Platform, actor: Actor, caseId: string, note: NewNote): Promise<{ id: string }> {
  const visibility = isGuardian(actor) ? 'guardian' : note.visibility;
  return inTransaction(app.db, async (tx) => {
    const file = await loadCase(tx, actor, 'note.write', caseId);
    if (visibility === 'guardian' && file.guardianId === null)
      throw new AppError('conflict', 'The case has no guardian with an account yet. Link one first.');
    const id = await insertNote(tx, {
      caseId,
      authorId: accountIdOf(actor),
      visibility,
      text: note.text,
      at: app.clock(),
    });
    if (visibility === 'guardian') await tellOfNote(app, tx, { file, isFromGuardian: isGuardian(actor) });
    // Not under the case, whose history a guardian reads in part.
    await audit(app, tx, actor, {
      action: 'note.write',
      entity: 'note',
      entityId: id,
      details: { caseId, visibility },
    });
    return { id };
  });
}

/** The notes of a case that the actor may read, newest first. */
export async function listNotesOf(
  app: Platform,
  actor: Actor,
  caseId: string,
  { after = null, limit = 50 }: { readonly after?: NotePosition | null; readonly limit?: number } = {},
): Promise<{ items: Note[]; next: NotePosition | null }> {
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'note.list', caseId);
    const visibility = isGuardian(actor) ? (['guardian'] as const) : (['guardian', 'staff'] as const);
    const found = await listNotes(tx, caseId, { visibility, after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    await audit(app, tx, actor, { action: 'note.list', entity: 'case-notes', entityId: caseId });
    return {
      items: rows.map((row) => noteOf(row, isGuardian(actor))),
      next: last ? { key: last.sortKey, id: last.id } : null,
    };
  });
}

function noteOf(row: Awaited<ReturnType<typeof listNotes>>[number], isForGuardian: boolean): Note {
  const isFromGuardian = row.role === 'guardian';
  const author = isForGuardian && !isFromGuardian ? row.agencyName : row.name;
  return {
    id: row.id,
    text: row.text,
    visibility: row.visibility,
    author: author ?? 'Homeward',
    isFromGuardian,
    createdAt: row.createdAt.toISOString(),
  };
}
