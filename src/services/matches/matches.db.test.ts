import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { judgeAll, makeCaseWithCrop, makeProbeFor } from '../../testing/reviews.ts';
import { advanceMatch, MatchAdvance } from './advance.ts';
import { nextStatuses } from './ladder.ts';
import { listAgreed, listMatches, viewMatch } from './read.ts';
import { NewMatch, recordMatch } from './record.ts';
import { releaseMatch } from './release.ts';

let test: TestPlatform;
let app: TestPlatform['app'];
let agencyId: string;
let officer: Actor;
let second: Actor;
let guardianId: string;

beforeAll(async () => {
  test = await openTestPlatform();
  app = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
});
afterAll(() => test.close());
beforeEach(async () => {
  agencyId = (await makeAgency(app)).id;
  officer = (await makeAccount(app, 'officer', agencyId)).actor;
  second = (await makeAccount(app, 'officer', agencyId)).actor;
  guardianId = (await makeAccount(app, 'guardian')).id;
});

const FACT = { factKind: 'mark', fact: 'Birthmark behind the left ear, seen by the desk' } as const;

/** A candidate that both officers judge so. */
async function reviewed(conclusion: -3 | 0 | 3, given: Parameters<typeof makeCaseWithCrop>[2] = {}) {
  const file = await makeCaseWithCrop(app, agencyId, { guardian_id: guardianId, ...given });
  const { candidates } = await makeProbeFor(app, [file]);
  await judgeAll(app, officer, conclusion);
  await judgeAll(app, second, conclusion);
  return { file, candidateId: candidates[0]?.id ?? '' };
}

async function matched() {
  const { file, candidateId } = await reviewed(3);
  return { file, match: await recordMatch(app, officer, { candidateId, ...FACT }) };
}

const jobsFor = async (matchId: string) => {
  const { rows } = await sql<{ data: unknown }>`
    select data from pgboss.job where name = 'raise-alerts' and data ->> 'matchId' = ${matchId}`.execute(app.db);
  return rows.length;
};

describe('recordMatch', () => {
  it('needs two reviewers who agree, and a fact', async () => {
    const { candidateId } = await reviewed(3);
    expect(await listAgreed(app, officer, { after: null, limit: 50 })).toMatchObject([{ candidateId }]);
    const match = await recordMatch(app, officer, { candidateId, ...FACT });
    expect(match).toMatchObject({
      candidateId,
      ...FACT,
      status: 'verified',
      next: ['agency-contacted', 'refuted'],
      releasedAt: null,
      steps: [{ status: 'verified', recordedBy: 'A officer' }],
    });
    expect(await jobsFor(match.id)).toBe(1);
    expect(await listAgreed(app, officer, { after: null, limit: 50 })).toEqual([]);
    expect(await listMatches(app, officer, { before: null, limit: 50 })).toHaveLength(1);
    await expect(recordMatch(app, second, { candidateId, ...FACT })).rejects.toMatchObject({ code: 'conflict' });
    expect(NewMatch.safeParse({ candidateId, factKind: 'mark', fact: 'same face' }).success).toBe(false);
    expect(NewMatch.safeParse({ candidateId, factKind: 'face', fact: FACT.fact }).success).toBe(false);
  });

  it.each([-3, 0] as const)('is refused when both conclude %s', async (conclusion) => {
    const { candidateId } = await reviewed(conclusion);
    await expect(recordMatch(app, officer, { candidateId, ...FACT })).rejects.toThrow('two reviewers who agree');
  });

  it('is refused after one review', async () => {
    const { candidates } = await makeProbeFor(app, [await makeCaseWithCrop(app, agencyId)]);
    await judgeAll(app, officer, 4);
    await expect(recordMatch(app, officer, { candidateId: candidates[0]?.id ?? '', ...FACT })).rejects.toThrow(
      'two reviewers',
    );
  });

  it('makes one match of two attempts at the same moment', async () => {
    const { candidateId } = await reviewed(3);
    const results = await Promise.allSettled(
      [officer, second].map((actor) => recordMatch(app, actor, { candidateId, ...FACT })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is for the owning agency alone', async () => {
    const { candidateId } = await reviewed(3);
    const stranger = (await makeAccount(app, 'lead', (await makeAgency(app)).id)).actor;
    await expect(recordMatch(app, stranger, { candidateId, ...FACT })).rejects.toMatchObject({ code: 'not-found' });
    const { id } = await recordMatch(app, officer, { candidateId, ...FACT });
    await expect(viewMatch(app, stranger, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(advanceMatch(app, stranger, id, { status: 'refuted', remark: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(releaseMatch(app, stranger, id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('advanceMatch', () => {
  it('goes step by step, keeps each, and may close the case at the end', async () => {
    const { file, match } = await matched();
    await expect(advanceMatch(app, officer, match.id, { status: 'confirmed' })).rejects.toThrow(
      'Next is «agency-contacted»',
    );
    await advanceMatch(app, officer, match.id, { status: 'agency-contacted' });
    await advanceMatch(app, second, match.id, { status: 'welfare-check', remark: 'Seen at home by a colleague' });
    const done = await advanceMatch(app, officer, match.id, { status: 'confirmed', closeCase: 'found-safe' });
    expect(done.steps.map(({ status }) => status)).toEqual([
      'verified',
      'agency-contacted',
      'welfare-check',
      'confirmed',
    ]);
    expect(done.next).toEqual([]);
    const { state, closing_reason } = await app.db
      .selectFrom('case_file')
      .selectAll()
      .where('id', '=', file.id)
      .executeTakeFirstOrThrow();
    expect([state, closing_reason]).toEqual(['resolved', 'found-safe']);
    await expect(advanceMatch(app, officer, match.id, { status: 'refuted', remark: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(app.db.updateTable('match_step').set({ status: 'verified' }).execute()).rejects.toThrow(
      'never changed',
    );
  });

  it('leaves the case open unless told otherwise', async () => {
    const { file, match } = await matched();
    for (const status of ['agency-contacted', 'welfare-check', 'confirmed'] as const)
      await advanceMatch(app, officer, match.id, { status });
    const { state } = await app.db
      .selectFrom('case_file')
      .select('state')
      .where('id', '=', file.id)
      .executeTakeFirstOrThrow();
    expect(state).toBe('open');
  });

  it('refutes with a reason only, from every step but an end', () => {
    expect(MatchAdvance.safeParse({ status: 'refuted' }).success).toBe(false);
    expect(MatchAdvance.safeParse({ status: 'refuted', remark: 'Another child: papers seen' }).success).toBe(true);
    expect(MatchAdvance.safeParse({ status: 'welfare-check', closeCase: 'found-safe' }).success).toBe(false);
    expect(nextStatuses('verified')).toEqual(['agency-contacted', 'refuted']);
    expect(nextStatuses('agency-contacted')).toEqual(['welfare-check', 'refuted']);
    expect(nextStatuses('welfare-check')).toEqual(['confirmed', 'refuted']);
    expect(nextStatuses('confirmed')).toEqual([]);
    expect(nextStatuses('refuted')).toEqual([]);
  });
});

describe('releaseMatch', () => {
  async function confirmed() {
    const made = await matched();
    for (const status of ['agency-contacted', 'welfare-check', 'confirmed'] as const)
      await advanceMatch(app, officer, made.match.id, { status });
    return made;
  }

  it('asks for the guardian’s alert once, and only after the confirmation', async () => {
    const { match } = await matched();
    await expect(releaseMatch(app, officer, match.id)).rejects.toThrow('Only a confirmed match');
    for (const status of ['agency-contacted', 'welfare-check', 'confirmed'] as const)
      await advanceMatch(app, officer, match.id, { status });
    const before = await jobsFor(match.id);
    expect((await releaseMatch(app, officer, match.id)).releasedAt).toBe(app.clock().toISOString());
    expect(await jobsFor(match.id)).toBe(before + 1);
    await expect(releaseMatch(app, second, match.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await jobsFor(match.id)).toBe(before + 1);
  });

  it('needs a guardian', async () => {
    const { file, match } = await confirmed();
    await app.db.updateTable('case_file').set({ guardian_id: null }).where('id', '=', file.id).execute();
    await expect(releaseMatch(app, officer, match.id)).rejects.toThrow('no guardian');
  });

  it('is never done for a protected case, not even by its lead', async () => {
    const { file, match } = await confirmed();
    const lead = (await makeAccount(app, 'lead', agencyId)).actor;
    const secret = { is_protected: true, protected_reason: 'flight-from-abuse' };
    await app.db.updateTable('case_file').set(secret).where('id', '=', file.id).execute();
    await expect(releaseMatch(app, officer, match.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(releaseMatch(app, lead, match.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await viewMatch(app, lead, match.id)).releasedAt).toBeNull();
  });
});

it('outlives its sighting: confirmed reunifications stay counted', async () => {
  const { match } = await matched();
  const candidate = await app.db
    .selectFrom('candidate')
    .select('face_id')
    .where('id', '=', match.candidateId ?? '')
    .executeTakeFirstOrThrow();
  await app.db.deleteFrom('face').where('id', '=', candidate.face_id).execute();
  expect(await viewMatch(app, officer, match.id)).toMatchObject({ candidateId: null, status: 'verified' });
});

it('pages through matches and agreed candidates without losing one', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.push((await reviewed(3)).candidateId);
  const page = await listAgreed(app, officer, { after: null, limit: 2 });
  const last = page[1];
  const rest = await listAgreed(app, officer, {
    after: { at: new Date(last?.agreedAt ?? 0), id: last?.candidateId ?? '' },
    limit: 2,
  });
  expect([...page, ...rest].map(({ candidateId }) => candidateId).sort()).toEqual([...ids].sort());
  for (const candidateId of ids) await recordMatch(app, officer, { candidateId, ...FACT });
  const newest = await listMatches(app, officer, { before: null, limit: 2 });
  const oldest = await listMatches(app, officer, {
    before: { at: new Date(newest[1]?.recordedAt ?? 0), id: newest[1]?.id ?? '' },
    limit: 2,
  });
  expect(new Set([...newest, ...oldest].map(({ candidateId }) => candidateId))).toEqual(new Set(ids));
});
