import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { listNotesOf, NewNote, Note, NotePosition, writeNote } from '../../services/cases/notes.ts';
import { body, decodeCursor, encodeCursor, IdParam, json, openApi, PageQuery, PROBLEMS, pageOf } from './route.ts';

const tags = ['Cases'];

const list = createRoute({
  method: 'get',
  path: '/cases/{id}/notes',
  summary: 'What guardian and officers wrote, newest first',
  tags,
  request: { params: IdParam, query: PageQuery },
  responses: { 200: json(pageOf(Note), 'A page of notes'), ...PROBLEMS },
});

const write = createRoute({
  method: 'post',
  path: '/cases/{id}/notes',
  summary: 'Write to the other side, or among colleagues',
  tags,
  request: { params: IdParam, body: body(NewNote) },
  responses: { 201: json(z.object({ id: z.uuid() }), 'The note'), ...PROBLEMS },
});

export const caseNoteRoutes = (app: Platform) =>
  openApi()
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = decodeCursor(cursor, NotePosition);
      const { items, next } = await listNotesOf(app, c.var.actor, c.req.valid('param').id, { after, limit });
      return c.json({ items, next: next && encodeCursor(next) }, 200);
    })
    .openapi(write, async (c) =>
      c.json(await writeNote(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 201),
    );
