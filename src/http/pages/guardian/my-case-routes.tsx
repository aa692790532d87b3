import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { NewNote, writeNote } from '../../../services/cases/notes.ts';
import { PhotoDate } from '../../../services/photos/add.ts';
import { datePhoto, removePhoto } from '../../../services/photos/change.ts';
import { chooseFace } from '../../../services/photos/choose-face.ts';
import type { Env } from '../../env.ts';
import { formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { ownPath } from '../../own-path.ts';
import { redirectWith } from '../../page.tsx';
import { receiveCasePhotos } from '../cases/receive-photos.ts';
import { showGuardianCase } from './guardian-pages.tsx';

const PHOTO = `/my-cases/:id${ID}/photos/:photo${ID}`;

/** What a guardian does with their own case: add, date and remove photos, and write to the officer. */
export function myCaseRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .post(`/my-cases/:id${ID}/photos`, async (c) => {
      const id = c.req.param('id');
      const form = await receiveCasePhotos(app, c, id);
      if (form) return showGuardianCase(app, c, id, { photoForm: form });
      return redirectWith(c, `/cases/${id}#photos`, 'guardian.photos-sent');
    })
    .post(`/my-cases/:id${ID}/message`, async (c) => {
      const id = c.req.param('id');
      const values = await readForm(c);
      try {
        await writeNote(app, c.var.actor, id, NewNote.parse({ text: values.text ?? '', visibility: 'guardian' }));
        return redirectWith(c, `/cases/${id}#messages`, 'guardian.message-sent');
      } catch (error) {
        return showGuardianCase(app, c, id, { messageForm: formStateOf(c, values, error) });
      }
    })
    .post(`${PHOTO}/date`, async (c) => {
      const { capturedOn = '', back } = await readForm(c);
      await datePhoto(
        app,
        c.var.actor,
        c.req.param('photo'),
        PhotoDate.parse({ capturedOn: capturedOn.trim() || null }),
      );
      return backTo(c, back, 'guardian.photo-dated');
    })
    .post(`${PHOTO}/face`, async (c) => {
      const { faceId, back } = await readForm(c);
      await chooseFace(app, c.var.actor, c.req.param('photo'), z.uuid('Choose one of the faces.').parse(faceId));
      return backTo(c, back, 'guardian.face-chosen');
    })
    .post(`${PHOTO}/remove`, async (c) => {
      const { back } = await readForm(c);
      await removePhoto(app, c.var.actor, c.req.param('photo'));
      return backTo(c, back, 'guardian.photo-removed');
    });
}

function backTo(
  c: Context<Env>,
  back: string | undefined,
  done: 'guardian.photo-dated' | 'guardian.face-chosen' | 'guardian.photo-removed',
): Response {
  return redirectWith(c, ownPath(back) ?? `/cases/${c.req.param('id')}`, done);
}
