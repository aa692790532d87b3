import { judgementOf } from '../checklist.ts';
import { fakePhoto } from '../fake-app.ts';
import { reportForm } from '../reports.ts';
import { ANALYSIS } from '../reviews.ts';
import { addSighting, runJobs } from '../search.ts';
import type { Call, CallMaker } from './call.ts';
import { word } from './canaries.ts';
import { photoForm } from './case-calls.ts';
import { SOURCE_CALLS } from './watch-calls.ts';
import { makeReview, makeSighting, staticCase, staticSighting, unique, type World } from './world.ts';

const nothing: CallMaker = async () => ({});
const page: CallMaker = async () => ({ query: 'limit=100' });

/** With a report of its own: each code has a limit. */
const tracked =
  (more: (report: Awaited<ReturnType<typeof makeSighting>>) => Call = () => ({})): CallMaker =>
  async (world) => {
    const report = await makeSighting(world, 'sighting');
    // The reporter sees what they wrote; nobody else has the code.
    await world.app.db
      .updateTable('sighting')
      .set({ place: 'Own words', remarks: 'Own words', contact: null })
      .where('id', '=', report.id)
      .execute();
    const { params, ...call } = more(report);
    return { params: { trackingCode: report.trackingCode, ...params }, ids: [], ...call };
  };

const session =
  (done: 'nothing' | 'analysed' | 'all', json?: object): CallMaker =>
  async (world) => ({ params: { id: (await makeReview(world, done)).sessionId }, ...(json ? { json } : {}) });

const pair =
  (done: 'nothing' | 'analysed' | 'all', more: Partial<Call> = {}): CallMaker =>
  async (world) => ({ ...more, params: { id: (await makeReview(world, done)).pairId, ...more.params } });

const sightingPhoto: CallMaker = async (world) => ({ params: { id: (await storedSighting(world)).id } });

/** A photo of a sighting with its file, its copy and its crop. */
const storedSighting = (world: World) =>
  world.once('stored sighting', async () => {
    const photo = fakePhoto({ faces: [11], remark: unique() });
    const { photoId: id } = await addSighting(world.app, photo, { remarks: word('sighting') });
    await runJobs(world.app);
    const { db } = world.app;
    const face = await db.selectFrom('face').select('id').where('photo_id', '=', id).executeTakeFirstOrThrow();
    return { id, faceId: face.id };
  });

/** How to call what is about sightings, searches, reviews, and lists of all kinds. */
export const WORK_CALLS: Readonly<Record<string, CallMaker>> = {
  ...SOURCE_CALLS,
  'GET /proof-of-work': nothing,
  'GET /emergency-numbers': nothing,
  'GET /emergency-numbers/{country}': async () => ({ params: { country: 'IN' } }),
  'POST /sightings/inspect-photo': async () => ({ form: photoForm }),
  'POST /sightings': async () => ({ form: () => reportForm({ remarks: 'A child alone on the platform' }) }),
  'GET /sightings': page,
  'GET /sightings/track/{trackingCode}': tracked(),
  'POST /sightings/track/{trackingCode}/additions': tracked(() => ({
    form: () => {
      const form = new FormData();
      form.append('text', 'She wore a red coat');
      return form;
    },
  })),
  'DELETE /sightings/track/{trackingCode}/contact': tracked(),
  'GET /sightings/track/{trackingCode}/faces': tracked(),
  'GET /sightings/track/{trackingCode}/faces/{faceId}': tracked(({ faceId }) => ({ params: { faceId } })),
  'POST /sightings/track/{trackingCode}/choose': tracked(({ photoId, otherFaceId }) => ({
    json: { photoId, faceId: otherFaceId },
  })),
  'GET /sightings/{id}': async (world) => ({ params: { id: (await staticSighting(world)).id } }),
  'GET /sightings/{id}/candidates': async (world) => ({ params: { id: (await staticSighting(world)).id }, ids: [] }),
  'PUT /sightings/{id}/state': async (world) => ({
    params: { id: (await makeSighting(world)).id },
    json: { state: 'seen' },
  }),
  'GET /photos/{id} (sighting)': sightingPhoto,
  'GET /photos/{id}/display (sighting)': sightingPhoto,
  'GET /photos/{id}/original (sighting)': sightingPhoto,
  'GET /faces/{id}/crop (sighting)': async (world) => ({ params: { id: (await storedSighting(world)).faceId } }),
  'PUT /photos/{id}/chosen-face (sighting)': async (world) => {
    const { photoId, otherFaceId } = await makeSighting(world);
    return { params: { id: photoId }, json: { faceId: otherFaceId }, ids: [photoId, otherFaceId] };
  },
  'POST /cases': async ({ callers }, { caller }) => ({
    json: {
      ...{ childName: 'A child', country: 'IN' },
      ...(caller.column.toUpperCase() === 'G' ? { agencyId: callers.agencyId } : {}),
    },
  }),
  'GET /cases': page,
  'GET /cases/count': nothing,
  'GET /duplicates': page,
  'GET /messages': async ({ app, callers, once }) => {
    // A summary for the lead alone, as a protected case brings it about: that it is there tells of the case.
    await once('digest', () =>
      app.db
        .insertInto('message')
        .values({
          ...{ dedupe_key: unique(), channel: 'email', kind: 'digest', address: word('protected') },
          ...{ agency_id: callers.agencyId, recipient_id: callers.byName('lead A').accountId, state: 'sent' },
        })
        .execute(),
    );
    return { query: 'limit=100' };
  },
  'POST /searches': async () => ({
    form: () => photoForm({ reasonCode: 'found-child', incident: 'FIR 17/2026' }, [23]),
  }),
  'GET /searches/{id}': async (world) =>
    world.once('search', async () => {
      const { id: caseId } = await staticCase(world, true);
      const { id: openId } = await staticCase(world, false);
      const found = [caseId, openId].map((each) => ({ caseId: each, oneIn: 900, strength: 'strong' }));
      const { id } = await world.app.db
        .insertInto('search_run')
        .values({
          ...{ reason: 'ad-hoc', agency_id: world.callers.agencyId, reason_code: 'found-child', profile: 'test' },
          ...{ incident: word('incident'), gallery_size: 10, basis: 'start', nobody: false },
          results: JSON.stringify(found),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { params: { id } };
    }),
  'GET /reviews': nothing,
  'GET /reviews/form': nothing,
  'POST /reviews/next': nothing,
  'GET /reviews/measures/me': nothing,
  'GET /reviews/measures': nothing,
  'GET /reviews/{id}': session('analysed'),
  'POST /reviews/{id}/analysis': session('nothing', ANALYSIS),
  'POST /reviews/{id}/give-back': session('analysed'),
  'GET /reviews/{id}/facts': session('all'),
  'GET /reviews/{id}/probe': session('nothing'),
  'POST /reviews/pairs/{id}/judgement': pair('analysed', { json: judgementOf(3) }),
  'POST /reviews/pairs/{id}/remarks': pair('all', { json: { text: 'Seen again with better light' } }),
  'GET /reviews/pairs/{id}/photos/{position}': pair('analysed', { params: { position: '0' } }),
  'GET /matches/agreed': page,
  'GET /matches': page,
};
