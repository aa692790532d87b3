import { type LikelihoodMap, likelihoodOf } from '../../match/likelihood.ts';
import type { ScoringOptions, SearchResult } from '../../match/types.ts';

/** A calibration file that holds for the installed models. */
export interface GivenCalibration {
  readonly options: ScoringOptions;
  readonly likelihood: LikelihoodMap;
  /** People enrolled where the likelihood map was fitted. */
  readonly gallerySize: number;
  readonly people: number;
  /** Day on which it was made, as YYYY-MM-DD. */
  readonly madeOn: string;
}

/** Scores shift with the size of the gallery: farther than this factor away, the map is not told. */
const SIZE_FACTOR = 2;

/** What the calibration makes of the first candidate, in a sentence for people; none without a candidate. */
export function likelihoodNote(
  { likelihood, gallerySize, people, madeOn }: GivenCalibration,
  { candidates, gallerySize: size }: SearchResult,
): string[] {
  const [first] = candidates;
  if (!first) return [];
  if (size > gallerySize * SIZE_FACTOR || size < gallerySize / SIZE_FACTOR)
    return [
      `The calibration of ${madeOn} was made with galleries of about ${gallerySize}: it does not say what a score means among ${size}.`,
    ];
  return [
    `By the calibration of ${madeOn} (${people} people), a score like the first candidate’s comes ${timesInWords(likelihoodOf(likelihood, first.score))} of two photos of one person as of two unrelated people. How likely it is the same child also depends on who else it could be.`,
  ];
}

/** One significant digit: more would pretend. @param log10 decimal logarithm of a ratio */
function timesInWords(log10: number): string {
  const times = Number((10 ** Math.abs(log10)).toPrecision(1));
  if (times === 1) return 'about as often';
  return log10 > 0 ? `about ${times} times as often` : `about ${times} times less often`;
}
