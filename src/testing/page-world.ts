import type { Context } from 'hono';
import sharp from 'sharp';
import type { Engine } from '../face/engine.ts';
import type { Env } from '../http/env.ts';
import { imageUrl } from '../http/images.ts';
import { fakeApp, fakePhoto } from './fake-app.ts';
import { makeCase } from './makers.ts';
import type { Call } from './matrix/call.ts';
import type { Caller } from './matrix/callers.ts';
import { CASE_CALLS } from './matrix/case-calls.ts';
import { PEOPLE_CALLS } from './matrix/people-calls.ts';
import { WORK_CALLS } from './matrix/work-calls.ts';
import {
  makeCaseOf,
  makeMatch,
  makeReview,
  staticCase,
  staticPhoto,
  staticSighting,
  type World,
} from './matrix/world.ts';
import { addReference, runJobs } from './search.ts';
import { makeFilmSource, makeSource, makeWatchOrder } from './watch.ts';

const CALLS = { ...PEOPLE_CALLS, ...WORK_CALLS, ...CASE_CALLS };

/** Reads fake photos as the fake engine does, and hands back pictures that can be drawn on. */
export function engineOfPictures(): Engine {
  return {
    models: [{ id: 'fr512', version: '1' }],
    lookModel: 'fr512',
    findFrameFaces: async () => [],
    describeShots: async () => [],
    async extractFaces(bytes, options = {}) {
      const extraction = await (await fakeApp().engine()).extractFaces(bytes, options);
      const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } });
      const display = await picture.jpeg().toBuffer();
      return { ...extraction, display, faces: extraction.faces.map((face) => ({ ...face, thumbnail: display })) };
    },
    close: async () => {},
  };
}

/** The same face in the middle of every frame, for who only follows. */
export async function engineOfOneFace(): Promise<Engine> {
  const engine = engineOfPictures();
  const [known] = (await engine.extractFaces(fakePhoto({ faces: [1] }))).faces;
  if (!known) throw new RangeError('the fake engine has lost its face');
  const crop = { data: new Uint8Array(64 * 64 * 3), width: 64, height: 64 };
  const { landmarks, score, detectors } = known;
  const box = { x: 100, y: 60, width: 80, height: 80 };
  const shot = { crop, cropBox: { x: 12, y: 12, width: 40, height: 40 }, cropLandmarks: landmarks, score, detectors };
  const look = Float32Array.from({ length: 512 }, (_, index) => (index === 0 ? 1 : 0));
  return { ...engine, findFrameFaces: async () => [{ ...shot, box, landmarks, quality: 60, look }] };
}

/** Ids of one of everything of agency A, by the names that paths of pages have for them. */
export async function makeThings(world: World, isProtected: boolean): Promise<Readonly<Record<string, string>>> {
  const { callers } = world;
  const photo = await staticPhoto(world, isProtected);
  const idOf = async (route: string) => (await callOf(world, route, isProtected)).params?.id ?? '';
  const review = await makeReview(world, 'analysed');
  const sighting = await staticSighting(world);
  return {
    case: (await staticCase(world, isProtected)).id,
    draft: (await makeCaseOf(world, isProtected, 'draft')).id,
    photo: photo.id,
    face: photo.faceId,
    match: await makeMatch(world, isProtected),
    public: await publicCase(world),
    sighting: sighting.id,
    code: sighting.trackingCode,
    reportFace: sighting.faceId,
    session: review.sessionId,
    pair: review.pairId,
    search: await idOf('GET /searches/{id}'),
    person: await idOf('GET /accounts/{id}'),
    invitation: await idOf('DELETE /invitations/{id}'),
    token: tokenIn(await callOf(world, 'POST /invitations/look', isProtected)),
    agency: callers.agencyId,
    webhook: await idOf('DELETE /webhooks/{id}'),
    key: await idOf('DELETE /keys/{id}'),
    ...(await watched(world)),
    nothing: crypto.randomUUID(),
  };
}

/** A camera, a film, and an order. */
async function watched({ app, callers }: World): Promise<Readonly<Record<string, string>>> {
  const { id: source } = await makeSource(app, callers.agencyId);
  const leadId = callers.byName('lead A').accountId;
  const { id: order } = await makeWatchOrder(app, { agencyId: callers.agencyId, leadId, sources: [source] });
  const lead = { kind: 'account', accountId: leadId, role: 'lead', agencyId: callers.agencyId } as const;
  const { id: film } = await makeFilmSource(app, lead);
  return { source, order, film };
}

const callOf = async (world: World, route: string, isProtected: boolean): Promise<Call> =>
  (await CALLS[route]?.(world, { isProtected, caller: world.callers.byName('lead A') })) ?? {};

const tokenIn = ({ json }: Call) => (json && 'token' in json ? String(json.token) : '');

const publicCase = (world: World) =>
  world.once('public case', async () => {
    const { app, callers } = world;
    const { id } = await makeCase(app, callers.agencyId, { is_public: true });
    await addReference(app, id, fakePhoto({ faces: [5] }));
    await runJobs(app);
    return id;
  });

/** The address of a picture as a page would show it to this caller. */
export async function signedFor({ app }: World, { accountId }: Caller, path: string): Promise<string> {
  const session = await app.db
    .selectFrom('session')
    .select('id')
    .where('user_id', '=', accountId || null)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return imageUrl(app, { var: { sessionId: session?.id ?? null } } as Context<Env>, path);
}
