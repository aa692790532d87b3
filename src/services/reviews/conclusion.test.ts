import { describe, expect, it } from 'vitest';
import { checklistOf } from '../../testing/checklist.ts';
import { CONCLUSIONS, Conclusion, objectionTo, sideOf, wordsFor } from './conclusion.ts';

describe('the scale', () => {
  it.each([
    [-4, 'Very strong support for different children', 'different'],
    [-3, 'Strong support for different children', 'different'],
    [-2, 'Moderate support for different children', 'different'],
    [-1, 'Limited support for different children', 'undecided'],
    [0, 'No support either way', 'undecided'],
    [1, 'Limited support for the same child', 'undecided'],
    [2, 'Moderate support for the same child', 'same'],
    [3, 'Strong support for the same child', 'same'],
    [4, 'Very strong support for the same child', 'same'],
    [null, 'Unable to compare', 'unable'],
  ] as const)('%s: %s, %s', (conclusion, words, side) => {
    expect(wordsFor(conclusion)).toBe(words);
    expect(sideOf(conclusion)).toBe(side);
    expect(Conclusion.parse(conclusion)).toBe(conclusion);
  });

  it('has ten steps, none of them a number for people', () => {
    expect(CONCLUSIONS).toHaveLength(10);
    for (const conclusion of CONCLUSIONS) expect(wordsFor(conclusion)).not.toMatch(/[\d%]/);
  });

  it.each([5, -5, 0.5, '3', undefined])('%s is no conclusion', (conclusion) => {
    expect(Conclusion.safeParse(conclusion).success).toBe(false);
  });
});

describe('objectionTo', () => {
  const alike = checklistOf({ ears: 'similar', nose: 'different-explained' });
  const unlike = checklistOf({ ears: 'different-unexplained', nose: 'similar' });
  const nothing = checklistOf();

  it.each([2, 3, 4] as const)('%s needs something similar and nothing unexplained', (conclusion) => {
    expect(objectionTo(conclusion, alike)).toBeNull();
    expect(objectionTo(conclusion, unlike)).toContain('A difference that nothing explains');
    expect(objectionTo(conclusion, nothing)).toContain('at least one part that is similar');
  });

  it.each([-2, -3, -4] as const)('%s needs a difference that nothing explains', (conclusion) => {
    expect(objectionTo(conclusion, unlike)).toBeNull();
    expect(objectionTo(conclusion, alike)).toContain('at least one difference');
    expect(objectionTo(conclusion, nothing)).toContain('at least one difference');
  });

  it.each([-1, 0, 1, null] as const)('%s goes with every checklist', (conclusion) => {
    for (const checklist of [alike, unlike, nothing]) expect(objectionTo(conclusion, checklist)).toBeNull();
  });
});
