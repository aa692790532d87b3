import { expect, it } from 'vitest';
import { once, onceEach } from './once.ts';

it('makes a thing when it is asked for, and never again', () => {
  let made = 0;
  const thing = once(() => ++made);
  expect(made).toBe(0);
  expect([thing(), thing(), made]).toEqual([1, 1, 1]);
});

it('makes anew what could not be made', () => {
  const answers = [undefined, 'here'];
  const thing = once(() => {
    const answer = answers.shift();
    if (!answer) throw new Error('not yet');
    return answer;
  });
  expect(thing).toThrow('not yet');
  expect([thing(), thing()]).toEqual(['here', 'here']);
});

it('makes one for each: equal objects are one', () => {
  const made: unknown[] = [];
  const thing = onceEach((asked: string | { readonly a: number }) => made.push(asked));
  expect([thing('x'), thing('y'), thing('x'), thing({ a: 1 }), thing({ a: 1 })]).toEqual([1, 2, 1, 3, 3]);
  expect(made).toEqual(['x', 'y', { a: 1 }]);
});

it('keeps no more than it may', () => {
  const made: number[] = [];
  const thing = onceEach((asked: number) => made.push(asked), 2);
  for (const asked of [1, 2, 1, 3, 2, 1]) thing(asked);
  expect(made).toEqual([1, 2, 3, 1]);
});
