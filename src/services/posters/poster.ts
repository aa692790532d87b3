import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import type { Actor } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';
import { openPublicPicture, type PublicCase, viewPublicCase } from '../cases/public.ts';
import type { PosterContent } from './content.ts';
import { PHOTO, paperOf } from './paper.ts';
import { pdfOf } from './pdf.ts';
import { pngOf } from './png.ts';
import { SCREEN, SCREEN_PHOTO, screenOf } from './screen.ts';

/** Of photos on paper, so that a copy of a copy still shows a face. */
const PIXELS_PER_POINT = 300 / 72;

/** How a content is said, from what the public may see of a case. */
type Wording = (child: PublicCase) => Promise<PosterContent>;

/**
 * The poster of a case that its agency's people may see, whose publicity is on.
 *
 * @throws AppError `not-found` for a case that is out of reach, or not public
 */
export async function makePoster(app: Platform, actor: Actor, caseId: string, wording: Wording): Promise<Buffer> {
  await inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'case.view', caseId);
    await audit(app, tx, actor, { action: 'case.poster', entity: 'case', entityId: caseId });
  });
  return publicPoster(app, actor, caseId, wording);
}

/** The same for anybody. @throws AppError `not-found` for every case that is not public, as for none */
export async function publicPoster(app: Platform, actor: Actor, caseId: string, wording: Wording): Promise<Buffer> {
  const child = await viewPublicCase(app, actor, caseId);
  const { width, height } = PHOTO;
  const size = { width: Math.round(width * PIXELS_PER_POINT), height: Math.round(height * PIXELS_PER_POINT) };
  const content = await wording(child);
  return pdfOf(paperOf(content, await photoOf(app, actor, child, size)), content);
}

/** A picture for messengers and networks. @throws AppError `not-found` */
export async function shareImage(app: Platform, actor: Actor, caseId: string, wording: Wording): Promise<Buffer> {
  const child = await viewPublicCase(app, actor, caseId);
  const content = await wording(child);
  return pngOf(screenOf(content, await photoOf(app, actor, child, SCREEN_PHOTO)), SCREEN);
}

async function photoOf(
  app: Platform,
  actor: Actor,
  { id, hasPicture }: PublicCase,
  size: { readonly width: number; readonly height: number },
): Promise<Buffer | null> {
  if (!hasPicture) return null;
  const { content } = await openPublicPicture(app, actor, id);
  const photo = sharp(await buffer(content)).resize({ ...size, fit: 'cover', position: 'attention' });
  return photo.flatten({ background: '#ffffff' }).jpeg({ quality: 88 }).toBuffer();
}
