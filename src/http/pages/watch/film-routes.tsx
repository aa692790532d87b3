import type { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { isTimeZone } from '../../../core/time-zone.ts';
import type { Platform } from '../../../platform.ts';
import { readTime } from '../../../services/sightings/local-time.ts';
import {
  addFilm,
  admitFilm,
  discardFilm,
  filmToPlay,
  noteFilmPlayed,
  type ReceivedFilm,
  receiveFilm,
} from '../../../services/watch/films.ts';
import { listWatchHits } from '../../../services/watch/hit-list.ts';
import { listWatchSources, NewFilm, removeWatchSource, viewWatchSource } from '../../../services/watch/sources.ts';
import { listSourceStates } from '../../../services/watch/states.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { rangeResponse } from '../../ranges.ts';
import { receiveUpload } from '../../upload.ts';
import { idIn } from '../admin/address.ts';
import { openMemory } from '../images/memory.ts';
import { FilmFormPage } from './film-form.tsx';
import { FilmListPage } from './film-list.tsx';
import { FilmPage } from './film-page.tsx';
import { withShots } from './hit-routes.tsx';
import { SourceRemovalPage } from './source-removal.tsx';
import { whereOf, withPlaceError, withStates } from './source-routes.tsx';

/** A player asks for a film in many pieces: that somebody plays it is written down once in this time. */
const NOTED_MILLISECONDS = 15 * 60_000;
const MOST_PLAYING = 200;
const MOST_HITS = 200;

/** Films: sent in, searched under an order, looked at again. */
export function filmRoutes(app: Platform): Hono<Env> {
  const noted = openMemory<void>(MOST_PLAYING, () => app.clock().getTime());
  return new Hono<Env>()
    .get('/', async (c) => {
      const films = withStates(await listWatchSources(app, c.var.actor), await listSourceStates(app, c.var.actor));
      const shown = films.filter(({ source }) => source.kind === 'file');
      return renderPage(c, <FilmListPage films={shown} keepDays={app.config.keepDays.films} />);
    })
    .get('/new', (c) => {
      admitFilm(c.var.actor);
      return showForm(app, c, EMPTY_FORM);
    })
    .post('/new', (c) => send(app, c))
    .get('/:id', (c) => show(app, c))
    .get('/:id/video', async (c) => {
      const id = idIn(c);
      const until = app.clock().getTime() + NOTED_MILLISECONDS;
      await noted.of(`${c.var.sessionId} ${id}`, until, () => noteFilmPlayed(app, c.var.actor, id));
      return rangeResponse(c, await filmToPlay(app, c.var.actor, id));
    })
    .get('/:id/remove', async (c) => {
      admitFilm(c.var.actor);
      return renderPage(c, <SourceRemovalPage source={await viewWatchSource(app, c.var.actor, idIn(c))} />);
    })
    .post('/:id/remove', async (c) => {
      await removeWatchSource(app, c.var.actor, idIn(c));
      return redirectWith(c, '/watch/films', 'source.done-removed');
    });
}

function showForm(app: Platform, c: Context<Env>, form: typeof EMPTY_FORM): Response {
  const { maxFilmBytes, keepDays } = app.config;
  const isWrong = Object.keys(form.errors).length > 0;
  const view = <FilmFormPage form={form} maxBytes={maxFilmBytes} keepDays={keepDays.films} />;
  return renderPage(c, view, isWrong ? 422 : 200);
}

async function send(app: Platform, c: Context<Env>): Promise<Response> {
  const { maxFilmBytes } = app.config;
  let typed: Record<string, string> = {};
  const plan = {
    limits: { files: 1, fileBytes: maxFilmBytes, totalBytes: maxFilmBytes + 1e5, fields: 20, fieldBytes: 1000 },
    admit: async (fields: URLSearchParams) => {
      admitFilm(c.var.actor);
      typed = Object.fromEntries(fields);
      filmOf(typed);
    },
    store: (content: Readable) => receiveFilm(app, content),
    discard: (film: ReceivedFilm) => discardFilm(app, film),
  };
  try {
    const { id } = await receiveUpload(c, plan, async ({ files: [file] }) => {
      if (!file) throw noFilm();
      return addFilm(app, c.var.actor, file.stored, filmOf(typed));
    });
    const done = redirectWith(c, `/watch/films/${id}`, 'film.done-added');
    // A script that sends it would follow a redirection by itself, and read in vain what the page says once.
    return c.req.header('x-homeward-upload') ? c.body(null, 201, { location: `/watch/films/${id}` }) : done;
  } catch (error) {
    return showForm(app, c, withPlaceError(c, formStateOf(c, typed, error)));
  }
}

function noFilm(): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: ['film'], message: 'Choose a film.', input: undefined }]);
}

/** @throws ZodError, AppError `invalid` */
function filmOf(typed: Record<string, string>): NewFilm {
  const { startedAt, timeZone = '' } = typed;
  const begin = startedAt && isTimeZone(timeZone) ? readTime(startedAt, timeZone) : undefined;
  return NewFilm.parse({ ...whereOf(typed), startedAt: begin });
}

async function show(app: Platform, c: Context<Env>): Promise<Response> {
  const { actor } = c.var;
  const film = await viewWatchSource(app, actor, idIn(c));
  if (film.kind !== 'file') return c.redirect(`/watch/sources/${film.id}`);
  const filter = { sourceId: film.id, orderId: undefined, after: null, limit: MOST_HITS };
  const { items } = await listWatchHits(app, actor, filter);
  const hits = withShots(app, c, items).sort((a, b) => (a.positionSeconds ?? 0) - (b.positionSeconds ?? 0));
  const [watched] = withStates([film], await listSourceStates(app, actor));
  const at = z.coerce.number().min(0).catch(0).parse(c.req.query('at'));
  return renderPage(c, <FilmPage {...{ film, hits, at, state: watched?.state }} />);
}
