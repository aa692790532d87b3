import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { CHECKED_BYTES, openPhotoCheck } from '../../../services/photos/check.ts';
import { addPiece, getUpload, PIECE_BYTES, startUpload } from '../../../services/uploads/uploads.ts';
import { clientAddress } from '../../client-address.ts';
import type { Env } from '../../env.ts';
import { noStore } from '../../middleware/no-store.ts';
import { newUploaderOf, uploaderOf } from '../../sent-ahead.ts';

const NewUpload = z.strictObject({ bytes: z.int().min(1) });
const Offset = z.coerce.number().int().min(0);

/** How much of a photo has arrived: the next piece begins there. */
const OFFSET_HEADER = 'Upload-Offset';

/**
 * What the script of `<photo-input>` talks to: photos ahead of their form in pieces, and a look at a photo.
 *
 * POST /uploads {bytes} → 201 {id} · HEAD /uploads/:id → Upload-Offset · PUT /uploads/:id?offset=… piece → 204, or 409
 * with the offset that is next · POST /photo-check copy of a photo → {verdict, text, reasons, faces}
 */
export function uploadRoutes(app: Platform): Hono<Env> {
  const checkPhoto = openPhotoCheck(app);
  return (
    new Hono<Env>()
      .use('/uploads/*', noStore)
      .post('/uploads', bodyLimit({ maxSize: 1000, onError: tooLarge }), async (c) => {
        const { bytes } = NewUpload.parse(await c.req.json());
        return c.json({ id: await startUpload(app, newUploaderOf(app, c), bytes) }, 201);
      })
      // Hono answers HEAD with the head of what GET answers.
      .get('/uploads/:id', async (c) => {
        const { bytesReceived } = await getUpload(app, uploaderOf(app, c), c.req.param('id'));
        return c.body(null, 204, { [OFFSET_HEADER]: String(bytesReceived) });
      })
      .put('/uploads/:id', bodyLimit({ maxSize: PIECE_BYTES, onError: tooLarge }), (c) => takePiece(app, c))
      .post('/photo-check', noStore, bodyLimit({ maxSize: CHECKED_BYTES, onError: tooLarge }), async (c) => {
        const bytes = new Uint8Array(await c.req.arrayBuffer());
        const address = clientAddress(c, app.config.trustedProxies);
        const { verdict, reasons, faces } = await checkPhoto(c.var.actor, { bytes, address });
        const { text, message } = c.var.page.texts;
        const said = text('photo.verdict', { verdict: verdict.replace('-', ''), faces: faces.length });
        return c.json({ verdict, text: said, reasons: reasons.map(message), faces });
      })
  );
}

async function takePiece(app: Platform, c: Context<Env, '/uploads/:id'>): Promise<Response> {
  const uploader = uploaderOf(app, c);
  const id = c.req.param('id');
  const { bytesReceived } = await getUpload(app, uploader, id);
  const start = Offset.parse(c.req.query('offset'));
  // The answer to the last piece got lost, or another window was faster.
  if (start !== bytesReceived) return c.body(null, 409, { [OFFSET_HEADER]: String(bytesReceived) });
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const end = await addPiece(app, uploader, id, { start, bytes });
  return c.body(null, 204, { [OFFSET_HEADER]: String(end) });
}

function tooLarge(): never {
  throw new AppError('invalid', 'A part of the photo has the wrong size.');
}
