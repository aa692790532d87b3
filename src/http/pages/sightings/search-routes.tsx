import type { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { ExtractedFace } from '../../../face/extraction.ts';
import type { Platform } from '../../../platform.ts';
import { discardPhoto, type ReceivedPhoto, receivePhoto } from '../../../services/photos/intake.ts';
import { AdHocSearch, admitAdHocSearch, LEGAL_BASES, searchPhoto } from '../../../services/search/ad-hoc.ts';
import { listOwnSearches, viewSearch } from '../../../services/search/view-search.ts';
import { parkPhoto } from '../../../services/uploads/uploads.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, withoutEmpty } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { receivePhotoForm, uploaderOf } from '../../sent-ahead.ts';
import { ResultPage } from './result-page.tsx';
import { SearchPage } from './search-page.tsx';

/** Here the legal basis must be given; what a form holds beside it is its own business. */
const Request = z.object({
  ...AdHocSearch.shape,
  legalBasis: z.enum(LEGAL_BASES, 'Give the legal basis.'),
});

export function searchRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/search', async (c) => {
      admitAdHocSearch(c.var.actor);
      return show(app, c, { form: EMPTY_FORM, faces: [] });
    })
    .post('/search', (c) => search(app, c))
    .get('/search/:id', async (c) => {
      const id = z.uuid().safeParse(c.req.param('id'));
      if (!id.success) throw new AppError('not-found', 'There is no such search.');
      const found = await viewSearch(app, c.var.actor, id.data);
      return renderPage(c, <ResultPage search={found} keepDays={app.config.keepDays.probes} />);
    });
}

interface Shown {
  readonly form: FormState;
  readonly faces: readonly string[];
}

async function show(app: Platform, c: Context<Env>, { form, faces }: Shown): Promise<Response> {
  const searches = await listOwnSearches(app, c.var.actor);
  const isWrong = Object.keys(form.errors).length > 0;
  const view = <SearchPage {...{ form, faces, searches }} keepDays={app.config.keepDays.probes} />;
  return renderPage(c, view, isWrong ? 422 : 200);
}

async function search(app: Platform, c: Context<Env>): Promise<Response> {
  const { maxPhotoBytes } = app.config;
  let typed: Record<string, string> = {};
  const plan = {
    limits: { files: 1, fileBytes: maxPhotoBytes, totalBytes: maxPhotoBytes + 1e5, fields: 20, fieldBytes: 1000 },
    admit: async (fields: URLSearchParams) => {
      admitAdHocSearch(c.var.actor);
      typed = Object.fromEntries(fields);
    },
    store: (content: Readable) => receivePhoto(app, content),
    discard: (photo: ReceivedPhoto) => discardPhoto(app, photo),
  };
  try {
    return await receivePhotoForm(app, c, plan, async ({ fields, files: [file] }) => {
      typed = Object.fromEntries(fields);
      const request = Request.parse(withoutEmpty(typed));
      if (!file) throw atPhoto('Choose a photo.');
      return answer(app, c, { photo: file.stored, request, typed });
    });
  } catch (error) {
    return show(app, c, { form: formStateOf(c, typed, error), faces: [] });
  }
}

interface Asked {
  readonly photo: ReceivedPhoto;
  readonly request: AdHocSearch;
  readonly typed: Record<string, string>;
}

async function answer(app: Platform, c: Context<Env>, { photo, request, typed }: Asked): Promise<Response> {
  const found = await searchPhoto(app, c.var.actor, photo, request);
  if (found.outcome === 'searched') return c.redirect(`/search/${found.searchId}`, 303);
  if (found.outcome === 'no-face') throw atPhoto(found.advice);
  // Kept for a day at most, as every photo ahead of its form, until somebody says which face is meant.
  const upload = await parkPhoto(app, uploaderOf(app, c), photo);
  await discardPhoto(app, photo);
  const form = { values: { ...typed, upload }, errors: {} };
  return show(app, c, { form, faces: found.faces.map(addressOf) });
}

function addressOf({ thumbnail }: ExtractedFace): string {
  return `data:image/jpeg;base64,${Buffer.from(thumbnail ?? []).toString('base64')}`;
}

function atPhoto(message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: ['photo'], message, input: undefined }]);
}
