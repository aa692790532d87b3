import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { verifyAudit } from '../../db/audit.ts';
import { judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { ANALYSIS, judgeAll, makeProbeWith, takeAnalysed } from '../../testing/reviews.ts';
import { viewFacts } from './facts.ts';
import { openProbeCrop, openReferenceCrop } from './images.ts';
import { addRemark, judgePair } from './judge.ts';
import { takeProbe, viewQueue } from './queue.ts';
import { analyseProbe, viewSession } from './sessions.ts';

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

describe('the order of work', () => {
  it('is probe first, then pairs, then facts', async () => {
    await makeProbeWith(app, agencyId, 2);
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
    await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 23);
    expect((await judgeAll(app, first, -3)).pairs).toHaveLength(20);
    expect((await takeAnalysed(app, first)).pairs).toHaveLength(3);
  });

  it('gives the most urgent probe first', async () => {
    const weak = await makeProbeWith(app, agencyId, 1);
    const strong = await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 12);
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

describe('a judgement', () => {
  it('is final; a correction is a remark beside it', async () => {
    await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 1);
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
    const { candidates } = await makeProbeWith(app, agencyId, 2);
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
    const { cases } = await makeProbeWith(app, agencyId, 1);
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
  await makeProbeWith(app, agencyId, 1);
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
