import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { ageAtPhoto } from '../../../core/child-age.ts';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import type { StaffCase } from '../../../services/cases/case-view.ts';
import { writeNote } from '../../../services/cases/notes.ts';
import { PhotoDate } from '../../../services/photos/add.ts';
import { datePhoto, removePhoto } from '../../../services/photos/change.ts';
import { chooseFace } from '../../../services/photos/choose-face.ts';
import { type PhotoView, viewCasePhotos } from '../../../services/photos/view.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { ID } from '../../id.ts';
import { imageUrl } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { type CaseHead, withCase } from './open-case.tsx';
import { PhotoPage } from './photo-page.tsx';
import { Photos, type ShownPhoto } from './photos.tsx';
import { receiveCasePhotos } from './receive-photos.ts';

const LAST = Number.POSITIVE_INFINITY;

/** The photos of a case: by age, one by one, and more of them. */
export function photoRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}/photos`, (c) => withCase(app, c, (head) => showAll(app, c, head, EMPTY_FORM)))
    .post(`/cases/:id${ID}/photos`, (c) => receive(app, c, c.req.param('id')))
    .get(`/cases/:id${ID}/photos/:photo${ID}`, (c) =>
      withCase(app, c, (head) => showOne(app, c, head, { form: EMPTY_FORM })),
    )
    .post(`/cases/:id${ID}/photos/:photo${ID}/face`, async (c) => {
      const { id, photo } = c.req.param();
      const { faceId } = z.object({ faceId: z.uuid('Choose one of the faces.') }).parse(await readForm(c));
      await chooseFace(app, c.var.actor, photo, faceId);
      return redirectWith(c, `/cases/${id}/photos/${photo}`, 'cases.face-saved');
    })
    .post(`/cases/:id${ID}/photos/:photo${ID}/date`, async (c) => {
      const { id, photo } = c.req.param();
      const values = await readForm(c);
      return orAgain(app, c, { values, wrong: 'date' }, async () => {
        await datePhoto(app, c.var.actor, photo, PhotoDate.parse(withoutEmpty(values)));
        return redirectWith(c, `/cases/${id}/photos/${photo}`, 'cases.photo-dated');
      });
    })
    .post(`/cases/:id${ID}/photos/:photo${ID}/remove`, async (c) => {
      const { id, photo } = c.req.param();
      const values = await readForm(c);
      return orAgain(app, c, { values, wrong: 'remove' }, async () => {
        const { reason } = Why.parse(values);
        await removePhoto(app, c.var.actor, photo);
        const text = `${c.var.page.texts.text('cases.photo-removed')}\n${reason}`;
        await writeNote(app, c.var.actor, id, { text, visibility: 'staff' });
        return redirectWith(c, `/cases/${id}/photos`, 'cases.photo-removed');
      });
    });
}

const Why = z.object({ reason: z.string().trim().min(3, 'Say in a few words why.').max(500) });

async function showAll(app: Platform, c: Context<Env>, head: CaseHead, form: FormState): Promise<Response> {
  const photos = await loadPhotos(app, c, head.file);
  return renderPage(
    c,
    <Photos {...head} photos={photos} form={form} mostBytes={app.config.maxPhotoBytes} />,
    Object.keys(form.errors).length > 0 ? 422 : 200,
  );
}

/** Youngest child first, those of unknown age last. */
export async function loadPhotos(app: Platform, c: Context<Env>, file: StaffCase): Promise<ShownPhoto[]> {
  const photos = (await viewCasePhotos(app, c.var.actor, file.id)).map((photo) => shown(app, c, file, photo));
  return photos.sort((a, b) => (a.age ?? LAST) - (b.age ?? LAST) || a.createdAt.localeCompare(b.createdAt));
}

interface Again {
  readonly form: FormState;
  readonly wrong?: 'date' | 'remove';
}

async function showOne(app: Platform, c: Context<Env>, head: CaseHead, again: Again): Promise<Response> {
  const photos = await viewCasePhotos(app, c.var.actor, head.file.id);
  const photo = photos.find(({ id }) => id === c.req.param('photo'));
  if (!photo) throw new AppError('not-found', 'There is no such photo.');
  const view = <PhotoPage {...head} {...again} photo={shown(app, c, head.file, photo)} />;
  return renderPage(c, view, again.wrong ? 422 : 200);
}

function shown(app: Platform, c: Context<Env>, file: StaffCase, photo: PhotoView): ShownPhoto {
  const crops = photo.faces.filter(({ hasCrop }) => hasCrop);
  const age = ageAtPhoto(
    {
      birthDate: file.birthDate,
      ageYears: file.ageYears,
      lastSeenAt: file.lastSeenAt === null ? null : new Date(file.lastSeenAt),
      recordedAt: new Date(file.createdAt),
    },
    photo,
  );
  return {
    ...photo,
    url: photo.hasDisplay ? imageUrl(app, c, `/images/photos/${photo.id}`) : null,
    age: age === null ? null : Math.floor(age),
    faceUrls: Object.fromEntries(crops.map(({ id }) => [id, imageUrl(app, c, `/images/faces/${id}`)])),
  };
}

async function orAgain(
  app: Platform,
  c: Context<Env>,
  { values, wrong }: { values: Record<string, string>; wrong: 'date' | 'remove' },
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const form = formStateOf(c, values, error);
    return withCase(app, c, (head) => showOne(app, c, head, { form, wrong }));
  }
}

async function receive(app: Platform, c: Context<Env>, id: string): Promise<Response> {
  const form = await receiveCasePhotos(app, c, id);
  if (form === null) return redirectWith(c, `/cases/${id}/photos`, 'cases.photos-sent');
  return withCase(app, c, (head) => showAll(app, c, head, form));
}
