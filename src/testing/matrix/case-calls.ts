import { randomUUID } from 'node:crypto';
import { fakePhoto } from '../fake-app.ts';
import { makeCandidate } from '../makers.ts';
import type { CallMaker } from './call.ts';
import { word } from './canaries.ts';
import { ORDER_CALLS } from './watch-calls.ts';
import {
  makeAgreed,
  makeCaseOf,
  makeMatch,
  makeMessage,
  makeSighting,
  staticCase,
  staticPhoto,
  unique,
  type World,
} from './world.ts';

/** A form with one photo. */
export function photoForm(fields: Readonly<Record<string, string>> = {}, faces: readonly number[] = [7]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('photo', new File([fakePhoto({ faces, remark: unique() })], 'photo.jpg'));
  return form;
}

/** With the case that is there for all who read. */
const reading: CallMaker = async (world, { isProtected }) => ({
  params: { id: (await staticCase(world, isProtected)).id },
});

/** With a case of its own. */
const changing =
  (json?: object, state?: 'draft' | 'resolved'): CallMaker =>
  async (world, { isProtected }) => ({
    params: { id: (await makeCaseOf(world, isProtected, state)).id },
    ...(json ? { json } : {}),
  });

const photo: CallMaker = async (world, { isProtected }) => ({
  params: { id: (await staticPhoto(world, isProtected)).id },
});

const message =
  (state: 'held' | 'failed' | 'queued'): CallMaker =>
  async (world, { isProtected }) => ({ params: { id: await makeMessage(world, isProtected, state) } });

async function makeRelation(world: World, isProtected: boolean, isRelated: boolean) {
  const [one, other] = [await makeCaseOf(world, isProtected), await makeCaseOf(world, isProtected)];
  const [case_id, other_case_id] = [one.id, other.id].toSorted() as [string, string];
  if (isRelated)
    await world.app.db.insertInto('case_relation').values({ case_id, other_case_id, kind: 'sibling' }).execute();
  return { one, other, case_id, other_case_id };
}

const certificates: CallMaker = async (world, { isProtected }) =>
  world.once(`certificates ${isProtected}`, async () => {
    const { id: caseId, number } = await makeCaseOf(world, isProtected, 'resolved');
    const contents = {
      ...{ version: 1, id: randomUUID(), caseId, caseNumber: number, agencyId: world.callers.agencyId },
      ...{ what: 'biometrics', reason: 'found-safe', erasedAt: '2026-06-01T00:00:00.000Z', checks: null },
      erased: { templates: [], faces: [], photos: [], blobs: [], keys: [] },
    };
    const row = { case_id: caseId, contents: JSON.stringify(contents), hash: Buffer.alloc(32) };
    await world.app.db.insertInto('purge_certificate').values(row).execute();
    return { params: { id: caseId } };
  });

/** How to call what is about a case of agency A, or about something that belongs to one. */
export const CASE_CALLS: Readonly<Record<string, CallMaker>> = {
  ...ORDER_CALLS,
  'GET /cases/{id}': reading,
  'GET /cases/{id} (draft)': async (world, { isProtected }) =>
    world.once(`draft ${isProtected}`, async () => ({
      params: { id: (await makeCaseOf(world, isProtected, 'draft')).id },
    })),
  'GET /cases/{id}/history': reading,
  'GET /cases/{id}/export': reading,
  'GET /cases/{id}/photos': reading,
  'GET /cases/{id}/notes': async (world, { isProtected }) => {
    const { id } = await staticCase(world, isProtected);
    await world.once(`notes ${isProtected}`, async () => {
      for (const visibility of ['staff', 'guardian'] as const) {
        const text = word(isProtected ? 'protected' : visibility === 'staff' ? 'staffNote' : 'guardianNote');
        await world.app.db.insertInto('case_note').values({ case_id: id, visibility, text }).execute();
      }
    });
    return { params: { id } };
  },
  'GET /cases/{id}/candidates': async (world, { isProtected }) => {
    const { id } = await staticCase(world, isProtected);
    await world.once(`candidates ${isProtected}`, async () =>
      makeCandidate(world.app, { faceId: (await makeSighting(world)).faceId, caseId: id }),
    );
    return { params: { id } };
  },
  'GET /cases/{id}/certificates': certificates,
  'GET /cases/{id}/relatives': reading,
  'PATCH /cases/{id}': changing({ version: 1, clothing: 'Blue shirt' }, 'draft'),
  'POST /cases/{id}/open': changing({ noPhotoYet: true }, 'draft'),
  'POST /cases/{id}/resolve': changing({ reason: 'found-safe' }),
  'POST /cases/{id}/withdraw': changing({ reason: 'other' }),
  'POST /cases/{id}/reopen': changing({ reason: 'missing-again' }, 'resolved'),
  'PUT /cases/{id}/publicity': changing({ isPublic: false }),
  'PUT /cases/{id}/protection': changing({ reason: 'refuge' }),
  'PUT /cases/{id}/protection (lift)': async (world, { isProtected }) => {
    // Its words are those of a case that is not protected: afterwards it is not.
    const { id } = await makeCaseOf(world, false);
    const secret = { is_protected: true, protected_reason: 'refuge' };
    if (isProtected) await world.app.db.updateTable('case_file').set(secret).where('id', '=', id).execute();
    return { params: { id }, json: { reason: null } };
  },
  'PUT /cases/{id}/guardian': changing({ email: null }),
  'POST /cases/{id}/take-over': changing(),
  'POST /cases/{id}/notes': changing({ text: 'We go on looking.', visibility: 'staff' }),
  'POST /cases/{id}/photos': async (world, wanted) => ({ ...(await changing()(world, wanted)), form: photoForm }),
  'POST /cases/{id}/relatives': async (world, { isProtected }) => {
    const { one, other } = await makeRelation(world, isProtected, false);
    return { params: { id: one.id }, json: { number: other.number, kind: 'sibling' } };
  },
  'DELETE /cases/{id}/relatives/{otherId}': async (world, { isProtected }) => {
    const { one, other } = await makeRelation(world, isProtected, true);
    return { params: { id: one.id, otherId: other.id } };
  },
  'POST /duplicates/{id}/decision': async (world, { isProtected }) => {
    const { case_id, other_case_id } = await makeRelation(world, isProtected, false);
    const made = await world.app.db
      .insertInto('duplicate_proposal')
      .values({ case_id, other_case_id, reasons: JSON.stringify([{ kind: 'birth-date' }]) })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { params: { id: made.id }, json: { decision: 'different' } };
  },
  'GET /photos/{id}': photo,
  'GET /photos/{id}/display': photo,
  'GET /photos/{id}/original': photo,
  'GET /faces/{id}/crop': async (world, { isProtected }) => ({
    params: { id: (await staticPhoto(world, isProtected)).faceId },
  }),
  'PATCH /photos/{id}': async (world, { isProtected }) => ({
    params: { id: (await makeCaseOf(world, isProtected)).photoId },
    json: { capturedOn: '2023-05' },
  }),
  'DELETE /photos/{id}': async (world, { isProtected }) => ({
    params: { id: (await makeCaseOf(world, isProtected)).photoId },
  }),
  'PUT /photos/{id}/chosen-face': async (world, { isProtected }) => {
    const { photoId, faceId } = await makeCaseOf(world, isProtected);
    return { params: { id: photoId }, json: { faceId }, ids: [photoId, faceId] };
  },
  'POST /sightings/{id}/links': async (world, { isProtected }) => {
    const [{ id }, { id: caseId }] = [await makeSighting(world), await makeCaseOf(world, isProtected)];
    return { params: { id }, json: { caseId, reason: 'Seen by the desk' }, ids: [id, caseId] };
  },
  'DELETE /sightings/{id}/links/{caseId}': async (world, { isProtected }) => {
    const [sighting, file] = [await makeSighting(world), await makeCaseOf(world, isProtected)];
    const linked_by = world.callers.byName('officer A').accountId;
    const row = {
      sighting_id: sighting.id,
      case_id: file.id,
      reason: word(isProtected ? 'protected' : 'link'),
      linked_by,
    };
    await world.app.db.insertInto('sighting_case_link').values(row).execute();
    return { params: { id: sighting.id, caseId: file.id } };
  },
  'POST /matches': async (world, { isProtected }) => {
    const { candidateId } = await makeAgreed(world, isProtected);
    const json = { candidateId, factKind: 'mark', fact: 'A scar that the desk has seen' };
    return { json, ids: [candidateId] };
  },
  'GET /matches/{id}': async (world, { isProtected }) =>
    world.once(`match ${isProtected}`, async () => ({ params: { id: await makeMatch(world, isProtected) } })),
  'POST /matches/{id}/steps': async (world, { isProtected }) => ({
    params: { id: await makeMatch(world, isProtected) },
    json: { status: 'agency-contacted' },
  }),
  'POST /matches/{id}/release': async (world, { isProtected }) => ({
    params: { id: await makeMatch(world, isProtected, 'confirmed') },
  }),
  'POST /messages/{id}/release': message('held'),
  'POST /messages/{id}/retry': message('failed'),
  'POST /messages/{id}/cancel': message('queued'),
};
