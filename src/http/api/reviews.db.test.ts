import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { serverFor } from '../../testing/api.ts';
import { checklistOf, judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { ANALYSIS, makeCaseWithCrop, makeProbeFor } from '../../testing/reviews.ts';
import { apiV1 } from './v1.ts';

let test: TestPlatform;
let app: TestPlatform['app'];
let agencyId: string;
let officer: Actor;
let lead: Actor;
let otherLead: Actor;

beforeAll(async () => {
  test = await openTestPlatform();
  app = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
});
afterAll(() => test.close());
beforeEach(async () => {
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
  await makeAccount(app, 'officer', agencyId);
  lead = (await makeAccount(app, 'lead', agencyId)).actor;
  otherLead = (await makeAccount(app, 'lead', agencyId)).actor;
});

/** A request in somebody's name: the whole answer, as text and parsed. */
async function ask(actor: Actor, method: string, path: string, body?: unknown) {
  const server = serverFor(app, actor).route('/', apiV1(app));
  const response = await server.request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const whole = JSON.stringify([path, response.status, [...response.headers], text]);
  return { status: response.status, whole, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Every answer that a reviewer can get on the way to the last judgement but one. */
async function answersBeforeTheEnd(actor: Actor) {
  const answers = [await ask(actor, 'GET', '/reviews')];
  const keep = async (...request: [string, string, unknown?]) => {
    const answer = await ask(actor, ...request);
    answers.push(answer);
    return answer;
  };
  const { session } = (await keep('POST', '/reviews/next')).body;
  await keep('GET', `/reviews/${session.id}`);
  await keep('GET', `/reviews/${session.id}/probe`);
  const { pairs } = (await keep('POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body;
  for (const { id } of pairs) await keep('GET', `/reviews/pairs/${id}/photos/0`);
  for (const { id } of pairs.slice(1)) await keep('POST', `/reviews/pairs/${id}/judgement`, judgementOf(3));
  await keep('GET', `/reviews/${session.id}`);
  await keep('GET', `/reviews/${session.id}/facts`);
  await keep('POST', '/reviews/next');
  await keep('GET', '/reviews/measures/me');
  await keep('GET', '/matches');
  await keep('GET', '/matches/agreed');
  return { answers, session, last: pairs[0] };
}

describe('before the judgement', () => {
  it('no answer holds a name, a place, a score, a rank, a time or a fact of the case', async () => {
    const cases = [await makeCaseWithCrop(app, agencyId), await makeCaseWithCrop(app, agencyId)];
    const probe = await makeProbeFor(app, cases);
    await app.db
      .updateTable('candidate')
      .set({
        score: 6.123_457,
        one_in: 25_317,
        rank: 41_777,
        plausibility: JSON.stringify([{ text: 'The sex agrees.' }]),
      })
      .where('face_id', '=', probe.face.id)
      .execute();
    const secrets = [
      ...cases.flatMap((file) => [file.id, file.number, file.faceId, file.child_name, file.last_place ?? '']),
      ...probe.candidates.flatMap(({ id, search_id }) => [id, search_id]),
      ...[probe.face.id, probe.photo.id, probe.sighting.id, probe.sighting.number, probe.sighting.place ?? ''],
      ...['2026-05-30', '2024-03-01', '2017-04-02', '6.123457', '25317', '41777', 'strong', 'The sex agrees'],
    ];
    const { answers, session, last } = await answersBeforeTheEnd(officer);
    const text = answers.map(({ whole }) => whole).join('\n');
    for (const secret of secrets) expect([secret, text.includes(secret)]).toEqual([secret, false]);
    for (const key of ['rank', 'score', 'strength', 'caseId', 'candidateId', 'isControl', 'place', 'seenAt'])
      expect(text).not.toContain(`\\"${key}\\"`);

    await ask(officer, 'POST', `/reviews/pairs/${last.id}/judgement`, judgementOf(-3));
    const facts = (await ask(officer, 'GET', `/reviews/${session.id}/facts`)).whole;
    expect(facts).toContain('\\"rank\\"');
    for (const shown of ['Asha Rao', 'Vijayawada bus station', '6.123457', '25317', 'The sex agrees', cases[0]?.number])
      expect(facts).toContain(shown);
  });

  it('pictures are not to be kept, and answer only the person at work', async () => {
    await makeProbeFor(app, [await makeCaseWithCrop(app, agencyId)]);
    const { session } = (await ask(officer, 'POST', '/reviews/next')).body;
    const { status, headers } = await ask(officer, 'GET', `/reviews/${session.id}/probe`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ]);
    expect((await ask(lead, 'GET', `/reviews/${session.id}/probe`)).status).toBe(404);
    expect((await ask({ kind: 'public' }, 'GET', `/reviews/${session.id}/probe`)).status).toBeGreaterThanOrEqual(401);
  });

  it('a judgement without a whole checklist, or against it, is refused with the reason', async () => {
    await makeProbeFor(app, [await makeCaseWithCrop(app, agencyId)]);
    const { session } = (await ask(officer, 'POST', '/reviews/next')).body;
    const { pairs } = (await ask(officer, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body;
    const judge = (body: unknown) => ask(officer, 'POST', `/reviews/pairs/${pairs[0].id}/judgement`, body);
    expect(await judge({ ...judgementOf(3), checklist: [] })).toMatchObject({ status: 422 });
    expect(await judge({ ...judgementOf(3), conclusion: 5 })).toMatchObject({ status: 422 });
    const against = { checklist: checklistOf({ ears: 'similar', iris: 'different-unexplained' }), conclusion: 3 };
    expect((await judge(against)).body).toMatchObject({
      status: 422,
      errors: [{ path: 'conclusion', message: expect.stringContaining('stands against') }],
    });
    expect((await judge(judgementOf(3))).status).toBe(200);
    expect((await judge(judgementOf(3))).status).toBe(409);
  });
});

describe('a protected case', () => {
  const secret = { is_protected: true, protected_reason: 'refuge' };

  /** All that somebody is told who is not to know, with ids and times made equal. */
  async function everything(actor: Actor) {
    const paths = [
      '/reviews',
      '/reviews/measures/me',
      '/reviews/measures',
      '/matches',
      '/matches/agreed',
      '/reviews/form',
    ];
    const answers = [];
    for (const path of paths) answers.push(await ask(actor, 'GET', path));
    answers.push(await ask(actor, 'POST', '/reviews/next'));
    const { session } = answers.at(-1)?.body ?? {};
    if (session) answers.push(await ask(actor, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS));
    return answers.map(({ whole }) => whole.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')).join('\n');
  }

  it('answers everybody but the leads of its agency as if there were no candidate', async () => {
    const stranger = (await makeAccount(app, 'lead', (await makeAgency(app)).id)).actor;
    const partner = (await makeAccount(app, 'partner', agencyId)).actor;
    const guardian = (await makeAccount(app, 'guardian')).actor;
    const admin = (await makeAccount(app, 'admin')).actor;
    const outsiders = [officer, stranger, partner, guardian, admin, { kind: 'public' } as const];
    const before = await Promise.all(outsiders.map(everything));
    const probe = await makeProbeFor(app, [await makeCaseWithCrop(app, agencyId, secret)]);
    expect(await Promise.all(outsiders.map(everything))).toEqual(before);

    // Now both leads agree on it, and it becomes a match: still nothing shows.
    for (const actor of [lead, otherLead]) {
      const { session } = (await ask(actor, 'POST', '/reviews/next')).body;
      const { pairs } = (await ask(actor, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body;
      expect((await ask(actor, 'POST', `/reviews/pairs/${pairs[0].id}/judgement`, judgementOf(3))).status).toBe(200);
      expect(await Promise.all(outsiders.map(everything))).toEqual(before);
    }
    const agreed = (await ask(lead, 'GET', '/matches/agreed')).body;
    expect(agreed.items).toMatchObject([{ candidateId: probe.candidates[0]?.id }]);
    const fact = { candidateId: probe.candidates[0]?.id, factKind: 'mark', fact: 'Burn scar on the right wrist' };
    const nothing = { ...fact, candidateId: '00000000-0000-4000-8000-00000000abcd' };
    for (const actor of outsiders) {
      const [real, absent] = [
        await ask(actor, 'POST', '/matches', fact),
        await ask(actor, 'POST', '/matches', nothing),
      ];
      expect(real.whole).toBe(absent.whole);
    }
    const match = (await ask(lead, 'POST', '/matches', fact)).body;
    expect(match.status).toBe('verified');
    expect(await Promise.all(outsiders.map(everything))).toEqual(before);
    for (const actor of outsiders)
      for (const [method, path, body] of [
        ['GET', ''],
        ['POST', '/steps', { status: 'agency-contacted' }],
        ['POST', '/release'],
      ] as const) {
        const real = await ask(actor, method, `/matches/${match.id}${path}`, body);
        const absent = await ask(actor, method, `/matches/${nothing.candidateId}${path}`, body);
        expect(real.whole.replaceAll(match.id, nothing.candidateId)).toBe(absent.whole);
      }
  });

  it('beside an ordinary one leaves the officers’ work as it was', async () => {
    const ordinary = await makeCaseWithCrop(app, agencyId);
    await makeProbeFor(app, [ordinary]);
    const other = (await makeAgency(app)).id;
    const colleague = (await makeAccount(app, 'officer', other)).actor;
    await makeAccount(app, 'officer', other);
    await makeProbeFor(app, [await makeCaseWithCrop(app, other), await makeCaseWithCrop(app, other, secret)]);
    expect(await everything(colleague)).toBe(await everything(officer));
  });

  it('agreed on silences no other candidate of the face: the silence would show', async () => {
    await makeProbeFor(app, [await makeCaseWithCrop(app, agencyId), await makeCaseWithCrop(app, agencyId, secret)]);
    const before = await ask(officer, 'GET', '/reviews');
    expect(before.body.waiting).toBe(1);
    for (const actor of [lead, otherLead]) {
      const { session } = (await ask(actor, 'POST', '/reviews/next')).body;
      const { pairs } = (await ask(actor, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body;
      expect(pairs).toHaveLength(1);
      await ask(actor, 'POST', `/reviews/pairs/${pairs[0].id}/judgement`, judgementOf(4));
    }
    expect((await ask(lead, 'GET', '/matches/agreed')).body.items).toHaveLength(1);
    expect((await ask(officer, 'GET', '/reviews')).whole).toBe(before.whole);
    const { session } = (await ask(officer, 'POST', '/reviews/next')).body;
    expect((await ask(officer, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body.pairs).toHaveLength(1);
  });

  it('that becomes protected during a review vanishes from the officer’s hands', async () => {
    const file = await makeCaseWithCrop(app, agencyId);
    await makeProbeFor(app, [file]);
    const { session } = (await ask(officer, 'POST', '/reviews/next')).body;
    const { pairs } = (await ask(officer, 'POST', `/reviews/${session.id}/analysis`, ANALYSIS)).body;
    await app.db.updateTable('case_file').set(secret).where('id', '=', file.id).execute();
    expect((await ask(officer, 'GET', `/reviews/${session.id}`)).body.pairs).toEqual([]);
    expect((await ask(officer, 'GET', `/reviews/pairs/${pairs[0].id}/photos/0`)).status).toBe(404);
    expect((await ask(officer, 'POST', `/reviews/pairs/${pairs[0].id}/judgement`, judgementOf(3))).status).toBe(404);
    expect((await ask(officer, 'POST', '/reviews/next')).body).toEqual({ session: null });
  });
});
