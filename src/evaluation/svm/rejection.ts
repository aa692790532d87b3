import { stackRows } from '../../match/similarity.ts';
import { decisionValues } from './model.ts';
import { type Example, type SvmSettings, trainSvm } from './train.ts';

/** From which decision value on the classifier names anybody. */
export interface Rejection {
  /** Wanted share of strangers who are given somebody's name. */
  readonly fpir: number;
  /** A best decision value must be above it. */
  readonly threshold: number;
  /** Faces of left-out people that it was set on; fewer than 1/fpir cannot show so small a share. */
  readonly impostors: number;
}

/** People are left out in so many groups: each classifier then lacks a tenth of them. */
const GROUPS = 10;

/**
 * The threshold that refuses strangers, found by making strangers of the people known.
 *
 * Leave classes out in turn, train without them, and see how high their faces score: the multi-class SVM itself always
 * names somebody.
 *
 * @param fpir 0 … 1
 * @returns threshold −Infinity with fewer than three classes: nobody can be left out
 * @see W. Scheirer and others, «Toward open set recognition», IEEE TPAMI 35(7), 2013, for why a closed-set SVM needs one
 */
export function findRejection(
  examples: readonly Example[],
  classes: number,
  settings: SvmSettings,
  fpir: number,
): Rejection {
  const scores = strangerScores(examples, classes, settings).sort((first, second) => second - first);
  const allowed = Math.floor(fpir * scores.length + 1e-9);
  return { fpir, threshold: scores[allowed] ?? Number.NEGATIVE_INFINITY, impostors: scores.length };
}

/** The best decision value of each example under a classifier that does not know its class. */
function strangerScores(examples: readonly Example[], classes: number, settings: SvmSettings): Float64Array {
  if (classes < 3) return new Float64Array(0);
  const groups = Math.min(GROUPS, classes);
  const scores = Array.from({ length: groups }, (_, group) => {
    const isOut = ({ label }: Example) => label % groups === group;
    const known = examples.filter((example) => !isOut(example));
    const labels = [...new Set(known.map(({ label }) => label))];
    const relabelled = known.map(({ label, vector }) => ({ label: labels.indexOf(label), vector }));
    return bestScores(relabelled, labels.length, settings, examples.filter(isOut));
  });
  return Float64Array.from(scores.flat());
}

function bestScores(
  known: readonly Example[],
  classes: number,
  settings: SvmSettings,
  strangers: readonly Example[],
): number[] {
  const columns = known[0]?.vector.length ?? 0;
  const vectors = strangers.map(({ vector }) => vector);
  const values = decisionValues(trainSvm(known, classes, settings), stackRows(vectors, columns));
  return strangers.map((_, row) => Math.max(...values.subarray(row * classes, (row + 1) * classes)));
}
