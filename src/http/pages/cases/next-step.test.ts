import { expect, it } from 'vitest';
import { nextStep } from './next-step.ts';

const officer = { id: '1', name: 'Officer' };

it.each([
  [{ state: 'draft', officer: null, missing: ['name'] }, false, 0, '/take-over'],
  [{ state: 'draft', officer, missing: ['name'] }, false, 0, '/edit'],
  [{ state: 'draft', officer, missing: [] }, true, 0, '/open'],
  [{ state: 'open', officer, missing: [] }, false, 3, '/photos'],
  [{ state: 'open', officer, missing: [] }, true, 3, '/candidates'],
  [{ state: 'open', officer, missing: [] }, true, 0, undefined],
  [{ state: 'resolved', officer, missing: [] }, false, 0, '/documents'],
] as const)('of %j comes next', (file, hasFace, waiting, path) => {
  expect(nextStep({ file: { ...file, missing: [...file.missing] }, hasFace, waiting }).path).toBe(path);
});
