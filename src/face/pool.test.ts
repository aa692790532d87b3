import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { Extraction } from './extraction.ts';
import { createPool, type Pool, type PoolWorker } from './pool.ts';
import { poolWorker } from './worker-thread.ts';

/**
 * A real thread in the place of the engine's: it does what the first byte of a job says.
 * 0 answer with the second byte as width, 1 refuse, 2 die, 3 never answer, 4 run without end, 5 answer after 50 ms.
 */
const THREAD = `
const { parentPort, threadId } = require('node:worker_threads');
const extraction = (width) => ({ kind: 'done', given: { photo: { width, height: threadId }, faces: [] } });
parentPort.on('message', (request) => {
  if (request.kind === 'close') return parentPort.close();
  const [what, width] = request.asks.bytes;
  if (what === 0) parentPort.postMessage(extraction(width));
  if (what === 1) parentPort.postMessage({ kind: 'refusal', code: 'invalid', message: 'This photo is damaged.' });
  if (what === 2) throw new Error('out of memory');
  if (what === 4) for (;;);
  if (what === 5) setTimeout(() => parentPort.postMessage(extraction(width)), 50);
});
parentPort.postMessage({ kind: 'ready' });`;

let pool: Pool | null = null;
afterEach(async () => {
  await pool?.close();
  pool = null;
});

async function open(
  options: { workers?: number; milliseconds?: number; start?: () => PoolWorker } = {},
): Promise<Pool> {
  const start = () => poolWorker(new Worker(THREAD, { eval: true }));
  pool = await createPool({ workers: 1, milliseconds: 20_000, start, ...options });
  return pool;
}

const run = (one: Pool, bytes: number[], signal?: AbortSignal): Promise<Extraction> =>
  one.run({ kind: 'extract', asks: { bytes: Uint8Array.from(bytes), options: {} } }, signal);

describe('a pool', () => {
  it('answers every job with its own answer, more jobs than workers', async () => {
    const two = await open({ workers: 2 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => run(two, [index % 3 === 0 ? 5 : 0, index])),
    );
    expect(answers.map(({ photo }) => photo.width)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(new Set(answers.map(({ photo }) => photo.height)).size).toBe(2);
  });

  it('leaves the bytes of a job as they are', async () => {
    const bytes = Uint8Array.of(0, 9);
    await (await open()).run({ kind: 'extract', asks: { bytes, options: {} } });
    expect([...bytes]).toEqual([0, 9]);
  });

  it('hands on what a worker refuses, with its code, and goes on', async () => {
    const one = await open();
    await expect(run(one, [1])).rejects.toMatchObject({ code: 'invalid', message: 'This photo is damaged.' });
    expect((await run(one, [0, 3])).photo.width).toBe(3);
  });

  it('refuses the photo on which a worker dies, replaces the worker and does the others', async () => {
    const one = await open();
    const [dead, next] = await Promise.allSettled([run(one, [2]), run(one, [0, 4])]);
    expect(dead).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(String(dead.status === 'rejected' && dead.reason)).toContain('out of memory');
    expect(next).toMatchObject({ status: 'fulfilled', value: { photo: { width: 4 } } });
  });

  it.each([
    ['never answers', 3],
    ['runs without end', 4],
  ])('refuses a photo on which a worker %s, and does the others', async (_, what) => {
    const one = await open({ milliseconds: 200 });
    const [slow, next] = await Promise.allSettled([run(one, [what]), run(one, [0, 5])]);
    expect(slow).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(String(slow.status === 'rejected' && slow.reason)).toContain('took longer than');
    expect(next).toMatchObject({ status: 'fulfilled', value: { photo: { width: 5 } } });
  });

  it('gives up a job that is called off, before it is begun and while it is done', async () => {
    const one = await open();
    const caller = new AbortController();
    const [atHand, waiting, other] = [
      run(one, [5, 1], caller.signal),
      run(one, [0, 2], caller.signal),
      run(one, [0, 3]),
    ];
    caller.abort(new Error('enough'));
    await expect(atHand).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    expect((await other).photo.width).toBe(3);
    await expect(run(one, [0], caller.signal)).rejects.toThrow('enough');
  });

  it('listens to a signal no longer than to its job', async () => {
    const one = await open();
    const { signal } = new AbortController();
    let listeners = 0;
    const counted: AbortSignal = Object.assign(signal, {
      addEventListener: () => listeners++,
      removeEventListener: () => listeners--,
    });
    for (let job = 0; job < 5; job++) await run(one, [0, job], counted);
    expect(listeners).toBe(0);
  });

  it('refuses what waits and what is at hand when it is closed, and everything after', async () => {
    const one = await open();
    const jobs = [run(one, [4]), run(one, [0, 1])];
    const settled = Promise.allSettled(jobs);
    await one.close();
    for (const job of await settled)
      expect(job).toMatchObject({
        status: 'rejected',
        reason: { code: 'unavailable', message: expect.stringMatching(/closed/) },
      });
    await expect(run(one, [0])).rejects.toThrow('closed');
  });

  it('does not open when a worker cannot start, and says why', async () => {
    const start = () => poolWorker(new Worker("throw new Error('no such network')", { eval: true }));
    await expect(open({ workers: 2, start })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/cannot start: no such network/),
    });
  });

  it('is over, rather than starting workers without end, when a replacement cannot start', async () => {
    let started = 0;
    const one = await open({
      start: () => {
        started++;
        return poolWorker(new Worker(started === 1 ? THREAD : "throw new Error('disk full')", { eval: true }));
      },
    });
    const [dead, next] = await Promise.allSettled([run(one, [2]), run(one, [0, 1])]);
    expect(dead.status).toBe('rejected');
    expect(String(next.status === 'rejected' && next.reason)).toContain('disk full');
    await expect(run(one, [0])).rejects.toThrow('disk full');
    expect(started).toBe(2);
  });
});
