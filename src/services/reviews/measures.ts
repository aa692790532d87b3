import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { listReviewers, listReviewMeasures } from '../../db/reviews.ts';
import type { Platform } from '../../platform.ts';
import { Conclusion } from './conclusion.ts';
import { requireReviewer } from './reviewer.ts';
import { sensitivityOf } from './sensitivity.ts';

export const SensitivityView = z.object({
  controls: z.number().int(),
  falseAlarms: z.number().int(),
  mates: z.number().int(),
  hits: z.number().int(),
  unable: z.number().int(),
  dPrime: z.number().nullable(),
  caution: z.string().nullable(),
});

export const ReviewerMeasures = z.object({
  reviewer: z.object({ id: z.uuid(), name: z.string(), role: z.string() }),
  sensitivity: SensitivityView,
});
export type ReviewerMeasures = z.output<typeof ReviewerMeasures>;

/** How this person tells children apart, as far as it is known. */
export async function viewOwnSensitivity(app: Platform, actor: Actor): Promise<z.output<typeof SensitivityView>> {
  const { accountId } = requireReviewer(actor);
  return sensitivityOf(await readMeasures(app, [accountId]));
}

/** The same for everybody who reviews in the agency, for its lead: to train and to relieve, not to rank people. */
export async function listSensitivities(app: Platform, actor: Actor): Promise<ReviewerMeasures[]> {
  const { agencyId } = requireReviewer(actor, 'review.measure');
  const reviewers = await listReviewers(app.db, agencyId);
  const measures = await readMeasures(
    app,
    reviewers.map(({ id }) => id),
  );
  return reviewers.map((reviewer) => ({
    reviewer,
    sensitivity: sensitivityOf(measures.filter(({ reviewerId }) => reviewerId === reviewer.id)),
  }));
}

async function readMeasures({ db }: Platform, reviewerIds: readonly string[]) {
  const rows = await listReviewMeasures(db, reviewerIds);
  return rows.map(({ source, conclusion, reviewerId }) => ({
    reviewerId,
    source: z.enum(['control', 'consensus']).parse(source),
    conclusion: Conclusion.parse(conclusion),
  }));
}
