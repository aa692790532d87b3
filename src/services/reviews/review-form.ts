import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { COMPONENTS, FINDINGS } from './checklist.ts';
import { CONCLUSIONS, Conclusion, wordsFor } from './conclusion.ts';
import { requireReviewer } from './reviewer.ts';

export const ReviewForm = z.object({
  components: z.array(z.object({ id: z.string(), growth: z.enum(['lasting', 'slow', 'growing']), look: z.string() })),
  findings: z.array(z.enum(FINDINGS)),
  conclusions: z.array(z.object({ value: Conclusion, words: z.string() })),
});
export type ReviewForm = z.output<typeof ReviewForm>;

/** What a judgement consists of, for whoever draws the form. */
export function reviewForm(actor: Actor): ReviewForm {
  requireReviewer(actor);
  return {
    components: [...COMPONENTS],
    findings: [...FINDINGS],
    conclusions: CONCLUSIONS.map((value) => ({ value, words: wordsFor(value) })),
  };
}
