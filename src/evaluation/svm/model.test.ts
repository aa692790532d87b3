import SVM from 'libsvm-js/asm.js';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../core/vector.ts';
import { stackRows } from '../../match/similarity.ts';
import { seededRandom } from '../random.ts';
import { parseLibsvm } from './libsvm-text.ts';
import { decisionsOf, decisionValues, kernelMatrix } from './model.ts';
import { type Example, PAPER_SVM, REST_SVM, type SvmSettings, trainSvm } from './train.ts';

const at = (label: number, ...vector: number[]): Example => ({ label, vector: Float32Array.from(vector) });
const vector = (...values: number[]) => Float32Array.from(values);

/** People as unit vectors around random directions. */
function people(count: number, photos: number, spread: number): Example[] {
  const random = seededRandom(3, 0);
  const noise = () => (random.below(2001) - 1000) / 1000;
  return Array.from({ length: count }, (_, label) => {
    const centre = Array.from({ length: 16 }, noise);
    return Array.from({ length: photos }, () => ({
      label,
      vector: normalise(Float32Array.from(centre, (value) => value + spread * noise())),
    }));
  }).flat();
}

describe('two classes by hand', () => {
  // The widest street between (0, 0) and (2, 0) is x = 1, and reaches ±1 on the points themselves.
  const model = trainSvm([at(0, 0, 0), at(1, 2, 0)], 2, PAPER_SVM);

  it('decides by the distance from the middle', () => {
    for (const x of [-3, 0, 0.5, 1, 2, 7]) {
      const [first, second] = decisionsOf(model, vector(x, 5));
      expect(first).toBeCloseTo(1 - x, 3);
      expect(second).toBeCloseTo(x - 1, 3);
    }
  });

  it('says the same with each class against the rest', () => {
    const rest = trainSvm([at(0, 0, 0), at(1, 2, 0)], 2, REST_SVM);
    const values = decisionsOf(rest, vector(0.25, 1));
    expect(values[0]).toBeCloseTo(0.75, 3);
    expect(values[1]).toBeCloseTo(-0.75, 3);
  });
});

describe('many classes', () => {
  const examples = people(9, 4, 0.7);
  const train = examples.filter((_, index) => index % 4 !== 0);
  const probes = examples.filter((_, index) => index % 4 === 0);
  const settings: SvmSettings[] = [
    PAPER_SVM,
    REST_SVM,
    { scheme: 'duels', kernel: { kind: 'rbf', gamma: 1 }, cost: 10 },
    { scheme: 'rest', kernel: { kind: 'rbf', gamma: 1 }, cost: 10 },
  ];

  it.each(settings)('recognises people ($scheme, $kernel.kind)', (setting) => {
    const model = trainSvm(train, 9, setting);
    for (const { label, vector: probe } of probes) expect(winner(decisionsOf(model, probe))).toBe(label);
  });

  it('names whom libsvm names where somebody wins every duel', () => {
    const vectors = stackRows(
      train.map((each) => each.vector),
      16,
    );
    const probeVectors = stackRows(
      people(9, 4, 2).map((each) => each.vector),
      16,
    );
    const own = kernelMatrix(PAPER_SVM.kernel, vectors, vectors).values;
    const rows = train.map((_, row) => [row + 1, ...own.subarray(row * train.length, (row + 1) * train.length)]);
    const svm = new SVM({ type: '0', kernel: '4', cost: PAPER_SVM.cost, cacheSize: 10, quiet: true });
    const labels = train.map(({ label }) => label);
    svm.train(rows, labels);
    const model = trainSvm(train, 9, PAPER_SVM);
    const values = decisionValues(model, probeVectors);
    const kernels = kernelMatrix(PAPER_SVM.kernel, probeVectors, vectors).values;
    let decided = 0;
    for (let probe = 0; probe < probeVectors.rows; probe++) {
      const decisions = values.subarray(probe * 9, (probe + 1) * 9);
      if (Math.max(...decisions) <= 1e-4) continue;
      decided++;
      const row = [0, ...kernels.subarray(probe * train.length, (probe + 1) * train.length)];
      expect(winner(decisions)).toBe(svm.predictOne(row));
    }
    svm.free();
    expect(decided).toBeGreaterThan(10);
  });

  it('gives the same numbers again, and does not care which class is trained first', () => {
    const probe = probes[3]?.vector ?? vector();
    const values = decisionsOf(trainSvm(train, 9, PAPER_SVM), probe);
    expect(decisionsOf(trainSvm(train, 9, PAPER_SVM), probe)).toEqual(values);
    const reversed = decisionsOf(trainSvm([...train].reverse(), 9, PAPER_SVM), probe);
    reversed.forEach((value, label) => {
      expect(value).toBeCloseTo(values[label] ?? Number.NaN, 2);
    });
  });

  it('decides a probe alone as among others', () => {
    const model = trainSvm(train, 9, REST_SVM);
    const together = decisionValues(
      model,
      stackRows(
        probes.map((each) => each.vector),
        16,
      ),
    );
    probes.forEach((probe, row) => {
      expect(decisionsOf(model, probe.vector)).toEqual(together.subarray(row * 9, (row + 1) * 9));
    });
  });
});

describe('odd cases', () => {
  it('has nothing to decide with one class', () => {
    expect([...decisionsOf(trainSvm([at(0, 1, 0)], 1, PAPER_SVM), vector(0, 1))]).toEqual([0]);
  });

  it('refuses more classes than it can hold, and no examples', () => {
    expect(() => trainSvm([at(0, 1)], 2000, PAPER_SVM)).toThrow('at most 1500 people, not 2000');
    expect(() => trainSvm([], 2, PAPER_SVM)).toThrow(RangeError);
  });

  it('refuses a text that libsvm did not write', () => {
    expect(() => parseLibsvm('hello')).toThrow('not the text of a libsvm model');
    expect(() => parseLibsvm('nr_class 2\nSV\n1 0:1')).toThrow('no «label»');
  });

  it('reads a model by hand', () => {
    const text =
      'svm_type c_svc\nkernel_type precomputed\nnr_class 3\ntotal_sv 3\nrho 0.1 0.2 0.3\nlabel 7 4 5\nnr_sv 1 1 1\nSV\n1 2 0:3 \n-1 3 0:1 \n-2 -3 0:2 \n';
    expect(
      parseLibsvm(text).map((machine) => ({
        ...machine,
        support: [...machine.support],
        coefficients: [...machine.coefficients],
      })),
    ).toEqual([
      { winner: 7, loser: 4, support: [2, 0], coefficients: [1, -1], offset: 0.1 },
      { winner: 7, loser: 5, support: [2, 1], coefficients: [2, -2], offset: 0.2 },
      { winner: 4, loser: 5, support: [0, 1], coefficients: [3, -3], offset: 0.3 },
    ]);
  });
});

function winner(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}
