import { buffer } from 'node:stream/consumers';
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { lookAtPhoto, openCrop, openPicture } from '../../../services/photos/view.ts';
import type { Env } from '../../env.ts';
import { ID } from '../../id.ts';
import { pictureResponse, requireSignedUrl } from '../../images.ts';
import { type Memory, openMemory } from './memory.ts';
import { withWatermark } from './watermark.ts';

/** Photos with a mark that are kept: what one person looks through in a few minutes. A copy has at most a megabyte. */
const MOST_KEPT = 48;

/** Photos and faces as pages show them. Each look is written down, so nothing may come from a browser's cache. */
export function imagePages(app: Platform): Hono<Env> {
  const marked = openMemory<Uint8Array>(MOST_KEPT, () => app.clock().getTime());
  return (
    new Hono<Env>()
      .get(`/images/photos/:id${ID}`, async (c) => {
        requireSignedUrl(app, c);
        const blobId = await lookAtPhoto(app, c.var.actor, c.req.param('id'));
        if (!app.config.hasWatermark) return pictureResponse(c, await openPicture(app, blobId));
        const content = new Uint8Array(await markedPhoto(app, c, marked, blobId));
        return pictureResponse(c, { content, mediaType: 'image/jpeg' });
      })
      // Too small for words; whoever wants to pass a face on finds the photo better.
      .get(`/images/faces/:id${ID}`, async (c) => {
        requireSignedUrl(app, c);
        return pictureResponse(c, await openCrop(app, c.var.actor, c.req.param('id')));
      })
  );
}

function markedPhoto(app: Platform, c: Context<Env>, marked: Memory<Uint8Array>, blobId: string | null) {
  const now = app.clock();
  // The signature in the address is the session's own: nobody gets a copy with another one's name.
  const key = `${blobId} ${c.req.query('by')}`;
  const until = Number(c.req.query('until')) * 1000;
  return marked.of(key, until, async () => {
    const { content } = await openPicture(app, blobId);
    return withWatermark(await buffer(content), markOf(c, now));
  });
}

/** Who looks, and when. The font of the mark is Latin: whose name is in another script is named by their address. */
function markOf(c: Context<Env>, now: Date): string {
  const { viewer } = c.var;
  const name = viewer?.name ?? '';
  const who = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(name) ? name : (viewer?.email ?? '');
  return `${who} · ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
