import type { Context } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { listCasesFor } from '../../../services/cases/list.ts';
import { listNotesOf } from '../../../services/cases/notes.ts';
import { listTimeline } from '../../../services/cases/timeline.ts';
import { viewCase } from '../../../services/cases/view.ts';
import { viewGuardianNews } from '../../../services/matches/guardian-news.ts';
import { viewCertificates } from '../../../services/purge/certificate.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { GuardianCase } from './guardian-case.tsx';
import { GuardianList } from './guardian-list.tsx';
import { loadOwnPhotos } from './own-photos.ts';

/** The cases of a guardian. */
export async function listGuardianCases(app: Platform, c: Context<Env>): Promise<Response> {
  const { items } = await listCasesFor(app, c.var.actor, {}, { limit: 100 });
  const cases: { readonly item: (typeof items)[number]; readonly faceUrl: string | null }[] = [];
  for (const item of items) {
    const photos = await loadOwnPhotos(app, c, item.id);
    const chosen = photos.findLast(({ faces }) => faces.some(({ isChosen }) => isChosen));
    const face = chosen?.faces.find(({ isChosen }) => isChosen);
    cases.push({ item, faceUrl: (face && chosen?.faceUrls[face.id]) ?? null });
  }
  return renderPage(c, <GuardianList cases={cases.map(({ item, faceUrl }) => ({ ...item, faceUrl }))} />);
}

interface Forms {
  readonly photoForm?: FormState;
  readonly messageForm?: FormState;
}

/** One case, as its guardian sees it. @param forms that must be mended */
export async function showGuardianCase(
  app: Platform,
  c: Context<Env>,
  id: string,
  forms: Forms = {},
): Promise<Response> {
  const { actor } = c.var;
  const file = await viewCase(app, actor, id);
  if (file.view !== 'guardian') throw new AppError('not-found', 'There is no such case.');
  const data = {
    file,
    timeline: (await listTimeline(app, actor, id)).items,
    notes: (await listNotesOf(app, actor, id)).items,
    news: await viewGuardianNews(app, actor, id),
    photos: await loadOwnPhotos(app, c, id),
    certificates: await viewCertificates(app, actor, id),
    photoForm: forms.photoForm ?? EMPTY_FORM,
    messageForm: forms.messageForm ?? EMPTY_FORM,
    mostBytes: app.config.maxPhotoBytes,
  };
  return renderPage(c, <GuardianCase {...data} />, Object.keys(forms).length > 0 ? 422 : 200);
}
