import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { listCasesFor } from '../../../services/cases/list.ts';
import { chooseFace } from '../../../services/photos/choose-face.ts';
import { openOriginal, PhotoView } from '../../../services/photos/view.ts';
import { reachOf } from '../../../services/policy.ts';
import { listCandidatesFor } from '../../../services/search/candidate-list.ts';
import {
  linkSighting,
  setSightingState,
  unlinkSighting,
  viewContact,
  viewSighting,
} from '../../../services/sightings/inbox.ts';
import { SightingFilter } from '../../../services/sightings/listing.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { evidenceHeaders, imageUrl, pictureResponse, requireSignedUrl } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { CONTACT_REASONS } from './contact-part.tsx';
import type { ShownPhoto } from './photo-part.tsx';
import type { SightingPageData } from './sighting-data.ts';
import { SightingPage } from './sighting-page.tsx';

const MOST_CANDIDATES = 100;

const NewState = z.object({ state: SightingFilter.shape.state.unwrap() });
const Why = z.object({ why: z.enum(CONTACT_REASONS, 'Say why you ask.') });
const NewLink = z.object({
  number: z.string().trim().min(1, 'Give the number of the case.').max(50),
  reason: z.string().trim().min(3, 'Say why they belong together.').max(1000),
});

type Shown = Partial<Pick<SightingPageData, 'contact' | 'form' | 'wrong'>>;

export function sightingRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/sightings/:id${ID}`, async (c) => show(app, c, c.req.param('id')))
    .post(`/sightings/:id${ID}/state`, async (c) => {
      const values = await readForm(c);
      const { state } = NewState.parse(values);
      const reasonCode = values[`reason-${state}`]?.slice(0, 50);
      await setSightingState(app, c.var.actor, c.req.param('id'), { state, reasonCode });
      return redirectWith(c, `/sightings/${c.req.param('id')}`, `sightings.now-${state}`);
    })
    .post(`/sightings/:id${ID}/contact`, async (c) => {
      const values = await readForm(c);
      const why = Why.safeParse(values);
      if (!why.success)
        return show(app, c, c.req.param('id'), { form: formStateOf(c, values, why.error), wrong: 'contact' });
      return show(app, c, c.req.param('id'), {
        contact: await viewContact(app, c.var.actor, c.req.param('id'), why.data.why),
      });
    })
    .post(`/sightings/:id${ID}/links`, (c) => link(app, c, c.req.param('id')))
    .post(`/sightings/:id${ID}/unlink`, async (c) => {
      const { caseId = '' } = await readForm(c);
      await unlinkSighting(app, c.var.actor, c.req.param('id'), z.uuid().parse(caseId));
      return redirectWith(c, `/sightings/${c.req.param('id')}`, 'sightings.unlinked');
    })
    .post(`/sightings/:id${ID}/photos/:photoId${ID}/face`, async (c) => {
      const { faceId = '' } = await readForm(c);
      await chooseFace(app, c.var.actor, c.req.param('photoId'), z.uuid().parse(faceId));
      return redirectWith(c, `/sightings/${c.req.param('id')}`, 'sightings.face-chosen');
    })
    .get(`/images/originals/:id${ID}`, async (c) => {
      requireSignedUrl(app, c);
      const id = c.req.param('id');
      const opened = await openOriginal(app, c.var.actor, id);
      const headers = evidenceHeaders(id, opened);
      return pictureResponse(c, opened, { ...headers, 'content-type': 'application/octet-stream' });
    });
}

async function show(app: Platform, c: Context<Env>, id: string, shown: Shown = {}): Promise<Response> {
  const { actor } = c.var;
  const { contact, photos, ...sighting } = await viewSighting(app, actor, id);
  const candidates =
    reachOf(actor, 'candidate.list') === 'none'
      ? null
      : (await listCandidatesFor(app, actor, { sightingId: id }, { after: null, limit: MOST_CANDIDATES })).items;
  const data: SightingPageData = {
    sighting,
    candidates,
    hasContact: contact !== null,
    contact: null,
    photos: photos.map((photo) => shownPhoto(app, c, PhotoView.parse(photo))),
    form: EMPTY_FORM,
    wrong: null,
    ...shown,
  };
  return renderPage(c, <SightingPage {...data} />, data.wrong ? 422 : 200);
}

function shownPhoto(app: Platform, c: Context<Env>, photo: PhotoView): ShownPhoto {
  const mayTake = photo.hasOriginal && reachOf(c.var.actor, 'sighting.photo-original') !== 'none';
  const crops = photo.faces.filter(({ hasCrop }) => hasCrop);
  return {
    photo,
    url: photo.hasDisplay ? imageUrl(app, c, `/images/photos/${photo.id}`) : null,
    originalUrl: mayTake ? imageUrl(app, c, `/images/originals/${photo.id}`) : null,
    cropUrls: Object.fromEntries(crops.map(({ id }) => [id, imageUrl(app, c, `/images/faces/${id}`)])),
  };
}

async function link(app: Platform, c: Context<Env>, id: string): Promise<Response> {
  const values = await readForm(c);
  try {
    const { number, reason } = NewLink.parse(values);
    const { items } = await listCasesFor(app, c.var.actor, { text: number });
    const found = items.find((each) => each.number.toLowerCase() === number.toLowerCase());
    if (!found) throw new AppError('invalid', 'There is no case of your agency with this number.');
    await linkSighting(app, c.var.actor, id, { caseId: found.id, reason });
    return redirectWith(c, `/sightings/${id}`, 'sightings.linked');
  } catch (error) {
    return show(app, c, id, { form: formStateOf(c, values, error), wrong: 'link' });
  }
}
