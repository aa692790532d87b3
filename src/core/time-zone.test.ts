import { expect, it } from 'vitest';
import { isTimeZone } from './time-zone.ts';

it('knows the zones there are', () => {
  expect(['Asia/Kolkata', 'UTC', 'Mars/Olympus', '', '../etc'].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
