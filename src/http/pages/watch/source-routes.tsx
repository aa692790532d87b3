import { type Context, Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { requireReach } from '../../../services/policy.ts';
import type { SourceTest } from '../../../services/watch/contract.ts';
import { testWatchSource, viewStill } from '../../../services/watch/looking.ts';
import {
  addWatchSource,
  editWatchSource,
  listWatchSources,
  NewSource,
  removeWatchSource,
  SourceChanges,
  type SourceView,
  viewWatchSource,
} from '../../../services/watch/sources.ts';
import { listSourceStates } from '../../../services/watch/states.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { pictureResponse } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { idIn } from '../admin/address.ts';
import { SourceFormPage } from './source-form.tsx';
import { SourceListPage } from './source-list.tsx';
import { SourcePage } from './source-page.tsx';
import { SourceRemovalPage } from './source-removal.tsx';
import type { Watched } from './wall.tsx';

/** Cameras of the agency. */
export function sourceRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) => {
      const watched = withStates(await listWatchSources(app, c.var.actor), await listSourceStates(app, c.var.actor));
      return renderPage(c, <SourceListPage watched={watched.filter(({ source }) => source.kind !== 'file')} />);
    })
    .get('/new', (c) => {
      requireReach(c.var.actor, 'watch.source-edit');
      return renderPage(c, <SourceFormPage form={EMPTY_FORM} source={null} />);
    })
    .post('/new', (c) => add(app, c))
    .get('/:id', (c) => show(app, c))
    .post('/:id/test', (c) => test(app, c))
    .get('/:id/still', async (c) => {
      const content = Uint8Array.from(await viewStill(app, c.var.actor, idIn(c)));
      return pictureResponse(c, { content, mediaType: 'image/jpeg' });
    })
    .get('/:id/edit', async (c) => {
      const source = await editable(app, c);
      return renderPage(c, <SourceFormPage form={{ values: valuesOf(source), errors: {} }} source={source} />);
    })
    .post('/:id/edit', (c) => edit(app, c))
    .get('/:id/remove', async (c) => renderPage(c, <SourceRemovalPage source={await editable(app, c)} />))
    .post('/:id/remove', async (c) => {
      await removeWatchSource(app, c.var.actor, idIn(c));
      return redirectWith(c, '/watch/sources', 'source.done-removed');
    });
}

/** Sources, each with how it is doing. */
export function withStates(
  sources: readonly SourceView[],
  states: Awaited<ReturnType<typeof listSourceStates>>,
): Watched[] {
  return sources.map((source) => ({ source, state: states.find(({ sourceId }) => sourceId === source.id) }));
}

/** What a form of place and direction held: a point that was not chosen is none, and not the gulf of Guinea. */
export function whereOf({ accuracyMetres: _, ...values }: Record<string, string>): Record<string, string | undefined> {
  return { ...values, latitude: values.latitude || undefined, longitude: values.longitude || undefined };
}

/** A missing point is told where one mends it: at the place. */
export function withPlaceError(c: Context<Env>, form: FormState): FormState {
  const { latitude, longitude, ...errors } = form.errors;
  if (latitude === undefined && longitude === undefined) return form;
  return { ...form, errors: { ...errors, place: errors.place ?? c.var.page.texts.text('source.place-needed') } };
}

async function add(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  try {
    const { address, ...rest } = whereOf(values);
    const given = values.kind === 'camera' ? rest : { ...rest, address };
    const { id } = await addWatchSource(app, c.var.actor, NewSource.parse(given));
    return redirectWith(c, `/watch/sources/${id}`, 'source.done-added');
  } catch (error) {
    const form = withPlaceError(c, formStateOf(c, values, error));
    return renderPage(c, <SourceFormPage form={form} source={null} />, 422);
  }
}

async function edit(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  try {
    const { id } = await editWatchSource(app, c.var.actor, idIn(c), SourceChanges.parse(whereOf(values)));
    return redirectWith(c, `/watch/sources/${id}`, 'source.done-saved');
  } catch (error) {
    const form = withPlaceError(c, formStateOf(c, values, error));
    return renderPage(c, <SourceFormPage form={form} source={await editable(app, c)} />, 422);
  }
}

async function show(app: Platform, c: Context<Env>): Promise<Response> {
  const source = await viewWatchSource(app, c.var.actor, idIn(c));
  if (source.kind === 'file') return c.redirect(`/watch/films/${source.id}`);
  return renderSource(app, c, { source, form: EMPTY_FORM, seen: null });
}

async function test(app: Platform, c: Context<Env>): Promise<Response> {
  const source = await viewWatchSource(app, c.var.actor, idIn(c));
  try {
    return renderSource(app, c, { source, form: EMPTY_FORM, seen: await testWatchSource(app, c.var.actor, source.id) });
  } catch (error) {
    return renderSource(app, c, { source, form: formStateOf(c, {}, error), seen: null });
  }
}

interface Shown {
  readonly source: SourceView;
  readonly form: FormState;
  readonly seen: SourceTest | null;
}

async function renderSource(app: Platform, c: Context<Env>, shown: Shown): Promise<Response> {
  const [watched] = withStates([shown.source], await listSourceStates(app, c.var.actor));
  const isWrong = Object.keys(shown.form.errors).length > 0;
  return renderPage(c, <SourcePage {...shown} state={watched?.state} />, isWrong ? 422 : 200);
}

async function editable(app: Platform, c: Context<Env>): Promise<SourceView> {
  requireReach(c.var.actor, 'watch.source-edit');
  const source = await viewWatchSource(app, c.var.actor, idIn(c));
  if (source.removedAt !== null) throw new AppError('conflict', 'This source was removed. Add it again to watch it.');
  return source;
}

function valuesOf(source: SourceView): Record<string, string> {
  const { name, place, latitude, longitude, headingDegrees, angleDegrees, rangeMetres, timeZone } = source;
  const values = { name, place, latitude, longitude, headingDegrees, angleDegrees, rangeMetres, timeZone };
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value === null ? '' : String(value)]),
  );
}
