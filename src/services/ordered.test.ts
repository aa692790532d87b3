import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inOrder } from './ordered.ts';

const never = new AbortController().signal;

it('gives results in order, with no more than the limit in work', async () => {
  let running = 0;
  let most = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++running);
    await wait(item % 3 === 0 ? 8 : 1);
    running--;
    return item * 10;
  };
  const results: number[] = [];
  for await (const result of inOrder([...Array(20).keys()], 4, never, work)) results.push(result);
  expect(results).toEqual([...Array(20).keys()].map((item) => item * 10));
  expect(most).toBe(4);
});

it('throws a failure in its turn, after the results before it', async () => {
  const seen: number[] = [];
  const run = async () => {
    for await (const item of inOrder([1, 2, 3, 4], 4, never, async (n) =>
      n === 3 ? Promise.reject(new Error('no')) : n,
    ))
      seen.push(item);
  };
  await expect(run()).rejects.toThrow('no');
  expect(seen).toEqual([1, 2]);
});

it('finishes what is at hand when it is stopped, and starts nothing more', async () => {
  const stop = new AbortController();
  const started: number[] = [];
  const finished: number[] = [];
  const work = async (item: number) => {
    started.push(item);
    await wait(5);
    finished.push(item);
    return item;
  };
  const run = async () => {
    for await (const item of inOrder([1, 2, 3, 4, 5, 6], 2, stop.signal, work))
      if (item === 2) stop.abort(new Error('enough'));
  };
  await expect(run()).rejects.toThrow('enough');
  expect(finished).toEqual(started);
  expect(started.length).toBeLessThan(6);
});

it('waits for what is at hand when the reader leaves', async () => {
  const finished: number[] = [];
  for await (const _ of inOrder([1, 2, 3], 3, never, async (item) => {
    await wait(item);
    finished.push(item);
  }))
    break;
  expect(finished.sort()).toEqual([1, 2, 3]);
});
