import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { Actor } from '../core/actor.ts';
import { insertBlob } from '../db/blobs.ts';
import { insertDataKey } from '../db/keys.ts';
import type { Platform } from '../platform.ts';
import type { ProbeAnalysis } from '../services/reviews/analysis.ts';
import { judgePair } from '../services/reviews/judge.ts';
import { takeProbe } from '../services/reviews/queue.ts';
import { analyseProbe } from '../services/reviews/sessions.ts';
import { writeBlob } from '../services/storage/blob-writing.ts';
import { judgementOf } from './checklist.ts';
import { makeCandidate, makeCase, makePhotoFace, makeSightingFace } from './makers.ts';

/** What a reviewer writes who sees nothing special. */
export const ANALYSIS: ProbeAnalysis = {
  quality: 'usable',
  limits: ['light'],
  visibleMarks: ['Mole below the left eye'],
};

type Given = NonNullable<Parameters<typeof makeCase>[2]>;

/** An open case with one reference photo and its crop. */
export async function makeCaseWithCrop(app: Platform, agencyId: string, given: Given = {}) {
  const file = await makeCase(app, agencyId, given);
  await app.db
    .updateTable('case_file')
    .set({ born_about: new Date(`${file.birth_date ?? '2017-04-02'}T00:00:00Z`), name_keys: [file.id] })
    .where('id', '=', file.id)
    .execute();
  const { face } = await makePhotoFace(app.db, { purpose: 'reference', case_id: file.id }, await makeCrop(app));
  return { ...file, faceId: face.id };
}

/** A sighting with one face and its crop. */
async function makeProbe(app: Platform, given: { place?: string; seenAt?: Date } = {}) {
  const made = await makeSightingFace(app, given);
  const cropId = await makeCrop(app);
  await app.db.updateTable('face').set({ crop_id: cropId }).where('id', '=', made.face.id).execute();
  return made;
}

/** A sighting's face that a search proposes for each of these cases. */
export async function makeProbeFor(app: Platform, cases: readonly { readonly id: string }[]) {
  const probe = await makeProbe(app);
  const candidates: Awaited<ReturnType<typeof makeCandidate>>[] = [];
  for (const { id } of cases) candidates.push(await makeCandidate(app, { faceId: probe.face.id, caseId: id }));
  return { ...probe, candidates };
}

/** A probe with so many candidates, in cases of this agency. */
export async function makeProbeWith(app: Platform, agencyId: string, count: number) {
  const cases: Awaited<ReturnType<typeof makeCaseWithCrop>>[] = [];
  for (let index = 0; index < count; index++) cases.push(await makeCaseWithCrop(app, agencyId));
  return { cases, ...(await makeProbeFor(app, cases)) };
}

/** Take the next probe and analyse it where that is still to be done. @throws RangeError when nothing waits */
export async function takeAnalysed(app: Platform, actor: Actor) {
  const { session } = await takeProbe(app, actor);
  if (!session) throw new RangeError('nothing waits');
  return session.analysis ? session : analyseProbe(app, actor, session.id, ANALYSIS);
}

/** Take the next probe and judge all its pairs alike. */
export async function judgeAll(app: Platform, actor: Actor, conclusion: Parameters<typeof judgementOf>[0]) {
  let session = await takeAnalysed(app, actor);
  for (const { id, isJudged } of session.pairs)
    if (!isJudged) session = await judgePair(app, actor, id, judgementOf(conclusion));
  return session;
}

/** A small picture of its own, encrypted; its blob. */
async function makeCrop(app: Platform): Promise<string> {
  const key = app.vault.newKey();
  await insertDataKey(app.db, key);
  const [r, g, b] = randomBytes(3);
  const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: { r, g, b } } });
  const blob = await writeBlob(app, key, await picture.jpeg().toBuffer(), 'image/jpeg');
  await insertBlob(app.db, blob);
  return blob.id;
}
