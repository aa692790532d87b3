import { expect, test } from 'vitest';
import { openBackOff } from './back-off.ts';

test('pauses double up to a minute, and begin anew after it worked', () => {
  const backOff = openBackOff(() => 0.5);
  expect(Array.from({ length: 8 }, () => backOff.next() / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  backOff.reset();
  expect(backOff.next()).toBe(1000);
});

test('two cameras that were lost together do not come back at the same moment', () => {
  expect(openBackOff(() => 0).next()).toBe(750);
  expect(openBackOff(() => 1).next()).toBe(1250);
});
