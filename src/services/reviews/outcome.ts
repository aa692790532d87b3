import { type Conclusion, sideOf } from './conclusion.ts';

/** Where a candidate stands with the people who review it. */
export type Standing = 'pending' | 'second-review-wanted' | 'disagreement' | Outcome;

/** What was decided; final. */
export type Outcome = 'same' | 'different' | 'unsure';

/**
 * Where a candidate stands after its reviews, in the order of the rounds.
 *
 * Two reviewers who are on one side decide; two who both see too little support for either side leave it open. All else,
 * also «unable to compare», goes to the lead, whose judgement counts when one of the two was on the same side: nobody
 * decides alone.
 *
 * @throws RangeError for more than three, or a third after two who agreed
 */
export function standingOf(conclusions: readonly Conclusion[]): Standing {
  const [first, second, third, ...more] = conclusions.map(sideOf);
  if (more.length > 0) throw new RangeError(`${conclusions.length} reviews of one candidate`);
  if (!first) return 'pending';
  if (!second) return 'second-review-wanted';
  const agreed = first === second && first !== 'unable';
  if (!third) return agreed ? outcomeOf(first) : 'disagreement';
  if (agreed) throw new RangeError('a third review of a candidate that two people agreed on');
  return third === first || third === second ? outcomeOf(third) : 'unsure';
}

export function isOutcome(standing: Standing): standing is Outcome {
  return standing === 'same' || standing === 'different' || standing === 'unsure';
}

function outcomeOf(side: ReturnType<typeof sideOf>): Outcome {
  return side === 'same' || side === 'different' ? side : 'unsure';
}

/** One reviewer against one candidate: may this person judge it now? */
export interface Place {
  /** Reviews that were given, by others. */
  readonly reviews: number;
  /** Others who hold it at this moment and have not judged it. */
  readonly held: number;
  readonly isLead: boolean;
}

/** Whether there is a round left for a reviewer. The third, after a disagreement, is a lead's. */
export function hasPlace({ reviews, held, isLead }: Place): boolean {
  if (reviews < 2) return reviews + held < 2;
  return reviews === 2 && held === 0 && isLead;
}
