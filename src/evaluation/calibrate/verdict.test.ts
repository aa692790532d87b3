import { expect, it } from 'vitest';
import { judge } from './verdict.ts';

const nothing = { value: 0, interval: [-0.1, 0.1] as [number, number] };
const none = { rank1: nothing, fnir1: nothing, fnir10: nothing, cllr: nothing };
const down = { value: -0.1, interval: [-0.2, -0.01] as [number, number] };
const up = { value: 0.1, interval: [0.01, 0.2] as [number, number] };
const undefinedHere = { value: null, interval: null };

it('needs the whole interval of the FNIR at FPIR 10 % on the good side', () => {
  expect(judge(none).better).toBe(false);
  expect(judge({ ...none, fnir10: down }).better).toBe(true);
  expect(judge({ ...none, fnir10: up }).better).toBe(false);
});

it('does not take a lower Cllr or FNIR elsewhere for better', () => {
  expect(judge({ ...none, fnir1: down, cllr: down }).better).toBe(false);
});

it('is not better when rank 1 is worse', () => {
  expect(judge({ ...none, rank1: down, fnir10: down })).toMatchObject({ better: false });
});

it('lets rank 1 decide where too few strangers define the FNIR', () => {
  expect(judge({ ...none, rank1: up, fnir10: undefinedHere }).better).toBe(true);
  expect(judge({ ...none, fnir10: undefinedHere }).better).toBe(false);
});
