import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { openProbeCrop, openReferenceCrop } from '../../../services/reviews/images.ts';
import type { Env } from '../../env.ts';
import { ID } from '../../id.ts';
import { pictureResponse, requireSignedUrl } from '../../images.ts';

/** Pictures of a review, under addresses that name neither case nor photo and work for this session alone. */
export function reviewPictures(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('/images/reviews/*', async (c, next) => {
      requireSignedUrl(app, c);
      await next();
    })
    .get(`/images/reviews/pairs/:id${ID}/:position{[0-9]+}`, async (c) => {
      const { id, position } = c.req.param();
      return pictureResponse(c, await openReferenceCrop(app, c.var.actor, id, Number(position)));
    })
    .get(`/images/reviews/:id${ID}`, async (c) =>
      pictureResponse(c, await openProbeCrop(app, c.var.actor, c.req.param('id'))),
    );
}
