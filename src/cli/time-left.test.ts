import { expect, it } from 'vitest';
import { openPace, timeLeft } from './time-left.ts';

it('rounds up, coarser the longer it takes', () => {
  const [second, minute, hour] = [1000, 60_000, 3_600_000];
  expect([1, 11, 60, 61].map((count) => timeLeft(count * second))).toEqual([
    ...['10 s left', '20 s left', '60 s left', '2 min left'],
  ]);
  expect([11.2, 89, 90, 118].map((count) => timeLeft(count * minute))).toEqual([
    ...['12 min left', '89 min left', '1 h 30 min left', '2 h left'],
  ]);
  expect(timeLeft(5 * hour)).toBe('5 h left');
});

it('says nothing before it knows, and nothing at the end', () => {
  let now = 0;
  const pace = openPace(() => now);
  now = 1000;
  expect(pace(1, 100)).toBeNull();
  now = 10_000;
  expect(pace(10, 100)).toBe('2 min left'); // nine photos in nine seconds
  now = 20_000;
  expect(pace(100, 100)).toBeNull();
});

it('forgets photos that were in the cache', () => {
  let now = 0;
  const pace = openPace(() => now);
  pace(5000, 10_000); // all at once
  let said: string | null = null;
  for (let done = 5001; done <= 5100; done++) {
    now += 1000;
    said = pace(done, 10_000);
  }
  expect(said).toBe('82 min left'); // 4,900 photos at one a second
});
