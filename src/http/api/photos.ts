import type { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AppError } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { type AddedPhoto, addCasePhoto, admitCasePhoto, PhotoDate } from '../../services/photos/add.ts';
import { datePhoto, removePhoto } from '../../services/photos/change.ts';
import { chooseFace } from '../../services/photos/choose-face.ts';
import { discardPhoto, type ReceivedPhoto, receivePhoto } from '../../services/photos/intake.ts';
import { PhotoView, viewCasePhotos, viewPhoto } from '../../services/photos/view.ts';
import { Certificate, viewCertificates } from '../../services/purge/certificate.ts';
import type { Env } from '../env.ts';
import { receiveUpload } from '../upload.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Photos'];
const MAX_WAIT_SECONDS = 60;

/** The form of an upload is read as a stream, so the framework must leave it alone: described only. */
const uploadForm = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        required: ['photo'],
        properties: {
          capturedOn: { type: 'string' as const, description: '2021-05-03, 2021-05 or 2021; before the photo' },
          ageYears: { type: 'number' as const, description: 'Of the child in the photo, instead of a date' },
          photo: { type: 'string' as const, format: 'binary', description: 'JPEG, PNG, WebP, AVIF or HEIC' },
        },
      },
    },
  },
};

const upload = createRoute({
  method: 'post',
  path: '/cases/{id}/photos',
  summary: 'Add a photo to a case; its faces are looked for at once',
  tags,
  request: { params: IdParam, body: uploadForm },
  responses: {
    202: json(
      z.object({
        id: z.uuid(),
        state: z.enum(['waiting', 'analysed', 'refused']),
        isDuplicate: z.boolean().openapi({ description: 'The same file was there already; nothing was added' }),
      }),
      'Ask GET /photos/{id}?wait=20 for the verdict',
    ),
    ...PROBLEMS,
  },
});

const list = createRoute({
  method: 'get',
  path: '/cases/{id}/photos',
  summary: 'The photos of a case, oldest first',
  tags,
  request: { params: IdParam },
  responses: { 200: json(z.object({ items: z.array(PhotoView) }), 'Photos with their faces'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/photos/{id}',
  summary: 'A photo: its faces, and what it is good for',
  tags,
  request: {
    params: IdParam,
    query: z.object({
      wait: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).default(0).openapi({
        description: 'Seconds to wait for the analysis, at most',
      }),
    }),
  },
  responses: { 200: json(PhotoView, 'The photo'), ...PROBLEMS },
});

const date = createRoute({
  method: 'patch',
  path: '/photos/{id}',
  summary: 'Correct when a photo was taken, or how old the child is in it',
  tags,
  request: { params: IdParam, body: body(PhotoDate) },
  responses: { 204: { description: 'It is corrected' }, ...PROBLEMS },
});

const choose = createRoute({
  method: 'put',
  path: '/photos/{id}/chosen-face',
  summary: 'Say which of several faces is the child’s',
  tags,
  request: { params: IdParam, body: body(z.object({ faceId: z.uuid() })) },
  responses: { 204: { description: 'It is chosen' }, ...PROBLEMS },
});

const remove = createRoute({
  method: 'delete',
  path: '/photos/{id}',
  summary: 'Erase a photo of a case, with all that was made of it',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'It is erased' }, ...PROBLEMS },
});

const certificates = createRoute({
  method: 'get',
  path: '/cases/{id}/certificates',
  summary: 'What was erased of a closed case, and the proof',
  tags: ['Cases'],
  request: { params: IdParam },
  responses: { 200: json(z.object({ items: z.array(Certificate) }), 'Oldest first'), ...PROBLEMS },
});

export const photoRoutes = (app: Platform) =>
  openApi()
    .openapi(upload, async (c) => c.json(await receiveCasePhoto(app, c, c.req.valid('param').id), 202))
    .openapi(list, async (c) => c.json({ items: await viewCasePhotos(app, c.var.actor, c.req.valid('param').id) }, 200))
    .openapi(view, async (c) => {
      const { wait } = c.req.valid('query');
      return c.json(await viewPhoto(app, c.var.actor, c.req.valid('param').id, wait), 200);
    })
    .openapi(date, async (c) => {
      await datePhoto(app, c.var.actor, c.req.valid('param').id, c.req.valid('json'));
      return c.body(null, 204);
    })
    .openapi(choose, async (c) => {
      await chooseFace(app, c.var.actor, c.req.valid('param').id, c.req.valid('json').faceId);
      return c.body(null, 204);
    })
    .openapi(remove, async (c) => {
      await removePhoto(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(certificates, async (c) =>
      c.json({ items: await viewCertificates(app, c.var.actor, c.req.valid('param').id) }, 200),
    );

/** Nobody's bytes are taken before it is known that they may add a photo. */
async function receiveCasePhoto(app: Platform, c: Context<Env>, caseId: string): Promise<AddedPhoto> {
  const { maxPhotoBytes } = app.config;
  const plan = {
    limits: { files: 1, fileBytes: maxPhotoBytes, totalBytes: maxPhotoBytes + 1e5, fields: 5, fieldBytes: 1000 },
    admit: () => admitCasePhoto(app, c.var.actor, caseId),
    store: (content: Readable) => receivePhoto(app, content),
    discard: (received: ReceivedPhoto) => discardPhoto(app, received),
  };
  return receiveUpload(c, plan, async ({ fields, files }) => {
    const received = files[0]?.stored;
    if (!received) throw new AppError('invalid', 'Choose a photo to send, in the field «photo».');
    return addCasePhoto(app, c.var.actor, caseId, { received, date: PhotoDate.parse(Object.fromEntries(fields)) });
  });
}
