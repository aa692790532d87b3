import { z } from 'zod';
import type { Checklist } from './checklist.ts';

/** A reviewer's conclusion about two faces: −4 … +4; null when the pictures do not allow a comparison. */
export const Conclusion = z.union([z.literal([-4, -3, -2, -1, 0, 1, 2, 3, 4]), z.null()]);
export type Conclusion = z.output<typeof Conclusion>;

/**
 * From here on a conclusion counts as «same» (and from −2 on as «different»): moderate support. «Limited support» is
 * too little to act on, and two people who say only that agree on not knowing.
 */
const AGREES_FROM = 2;

/** What a conclusion comes to when it meets another. */
export type Side = 'same' | 'different' | 'undecided' | 'unable';

export function sideOf(conclusion: Conclusion): Side {
  if (conclusion === null) return 'unable';
  if (conclusion >= AGREES_FROM) return 'same';
  return conclusion <= -AGREES_FROM ? 'different' : 'undecided';
}

const DEGREES = ['No support', 'Limited support', 'Moderate support', 'Strong support', 'Very strong support'] as const;

/**
 * A conclusion in words, after the verbal scale of likelihood ratios of ENFSI's guideline for evaluative reporting.
 * No number stands behind a person's conclusion, so none is shown.
 */
export function wordsFor(conclusion: Conclusion): string {
  if (conclusion === null) return 'Unable to compare';
  const degree = DEGREES[Math.abs(conclusion)] ?? DEGREES[0];
  if (conclusion === 0) return `${degree} either way`;
  return `${degree} for ${conclusion > 0 ? 'the same child' : 'different children'}`;
}

/** The scale from very strong support for different children to the same child, then «unable to compare». */
export const CONCLUSIONS: readonly Conclusion[] = [-4, -3, -2, -1, 0, 1, 2, 3, 4, null];

/**
 * What in a checklist forbids a conclusion, as a sentence for the reviewer; null when nothing does.
 *
 * One difference that nothing explains weighs more than many similarities: strangers are alike in most parts.
 */
export function objectionTo(conclusion: Conclusion, checklist: Checklist): string | null {
  const has = (finding: string) => checklist.some((entry) => entry.finding === finding);
  switch (sideOf(conclusion)) {
    case 'same':
      if (has('different-unexplained'))
        return 'A difference that nothing explains stands against «the same child». Explain it, or choose less support.';
      return has('similar') ? null : 'Name at least one part that is similar, or choose «unable to compare».';
    case 'different':
      return has('different-unexplained')
        ? null
        : 'Name at least one difference that nothing explains, or choose less support.';
    default:
      return null;
  }
}
