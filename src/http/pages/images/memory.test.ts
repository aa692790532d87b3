import { expect, it } from 'vitest';
import { openMemory } from './memory.ts';

it('makes a thing once, until its time is over', async () => {
  let now = 0;
  let made = 0;
  const memory = openMemory<number>(2, () => now);
  const ask = (key: string) => memory.of(key, now + 10, async () => ++made);
  expect([await ask('a'), await ask('a')]).toEqual([1, 1]);
  now = 10;
  expect(await ask('a')).toBe(2);
});

it('keeps no more than it may, and forgets what was asked for longest ago', async () => {
  const made: string[] = [];
  const memory = openMemory<string>(2, () => 0);
  const ask = (key: string) =>
    memory.of(key, 10, async () => {
      made.push(key);
      return key;
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('does not remember what failed', async () => {
  const memory = openMemory<string>(2, () => 0);
  await expect(memory.of('a', 10, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(await memory.of('a', 10, async () => 'here')).toBe('here');
});
