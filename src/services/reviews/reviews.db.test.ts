import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { verifyAudit } from '../../db/audit.ts';
import { judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { ANALYSIS, judgeAll, makeCaseWithCrop, makeProbeFor, takeAnalysed } from '../../testing/reviews.ts';
import { viewFacts } from './facts.ts';
import { openProbeCrop, openReferenceCrop } from './images.ts';
import { addRemark, judgePair } from './judge.ts';
import { takeProbe, viewQueue } from './queue.ts';
import { analyseProbe, giveBack, viewSession } from './sessions.ts';

let test: TestPlatform;
let app: TestPlatform['app'];
let agencyId: string;
let first: Actor;
let second: Actor;
let third: Actor;
let lead: Actor;

beforeAll(async () => {
  test = await openTestPlatform();
  app = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
});
afterAll(() => test.close());

beforeEach(async () => {
  agencyId = (await makeAgency(app)).id;
  const officer = async () => (await makeAccount(app, 'officer', agencyId)).actor;
  [first, second, third] = [await officer(), await officer(), await officer()];
  lead = (await makeAccount(app, 'lead', agencyId)).actor;
});

/** A probe with so many candidates, in cases of this agency. */
async function probeWith(count: number) {
  const cases = [];
  for (let index = 0; index < count; index++) cases.push(await makeCaseWithCrop(app, agencyId));
  return { cases, ...(await makeProbeFor(app, cases)) };
}

async function decisionOn(candidateId: string | undefined) {
  const row = await app.db
    .selectFrom('decision')
    .select('outcome')
    .where('candidate_id', '=', candidateId ?? '')
    .executeTakeFirst();
  return row?.outcome ?? null;
}

describe('the order of work', () => {
  it('is probe first, then pairs, then facts', async () => {
    await probeWith(2);
    const { session } = await takeProbe(app, first);
    expect(session).toMatchObject({ analysis: null, pairs: [], isFinished: false });
    const id = session?.id ?? '';
    await expect(viewFacts(app, first, id)).rejects.toThrow('Judge all pairs');

    const analysed = await analyseProbe(app, first, id, ANALYSIS);
    expect(analysed.analysis).toEqual(ANALYSIS);
    expect(analysed.pairs).toMatchObject([
      { photos: 1, isJudged: false, conclusion: null },
      { photos: 1, isJudged: false, conclusion: null },
    ]);
    await expect(analyseProbe(app, first, id, ANALYSIS)).rejects.toMatchObject({ code: 'conflict' });

    const [one, two] = analysed.pairs;
    expect(await judgePair(app, first, one?.id ?? '', judgementOf(3))).toMatchObject({ isFinished: false });
    await expect(viewFacts(app, first, id)).rejects.toMatchObject({ code: 'conflict' });
    const done = await judgePair(app, first, two?.id ?? '', judgementOf(null));
    expect(done.isFinished).toBe(true);
    expect(done.pairs.map(({ conclusion }) => conclusion).sort()).toEqual([3, null]);
    const { pairs } = await viewFacts(app, first, id);
    expect(pairs).toHaveLength(2);
    expect(pairs[0]?.facts).toMatchObject({ case: { childName: 'Asha Rao' }, strength: 'strong', oneIn: 2500 });
    expect(pairs.map(({ standing }) => standing)).toEqual(['second-review-wanted', 'second-review-wanted']);
  });

  it('shows no picture of a candidate, and takes no judgement, before the probe is analysed', async () => {
    await probeWith(1);
    const { session } = await takeProbe(app, first);
    const pair = await app.db
      .selectFrom('review_pair')
      .select('id')
      .where('session_id', '=', session?.id ?? '')
      .executeTakeFirstOrThrow();
    expect((await openProbeCrop(app, first, session?.id ?? '')).mediaType).toBe('image/jpeg');
    await expect(openReferenceCrop(app, first, pair.id, 0)).rejects.toThrow('Analyse the probe first');
    await expect(judgePair(app, first, pair.id, judgementOf(3))).rejects.toThrow('Analyse the probe first');
    await analyseProbe(app, first, session?.id ?? '', ANALYSIS);
    expect((await openReferenceCrop(app, first, pair.id, 0)).content.length).toBeGreaterThan(100);
    await expect(openReferenceCrop(app, first, pair.id, 1)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives at most twenty candidates of a probe, and the rest later', async () => {
    await probeWith(23);
    expect((await judgeAll(app, first, -3)).pairs).toHaveLength(20);
    expect((await takeAnalysed(app, first)).pairs).toHaveLength(3);
  });

  it('gives the most urgent probe first', async () => {
    const weak = await probeWith(1);
    const strong = await probeWith(1);
    await app.db
      .updateTable('candidate')
      .set({ strength: 'limited', is_alert: false })
      .where('face_id', '=', weak.face.id)
      .execute();
    await app.db
      .updateTable('candidate')
      .set({ strength: 'very strong' })
      .where('face_id', '=', strong.face.id)
      .execute();
    expect(await viewQueue(app, first)).toEqual({ waiting: 2, notes: [] });
    const { id } = await takeAnalysed(app, first);
    const { face_id } = await app.db
      .selectFrom('review_session')
      .select('face_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(face_id).toBe(strong.face.id);
  });

  it('keeps an order of pairs that differs between reviewers and not between views', async () => {
    await probeWith(12);
    const orderFor = async (actor: Actor) => {
      const session = await takeAnalysed(app, actor);
      const again = await viewSession(app, actor, session.id);
      expect(again.pairs).toEqual(session.pairs);
      const rows = await app.db
        .selectFrom('review_pair')
        .select(['id', 'candidate_id'])
        .where('session_id', '=', session.id)
        .execute();
      const candidates = new Map(rows.map((row) => [row.id, row.candidate_id]));
      return session.pairs.map(({ id }) => candidates.get(id));
    };
    const [one, two] = [await orderFor(first), await orderFor(second)];
    expect([...one].sort()).toEqual([...two].sort());
    // 1 in 12! that a right programme fails here.
    expect(one).not.toEqual(two);
  });
});

describe('two reviewers', () => {
  it('decide when they agree, and neither is the other', async () => {
    const { candidates } = await probeWith(1);
    await judgeAll(app, first, 3);
    expect(await takeProbe(app, first)).toEqual({ session: null });
    expect(await decisionOn(candidates[0]?.id)).toBeNull();
    await judgeAll(app, second, 2);
    expect(await decisionOn(candidates[0]?.id)).toBe('same');
    expect(await takeProbe(app, third)).toEqual({ session: null });
  });

  it('reject a pair together', async () => {
    const { candidates } = await probeWith(1);
    await judgeAll(app, first, -2);
    await judgeAll(app, second, -4);
    expect(await decisionOn(candidates[0]?.id)).toBe('different');
  });

  it('do not see one another: the second is shown exactly what the first was', async () => {
    await probeWith(1);
    const shape = async (actor: Actor) => {
      const session = await takeAnalysed(app, actor);
      const judged = await judgePair(app, actor, session.pairs[0]?.id ?? '', judgementOf(3));
      return JSON.stringify([session, judged]).replaceAll(/[0-9a-f-]{36}/g, 'ID');
    };
    expect(await shape(second)).toBe(await shape(first));
  });

  it('who disagree bring it to the lead, who sees both after judging', async () => {
    const { candidates } = await probeWith(1);
    await judgeAll(app, first, 3);
    expect(await takeProbe(app, lead)).toEqual({ session: null });
    await judgeAll(app, second, -3);
    expect(await takeProbe(app, third)).toEqual({ session: null });
    const { id, pairs } = await takeAnalysed(app, lead);
    expect(JSON.stringify(await viewSession(app, lead, id))).not.toContain('others');
    await judgePair(app, lead, pairs[0]?.id ?? '', judgementOf(4));
    const facts = await viewFacts(app, lead, id);
    expect(facts.pairs[0]).toMatchObject({
      standing: 'same',
      others: [
        { round: 1, conclusion: 3 },
        { round: 2, conclusion: -3 },
      ],
    });
    for (const actor of [first, second])
      expect(JSON.stringify(facts)).not.toContain(actor.kind === 'account' ? actor.accountId : '');
    expect(await decisionOn(candidates[0]?.id)).toBe('same');
  });

  it('unable to compare goes to the lead as well', async () => {
    await probeWith(1);
    await judgeAll(app, first, null);
    await judgeAll(app, second, null);
    expect((await takeAnalysed(app, lead)).pairs).toHaveLength(1);
  });

  it('may be officer and lead where there is one officer', async () => {
    const small = (await makeAgency(app)).id;
    const officer = (await makeAccount(app, 'officer', small)).actor;
    const chief = (await makeAccount(app, 'lead', small)).actor;
    const { candidates } = await makeProbeFor(app, [await makeCaseWithCrop(app, small)]);
    await judgeAll(app, officer, 3);
    await judgeAll(app, chief, 3);
    expect(await decisionOn(candidates[0]?.id)).toBe('same');
    expect((await viewQueue(app, chief)).notes).toHaveLength(2);
    expect((await viewQueue(app, officer)).notes).toEqual([]);
  });

  it('at work at the same moment hold two rounds; a third waits until a lease ends', async () => {
    await probeWith(1);
    const taken = await Promise.all([takeProbe(app, first), takeProbe(app, second), takeProbe(app, third)]);
    expect(taken.filter(({ session }) => session !== null)).toHaveLength(2);
    const late = [first, second, third][taken.findIndex(({ session }) => session === null)] ?? third;
    expect(await takeProbe(app, late)).toEqual({ session: null });
    test.setClock({ seconds: 31 * 60 });
    expect((await takeProbe(app, late)).session).not.toBeNull();
  });

  it('a judgement after the lease counts while the round is free, and is refused when it is not', async () => {
    await probeWith(1);
    const slow = await takeAnalysed(app, first);
    const slower = await takeAnalysed(app, second);
    test.setClock({ seconds: 31 * 60 });
    await expect(openProbeCrop(app, first, slow.id)).rejects.toThrow('Your time with this probe has ended');
    await judgePair(app, first, slow.pairs[0]?.id ?? '', judgementOf(2));
    await judgeAll(app, third, 2);
    await expect(judgePair(app, second, slower.pairs[0]?.id ?? '', judgementOf(2))).rejects.toThrow(
      'needs no judgement any more',
    );
    expect(await takeProbe(app, second)).toEqual({ session: null });
  });

  it('judging at the same moment never make three rounds of two', async () => {
    const { candidates } = await probeWith(1);
    const sessions = [await takeAnalysed(app, first), await takeAnalysed(app, second)];
    test.setClock({ seconds: 31 * 60 });
    sessions.push(await takeAnalysed(app, third));
    const results = await Promise.allSettled(
      [first, second, third].map((actor, index) =>
        judgePair(app, actor, sessions[index]?.pairs[0]?.id ?? '', judgementOf(3)),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const rounds = await app.db
      .selectFrom('review')
      .select('round')
      .where('candidate_id', '=', candidates[0]?.id ?? '')
      .orderBy('round')
      .execute();
    expect(rounds).toEqual([{ round: 1 }, { round: 2 }]);
  });

  it('a probe that was given back goes to others at once', async () => {
    await probeWith(1);
    const { id } = await takeAnalysed(app, first);
    await takeAnalysed(app, second);
    await giveBack(app, first, id);
    expect((await takeProbe(app, third)).session).not.toBeNull();
  });
});

describe('a judgement', () => {
  it('is final; a correction is a remark beside it', async () => {
    await probeWith(1);
    const { id, pairs } = await takeAnalysed(app, first);
    const pairId = pairs[0]?.id ?? '';
    await expect(addRemark(app, first, pairId, 'Too early')).rejects.toMatchObject({ code: 'conflict' });
    await judgePair(app, first, pairId, judgementOf(3));
    await expect(judgePair(app, first, pairId, judgementOf(-3))).rejects.toThrow('You have judged this pair');
    await addRemark(app, first, pairId, 'The left ear does differ.');
    expect((await viewFacts(app, first, id)).pairs[0]).toMatchObject({
      conclusion: 3,
      words: 'Strong support for the same child',
      remarks: [{ text: 'The left ear does differ.' }],
    });
    await expect(app.db.updateTable('review').set({ conclusion: -3 }).execute()).rejects.toThrow('never changed');
  });

  it('is nobody else’s to give, see or remark on', async () => {
    await probeWith(1);
    const { id, pairs } = await takeAnalysed(app, first);
    const pairId = pairs[0]?.id ?? '';
    const stranger = (await makeAccount(app, 'officer', (await makeAgency(app)).id)).actor;
    for (const actor of [second, lead, stranger]) {
      await expect(viewSession(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(viewFacts(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(judgePair(app, actor, pairId, judgementOf(3))).rejects.toMatchObject({ code: 'not-found' });
      await expect(addRemark(app, actor, pairId, 'x')).rejects.toMatchObject({ code: 'not-found' });
      await expect(openProbeCrop(app, actor, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(openReferenceCrop(app, actor, pairId, 0)).rejects.toMatchObject({ code: 'not-found' });
    }
    for (const role of ['guardian', 'partner', 'admin', 'auditor'] as const) {
      const actor = (await makeAccount(app, role, role === 'partner' ? agencyId : null)).actor;
      await expect(takeProbe(app, actor)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(viewQueue(app, actor)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('lets the other candidates of an agreed face rest, until the match is refuted', async () => {
    const { candidates } = await probeWith(2);
    const [yes, other] = candidates;
    await app.db
      .updateTable('candidate')
      .set({ is_current: false })
      .where('id', '=', other?.id ?? '')
      .execute();
    await judgeAll(app, first, 3);
    await judgeAll(app, second, 3);
    await app.db
      .updateTable('candidate')
      .set({ is_current: true })
      .where('id', '=', other?.id ?? '')
      .execute();
    expect(await viewQueue(app, third)).toMatchObject({ waiting: 0 });
    await app.db
      .insertInto('match')
      .values({
        candidate_id: yes?.id ?? '',
        case_id: yes?.case_id ?? '',
        fact_kind: 'mark',
        fact: 'A scar on the chin',
        status: 'refuted',
        recorded_by: first.kind === 'account' ? first.accountId : '',
      })
      .execute();
    expect(await viewQueue(app, third)).toMatchObject({ waiting: 1 });
  });

  it('is not wanted of closed cases and spam', async () => {
    const { cases } = await probeWith(1);
    const session = await takeAnalysed(app, first);
    await app.db
      .updateTable('case_file')
      .set({ state: 'withdrawn' })
      .where('id', '=', cases[0]?.id ?? '')
      .execute();
    await expect(judgePair(app, first, session.pairs[0]?.id ?? '', judgementOf(3))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await viewQueue(app, second)).toMatchObject({ waiting: 0 });
  });
});

it('audits every step in one unbroken chain, and tells nobody’s conclusion', async () => {
  await probeWith(1);
  await judgeAll(app, first, 3);
  const { id } = await judgeAll(app, second, 3);
  await viewFacts(app, second, id);
  const rows = await app.db
    .selectFrom('audit_event')
    .select(['action', 'entity', 'details'])
    .where('agency_id', '=', agencyId)
    .orderBy('sequence')
    .execute();
  expect(rows.map(({ action }) => action)).toEqual([
    ...['review.take', 'review.analyse', 'review.judge'],
    ...['review.take', 'review.analyse', 'review.judge', 'review.decide', 'review.facts'],
  ]);
  const judged = rows.filter(({ action }) => action === 'review.judge');
  for (const row of judged) expect(row).toEqual({ action: 'review.judge', entity: 'review-pair', details: {} });
  expect((await verifyAudit(app.db, app.auditKey)).broken).toBeNull();
});
