import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { listNotesOf, NewNote, NotePosition, writeNote } from '../../../services/cases/notes.ts';
import { listTimeline } from '../../../services/cases/timeline.ts';
import { reachOf } from '../../../services/policy.ts';
import { viewCertificates } from '../../../services/purge/certificate.ts';
import { CandidatePosition, listCandidatesFor } from '../../../services/search/candidate-list.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { imageUrl } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { Candidates } from './candidates.tsx';
import { Documents } from './documents.tsx';
import { History } from './history.tsx';
import { Notes } from './notes.tsx';
import { type CaseHead, withCase } from './open-case.tsx';
import { loadPhotos } from './photo-routes.tsx';
import { PrintPage } from './print.tsx';

const PAGE = 24;
const Before = z.coerce.number().int().optional().catch(undefined);

/** What is on record about a case: candidates, history, notes, documents. */
export function recordRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}/candidates`, (c) => withCase(app, c, (head) => showCandidates(app, c, head)))
    .get(`/cases/:id${ID}/history`, (c) =>
      withCase(app, c, async (head) => {
        const onlyLooks = c.req.query('looks') === '1';
        const before = Before.parse(c.req.query('before')) ?? null;
        const { items, next } = await listTimeline(app, c.var.actor, head.file.id, { onlyLooks, before });
        return renderPage(c, <History {...head} events={items} onlyLooks={onlyLooks} next={next} />);
      }),
    )
    .get(`/cases/:id${ID}/notes`, (c) => withCase(app, c, (head) => showNotes(app, c, head, EMPTY_FORM)))
    .post(`/cases/:id${ID}/notes`, async (c) => {
      const id = c.req.param('id');
      const values = await readForm(c);
      try {
        await writeNote(app, c.var.actor, id, NewNote.parse(values));
        return redirectWith(c, `/cases/${id}/notes`, 'cases.note-sent');
      } catch (error) {
        const form = formStateOf(c, values, error);
        return withCase(app, c, (head) => showNotes(app, c, head, form));
      }
    })
    .get(`/cases/:id${ID}/documents`, (c) =>
      withCase(app, c, async (head) => {
        const certificates = await viewCertificates(app, c.var.actor, head.file.id);
        return renderPage(c, <Documents {...head} certificates={certificates} />);
      }),
    )
    .get(`/cases/:id${ID}/print`, (c) =>
      withCase(app, c, async (head) =>
        renderPage(c, <PrintPage {...head} photos={await loadPhotos(app, c, head.file)} />),
      ),
    );
}

async function showCandidates(app: Platform, c: Context<Env>, head: CaseHead): Promise<Response> {
  const { actor } = c.var;
  const after = CandidatePosition.safeParse(c.req.query('after')).data ?? null;
  const { items, next } = await listCandidatesFor(app, actor, { caseId: head.file.id }, { after, limit: PAGE });
  // Partners see which sightings are proposed, but not their photos. Whoever may have to judge a face sees it there.
  const seesFaces = reachOf(actor, 'sighting.view') !== 'none';
  const candidates = items.map((item) => ({
    ...item,
    faceUrl: seesFaces && item.assessment !== null ? imageUrl(app, c, `/images/faces/${item.faceId}`) : null,
  }));
  return renderPage(c, <Candidates {...head} candidates={candidates} next={next} />);
}

async function showNotes(app: Platform, c: Context<Env>, head: CaseHead, form: FormState): Promise<Response> {
  const after = positionOf(c.req.query('cursor'));
  const { items, next } = await listNotesOf(app, c.var.actor, head.file.id, { after });
  const cursor = next && Buffer.from(JSON.stringify(next)).toString('base64url');
  const view = <Notes {...head} notes={items} next={cursor} form={form} />;
  return renderPage(c, view, Object.keys(form.errors).length > 0 ? 422 : 200);
}

function positionOf(cursor: string | undefined): NotePosition | null {
  if (cursor === undefined) return null;
  try {
    return NotePosition.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new AppError('invalid', 'This cursor is damaged. Start again from the first page.', { cause });
  }
}
