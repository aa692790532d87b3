import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { openCrop, openDisplay, openOriginal } from '../../services/photos/view.ts';
import { evidenceHeaders, pictureResponse } from '../images.ts';
import { IdParam, openApi, PROBLEMS } from './route.ts';

const tags = ['Photos'];

const file = (mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
});

const display = createRoute({
  method: 'get',
  path: '/photos/{id}/display',
  summary: 'The photo to look at: upright, without place and camera',
  tags,
  request: { params: IdParam },
  responses: { 200: file('image/jpeg', 'The copy'), ...PROBLEMS },
});

const original = createRoute({
  method: 'get',
  path: '/photos/{id}/original',
  summary: 'The file as it was received, as evidence',
  tags,
  request: { params: IdParam },
  responses: { 200: file('image/*', 'The file; its SHA-256 stands in the header «Repr-Digest»'), ...PROBLEMS },
});

const crop = createRoute({
  method: 'get',
  path: '/faces/{id}/crop',
  summary: 'A face, upright and small',
  tags,
  request: { params: IdParam },
  responses: { 200: file('image/jpeg', 'The face'), ...PROBLEMS },
});

export const photoFileRoutes = (app: Platform) =>
  openApi()
    .openapi(display, async (c) => pictureResponse(c, await openDisplay(app, c.var.actor, c.req.valid('param').id)))
    .openapi(crop, async (c) => pictureResponse(c, await openCrop(app, c.var.actor, c.req.valid('param').id)))
    .openapi(original, async (c) => {
      const { id } = c.req.valid('param');
      const opened = await openOriginal(app, c.var.actor, id);
      return pictureResponse(c, opened, evidenceHeaders(id, opened));
    });
