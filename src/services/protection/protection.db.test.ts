import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC } from '../../core/actor.ts';
import { deleteExpiredCounts } from '../../db/protection.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { countRequest } from './limits.ts';
import { checkProof, newChallenge, spendProof } from './proof-of-work.ts';
import { networkOf, sourceOf } from './sources.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
});
afterEach(() => test.close());

const LIMIT = { name: 'test', requests: 3, seconds: 600 };

describe('a limit', () => {
  it('lets so many through in a time, each name and sender for itself', async () => {
    const { app } = test;
    const counts = await Promise.all(Array.from({ length: 3 }, () => countRequest(app, 'a', LIMIT)));
    expect(counts.sort()).toEqual([1, 2, 3]);
    await expect(countRequest(app, 'a', LIMIT)).rejects.toMatchObject({
      code: 'too-many',
      message: 'Too many requests from you or your network. Try again in 10 minutes.',
    });
    expect(await countRequest(app, 'b', LIMIT)).toBe(1);
    expect(await countRequest(app, 'a', { ...LIMIT, name: 'other' })).toBe(1);
    test.setClock({ seconds: 600 });
    expect(await countRequest(app, 'a', LIMIT)).toBe(1);
  });

  it('keeps nobody’s name, and nothing for longer than it takes', async () => {
    const { app } = test;
    await countRequest(app, '192.0.2.0/24', LIMIT);
    const rows = await app.db.selectFrom('request_count').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.key).toHaveLength(32);
    test.setClock({ seconds: 601 });
    await deleteExpiredCounts(app.db, app.clock());
    expect(await app.db.selectFrom('request_count').selectAll().execute()).toEqual([]);
  });
});

describe('a source', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1234:56ff:1:2:3:4', '2001:db8:1234:5600::/56'],
    ['somewhere', 'somewhere'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for a day, for a network or a person', () => {
    const { app } = test;
    const first = sourceOf(app, PUBLIC, '192.0.2.1');
    expect(sourceOf(app, PUBLIC, '192.0.2.200')).toEqual(first);
    expect(sourceOf(app, PUBLIC, '192.0.3.1')).not.toEqual(first);
    const officer = { kind: 'account', accountId: 'x', role: 'officer', agencyId: 'y' } as const;
    expect(sourceOf(app, officer, '192.0.2.1')).toEqual(sourceOf(app, officer, '198.51.100.1'));
    test.setClock({ seconds: 86_400 });
    expect(sourceOf(app, PUBLIC, '192.0.2.1')).not.toEqual(first);
  });
});

describe('the proof of work', () => {
  async function solved() {
    const challenge = await newChallenge(test.app, '192.0.2.0/24');
    const solution = await solveChallenge({ challenge, deriveKey });
    if (!solution) throw new RangeError('not solved');
    return { challenge, solution };
  }
  const payloadOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64');

  it('counts once', async () => {
    const { app } = test;
    const payload = payloadOf(await solved());
    const proof = await checkProof(app, payload);
    await spendProof(app.db, proof);
    await expect(spendProof(app.db, await checkProof(app, payload))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused when too old, changed, easier than asked for, or no proof at all', async () => {
    const { app } = test;
    const { challenge, solution } = await solved();
    const easier = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '00' } };
    const later = { ...challenge, parameters: { ...challenge.parameters, data: { validUntil: 2e9 } } };
    const unsigned = { parameters: challenge.parameters };
    const hostile = [
      payloadOf({ challenge, solution: { ...solution, derivedKey: 'ff'.repeat(32) } }),
      payloadOf({ challenge: easier, solution }),
      payloadOf({ challenge: later, solution }),
      payloadOf({ challenge: unsigned, solution }),
      payloadOf({ challenge, solution: null }),
      payloadOf('x'.repeat(10_000)),
      payloadOf(null),
      '{}',
      '',
      '\0',
    ];
    for (const payload of hostile) await expect(checkProof(app, payload)).rejects.toMatchObject({ code: 'invalid' });
    test.setClock({ seconds: 3601 });
    await expect(checkProof(app, payloadOf({ challenge, solution }))).rejects.toMatchObject({ code: 'invalid' });
  });

  it('costs more for who asks for many', async () => {
    const { app } = test;
    const steps = async (network: string) => {
      const challenge = await newChallenge(app, network);
      return (await solveChallenge({ challenge, deriveKey }))?.counter ?? 0;
    };
    expect(await steps('a')).toBeLessThan(300);
    for (let asked = 0; asked < 29; asked++) await newChallenge(app, 'a');
    expect(await steps('a')).toBeGreaterThanOrEqual(600);
    expect(await steps('b')).toBeLessThan(300);
  });
});
