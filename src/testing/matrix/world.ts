import { randomBytes, randomUUID } from 'node:crypto';
import { insertReviewSession } from '../../db/review-sessions.ts';
import { insertProbeAnalysis, insertReview, insertReviewRemark } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { newTrackingCode, trackingHash } from '../../services/sightings/tracking-code.ts';
import { checklistOf } from '../checklist.ts';
import { fakePhoto } from '../fake-app.ts';
import { makeCandidate } from '../makers.ts';
import { ANALYSIS, makeCaseWithCrop, makeProbeFor } from '../reviews.ts';
import { addReference, runJobs } from '../search.ts';
import type { Caller, Callers } from './callers.ts';
import { word } from './canaries.ts';

/** What there is to be called about: things of agency A, planted with canaries. */
export interface World {
  readonly app: Platform;
  readonly callers: Callers;
  /** Made once, for what only reads. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
}

/** Whether the case is protected, and who is about to call. */
export interface Wanted {
  readonly isProtected: boolean;
  readonly caller: Caller;
}

export function openWorld(app: Platform, callers: Callers): World {
  const made = new Map<string, Promise<unknown>>();
  return {
    app,
    callers,
    once<T>(name: string, make: () => Promise<T>) {
      const found = made.get(name) ?? make();
      made.set(name, found);
      return found as Promise<T>;
    },
  };
}

/** A case of agency A with its guardian, a photo and a face. */
export async function makeCaseOf(
  { app, callers }: World,
  isProtected: boolean,
  state: 'open' | 'draft' | 'resolved' = 'open',
) {
  const [child, place] = isProtected
    ? [word('protected'), word('protected')]
    : state === 'draft'
      ? [word('draft'), word('draft')]
      : [word('child'), word('place')];
  const file = await makeCaseWithCrop(app, callers.agencyId, {
    state,
    child_name: child,
    guardian_id: callers.byName('guardian A').accountId,
    ...(isProtected ? { is_protected: true, protected_reason: 'refuge' } : {}),
  });
  const mark = isProtected ? word('protected') : state === 'draft' ? word('draft') : word('mark');
  await app.db
    .updateTable('case_file')
    .set({ other_names: [child], marks: [mark], clothing: mark, medical_needs: mark })
    .set({ circumstances: place, last_place: place, police_reference: place, consent_by: place })
    .set({ number: file.number.toUpperCase() })
    .set({ officer_id: state === 'draft' ? null : callers.byName('officer A').accountId })
    .where('id', '=', file.id)
    .execute();
  const { photo_id: photoId } = await app.db
    .selectFrom('face')
    .select('photo_id')
    .where('id', '=', file.faceId)
    .executeTakeFirstOrThrow();
  return { ...file, number: file.number.toUpperCase(), photoId };
}

export const staticCase = (world: World, isProtected: boolean) =>
  world.once(`case ${isProtected}`, () => makeCaseOf(world, isProtected));

/** A photo of a case with its file, its copy and its crop. */
export const staticPhoto = (world: World, isProtected: boolean) =>
  world.once(`photo ${isProtected}`, async () => {
    const { app } = world;
    const file = await staticCase(world, isProtected);
    const remark = word(isProtected ? 'protected' : 'original');
    const id = await addReference(app, file.id, fakePhoto({ faces: [isProtected ? 2 : 1], remark }));
    await runJobs(app);
    return { id, faceId: await faceOf(app, id) };
  });

async function faceOf({ db }: Platform, photoId: string): Promise<string> {
  const face = await db.selectFrom('face').select('id').where('photo_id', '=', photoId).executeTakeFirstOrThrow();
  return face.id;
}

/** A sighting with a face, another one in the same photo, a tracking code, words and a contact. */
export async function makeSighting({ app }: World, planted: 'sighting' | 'agreed' = 'sighting') {
  const { sighting, photo, face } = await makeProbeFor(app, []);
  const { id: _, ...columns } = await app.db
    .selectFrom('face')
    .selectAll()
    .where('id', '=', face.id)
    .executeTakeFirstOrThrow();
  const json = { box: JSON.stringify(columns.box), landmarks: JSON.stringify([]), components: JSON.stringify({}) };
  const second = await app.db
    .insertInto('face')
    .values({ ...columns, ...json, position: 1, is_chosen: false })
    .returning('id')
    .executeTakeFirstOrThrow();
  const trackingCode = newTrackingCode();
  await app.db
    .updateTable('sighting')
    .set({ place: word(planted), remarks: word(planted), contact: JSON.stringify({ name: word('contact') }) })
    .set({ tracking_hash: trackingHash(app.secret('tracking codes'), trackingCode) })
    .where('id', '=', sighting.id)
    .execute();
  return { id: sighting.id, photoId: photo.id, faceId: face.id, otherFaceId: second.id, trackingCode };
}

/** A sighting that is connected with a case that many may see, and with one that few may. */
export const staticSighting = (world: World) =>
  world.once('sighting', async () => {
    const { app, callers } = world;
    const sighting = await makeSighting(world);
    const linked_by = callers.byName('officer A').accountId;
    for (const isProtected of [false, true]) {
      const [file, reason] = [await staticCase(world, isProtected), word(isProtected ? 'protected' : 'link')];
      const row = { sighting_id: sighting.id, case_id: file.id, reason, linked_by };
      await app.db.insertInto('sighting_case_link').values(row).execute();
      await makeCandidate(app, { faceId: sighting.faceId, caseId: file.id });
    }
    return sighting;
  });

/** A candidate of a case of A, on whose probe the officer of A is at work. */
export async function makeReview(world: World, done: 'nothing' | 'analysed' | 'all' = 'nothing') {
  const { app, callers } = world;
  const { accountId, agencyId } = callers.byName('officer A');
  const reviewer = { accountId, agencyId: agencyId ?? '', isLead: false };
  // One at a time: what was begun before is over.
  await app.db
    .updateTable('review_session')
    .set({ finished_at: app.clock(), lease_until: app.clock() })
    .where('finished_at', 'is', null)
    .execute();
  const file = await makeCaseOf(world, false);
  const { face, candidates } = await makeProbeFor(app, [file]);
  const candidateId = candidates[0]?.id ?? '';
  const sessionId = await insertReviewSession(app.db, reviewer, {
    faceId: face.id,
    leaseUntil: new Date(app.clock().getTime() + 600_000),
    pairs: [{ candidateId, controlId: null }],
  });
  if (done !== 'nothing')
    await insertProbeAnalysis(app.db, { faceId: face.id, reviewerId: accountId, analysis: ANALYSIS });
  if (done === 'all') await judge(world, { sessionId, candidateId, faceId: face.id, caseId: file.id });
  const pair = await app.db
    .selectFrom('review_pair')
    .select('id')
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow();
  return { sessionId, pairId: pair.id };
}

async function judge(
  { app, callers }: World,
  { sessionId, ...ids }: { sessionId: string; candidateId: string; faceId: string; caseId: string },
): Promise<void> {
  await insertReview(app.db, {
    ...ids,
    controlId: null,
    reviewerId: callers.byName('officer A').accountId,
    round: 1,
    checklist: checklistOf({ ears: 'similar' }),
    conclusion: 3,
    remark: null,
    at: app.clock(),
  });
  const review = await app.db
    .selectFrom('review')
    .select('id')
    .where('candidate_id', '=', ids.candidateId)
    .executeTakeFirstOrThrow();
  await insertReviewRemark(app.db, review.id, word('judgement'));
  await app.db.updateTable('review_session').set({ finished_at: app.clock() }).where('id', '=', sessionId).execute();
}

/** A candidate that two people agreed on. */
export async function makeAgreed(world: World, isProtected: boolean): Promise<{ candidateId: string; caseId: string }> {
  const { app } = world;
  const file = await makeCaseOf(world, isProtected);
  const { faceId } = await makeSighting(world, isProtected ? 'sighting' : 'agreed');
  const { id } = await makeCandidate(app, { faceId, caseId: file.id });
  await app.db.insertInto('decision').values({ candidate_id: id, outcome: 'same' }).execute();
  return { candidateId: id, caseId: file.id };
}

/** A match of A, as far as it is. */
export async function makeMatch(world: World, isProtected: boolean, status: 'verified' | 'confirmed' = 'verified') {
  const { app, callers } = world;
  const { candidateId, caseId } = await makeAgreed(world, isProtected);
  const by = callers.byName('officer A').accountId;
  const [fact, step] = isProtected ? [word('protected'), word('protected')] : [word('fact'), word('step')];
  const { id } = await app.db
    .insertInto('match')
    .values({ candidate_id: candidateId, case_id: caseId, fact_kind: 'mark', fact, status, recorded_by: by })
    .returning('id')
    .executeTakeFirstOrThrow();
  await app.db.insertInto('match_step').values({ match_id: id, status, remark: step, recorded_by: by }).execute();
  return id;
}

/** A message of A about a case. */
export async function makeMessage(world: World, isProtected: boolean, state: 'held' | 'failed' | 'queued') {
  const { app, callers } = world;
  const { id: caseId } = await staticCase(world, isProtected);
  const address = `${isProtected ? word('protected') : word('address')}@agency.example`;
  const { id } = await app.db
    .insertInto('message')
    .values({ dedupe_key: randomUUID(), channel: 'email', kind: 'candidate-alert', address, state })
    .returning('id')
    .executeTakeFirstOrThrow();
  await app.db
    .updateTable('message')
    .set({ agency_id: callers.agencyId, case_id: caseId, last_error: address })
    .where('id', '=', id)
    .execute();
  return id;
}

/** Bytes that nobody else has. */
export const unique = () => randomBytes(6).toString('hex');
