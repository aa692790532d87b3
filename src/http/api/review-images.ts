import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { openProbeCrop, openReferenceCrop } from '../../services/reviews/images.ts';
import { pictureResponse } from '../images.ts';
import { IdParam, openApi, PROBLEMS } from './route.ts';

const tags = ['Reviews'];

const picture = {
  description: 'The aligned crop; not to be kept',
  content: { 'image/*': { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
};

const probe = createRoute({
  method: 'get',
  path: '/reviews/{id}/probe',
  summary: 'Picture of the probe, for whoever works on it',
  tags,
  request: { params: IdParam },
  responses: { 200: picture, ...PROBLEMS },
});

const reference = createRoute({
  method: 'get',
  path: '/reviews/pairs/{id}/photos/{position}',
  summary: 'A picture to compare the probe with, once the probe is analysed',
  tags,
  request: { params: IdParam.extend({ position: z.coerce.number().int().min(0).max(999) }) },
  responses: { 200: picture, ...PROBLEMS },
});

/** Under addresses of the review alone: they name neither case nor photo, and end with the lease. */
export const reviewImageRoutes = (app: Platform) =>
  openApi()
    .openapi(probe, async (c) => pictureResponse(c, await openProbeCrop(app, c.var.actor, c.req.valid('param').id)))
    .openapi(reference, async (c) => {
      const { id, position } = c.req.valid('param');
      return pictureResponse(c, await openReferenceCrop(app, c.var.actor, id, position));
    });
