import type { Machine } from './model.ts';

/** A support vector as libsvm writes it: its row in the training data and its coefficient in each duel of its class. */
interface SupportVector {
  readonly row: number;
  readonly coefficients: readonly number[];
}

/**
 * The machines in the text of a libsvm model that was trained on a precomputed kernel: one for each two classes.
 *
 * libsvm keeps one coefficient a support vector and opponent; those of zero are left out here.
 *
 * @throws RangeError for a text that is not such a model
 * @see C.-C. Chang, C.-J. Lin, «LIBSVM: a library for support vector machines», ACM TIST 2(27), 2011; the file format
 *   is that of its `svm_save_model`
 */
export function parseLibsvm(text: string): Machine[] {
  const [head = '', body] = text.split('\nSV\n');
  if (body === undefined) throw new RangeError('this is not the text of a libsvm model');
  const labels = header(head, 'label');
  const offsets = header(head, 'rho');
  const vectors = body.trim().split('\n').map(parseVector);
  const groups = grouped(vectors, header(head, 'nr_sv'));
  const machines: Machine[] = [];
  for (let first = 0; first < labels.length; first++)
    for (let second = first + 1; second < labels.length; second++) {
      const winners = duel(groups[first] ?? [], second - 1);
      const losers = duel(groups[second] ?? [], first);
      machines.push({
        winner: labels[first] ?? 0,
        loser: labels[second] ?? 0,
        support: Int32Array.from([...winners, ...losers], ({ row }) => row),
        coefficients: Float64Array.from([...winners, ...losers], ({ coefficient }) => coefficient),
        offset: offsets[machines.length] ?? 0,
      });
    }
  return machines;
}

/** The numbers behind a word of the header. */
function header(head: string, word: string): number[] {
  const line = head.split('\n').find((each) => each.startsWith(`${word} `));
  if (!line) throw new RangeError(`the libsvm model has no «${word}»`);
  return line.slice(word.length).trim().split(' ').map(Number);
}

/** «0.5 -0.25 0:7» is the seventh sample with coefficients 0.5 and −0.25. */
function parseVector(line: string): SupportVector {
  const words = line.trim().split(' ');
  const row = Number(words.pop()?.replace('0:', '')) - 1;
  return { row, coefficients: words.map(Number) };
}

/** The support vectors of each class; libsvm writes them class by class. */
function grouped(vectors: readonly SupportVector[], counts: readonly number[]): SupportVector[][] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return vectors.slice(start - count, start);
  });
}

function duel(group: readonly SupportVector[], opponent: number): { row: number; coefficient: number }[] {
  return group
    .map(({ row, coefficients }) => ({ row, coefficient: coefficients[opponent] ?? 0 }))
    .filter(({ coefficient }) => coefficient !== 0);
}
