import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/actor.ts';
import { judgementOf } from '../../testing/checklist.ts';
import { makeAccount, makeAgency } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { judgeAll, makeCaseWithCrop, makeProbeFor, makeProbeWith, takeAnalysed } from '../../testing/reviews.ts';
import { viewFacts } from './facts.ts';
import { openProbeCrop } from './images.ts';
import { judgePair } from './judge.ts';
import { takeProbe, viewQueue } from './queue.ts';
import { giveBack, viewSession } from './sessions.ts';

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

async function decisionOn(candidateId: string | undefined) {
  const row = await app.db
    .selectFrom('decision')
    .select('outcome')
    .where('candidate_id', '=', candidateId ?? '')
    .executeTakeFirst();
  return row?.outcome ?? null;
}

describe('two reviewers', () => {
  it('decide when they agree, and neither is the other', async () => {
    const { candidates } = await makeProbeWith(app, agencyId, 1);
    await judgeAll(app, first, 3);
    expect(await takeProbe(app, first)).toEqual({ session: null });
    expect(await decisionOn(candidates[0]?.id)).toBeNull();
    await judgeAll(app, second, 2);
    expect(await decisionOn(candidates[0]?.id)).toBe('same');
    expect(await takeProbe(app, third)).toEqual({ session: null });
  });

  it('reject a pair together', async () => {
    const { candidates } = await makeProbeWith(app, agencyId, 1);
    await judgeAll(app, first, -2);
    await judgeAll(app, second, -4);
    expect(await decisionOn(candidates[0]?.id)).toBe('different');
  });

  it('do not see one another: the second is shown exactly what the first was', async () => {
    await makeProbeWith(app, agencyId, 1);
    const shape = async (actor: Actor) => {
      const session = await takeAnalysed(app, actor);
      const judged = await judgePair(app, actor, session.pairs[0]?.id ?? '', judgementOf(3));
      return JSON.stringify([session, judged]).replaceAll(/[0-9a-f-]{36}/g, 'ID');
    };
    expect(await shape(second)).toBe(await shape(first));
  });

  it('who disagree bring it to the lead, who sees both after judging', async () => {
    const { candidates } = await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 1);
    const taken = await Promise.all([takeProbe(app, first), takeProbe(app, second), takeProbe(app, third)]);
    expect(taken.filter(({ session }) => session !== null)).toHaveLength(2);
    const late = [first, second, third][taken.findIndex(({ session }) => session === null)] ?? third;
    expect(await takeProbe(app, late)).toEqual({ session: null });
    test.setClock({ seconds: 31 * 60 });
    expect((await takeProbe(app, late)).session).not.toBeNull();
  });

  it('a judgement after the lease counts while the round is free, and is refused when it is not', async () => {
    await makeProbeWith(app, agencyId, 1);
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
    const { candidates } = await makeProbeWith(app, agencyId, 1);
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
    await makeProbeWith(app, agencyId, 1);
    const { id } = await takeAnalysed(app, first);
    await takeAnalysed(app, second);
    await giveBack(app, first, id);
    expect((await takeProbe(app, third)).session).not.toBeNull();
  });
});
