import type { Context } from 'hono';
import type { Platform } from '../../../platform.ts';
import { viewCasePhotos } from '../../../services/photos/view.ts';
import type { Env } from '../../env.ts';
import { imageUrl } from '../../images.ts';
import type { OwnPhoto } from './photo-list.tsx';

/** The photos of a case with signed addresses of their pictures, oldest first. */
export async function loadOwnPhotos(app: Platform, c: Context<Env>, caseId: string): Promise<OwnPhoto[]> {
  const photos = await viewCasePhotos(app, c.var.actor, caseId);
  return photos.map((photo) => ({
    ...photo,
    url: photo.hasDisplay ? imageUrl(app, c, `/images/photos/${photo.id}`) : null,
    faceUrls: Object.fromEntries(
      photo.faces.filter(({ hasCrop }) => hasCrop).map(({ id }) => [id, imageUrl(app, c, `/images/faces/${id}`)]),
    ),
  }));
}
