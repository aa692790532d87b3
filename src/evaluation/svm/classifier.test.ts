import { describe, expect, it } from 'vitest';
import { normalise } from '../../core/vector.ts';
import type { Identity, Sample } from '../protocol.ts';
import { seededRandom } from '../random.ts';
import { classify, trainClassifier } from './classifier.ts';
import { PAPER_SVM, REST_SVM } from './train.ts';

const embeddingsOf = ({ template }: Identity['probes'][number]) => template?.embeddings ?? [];
const random = seededRandom(5, 0);
const noise = (length: number) => Array.from({ length }, () => (random.below(2001) - 1000) / 1000);

/** A made-up person: vectors around one direction, two to train on and two to test with. */
function person(index: number): Identity {
  const centre = noise(128);
  const photo = (place: number): Sample => {
    const stray = noise(128);
    const vector = normalise(Float32Array.from(centre, (value, at) => value + 0.8 * (stray[at] ?? 0)));
    const embeddings = [{ model: 'dlib128', version: '1', vector }];
    return {
      path: `${index}/${place}`,
      template: { embeddings, quality: 60, ageYears: null, photo: `${index}-${place}` },
    };
  };
  return { name: `p${index}`, references: [photo(0), photo(1)], probes: [photo(2), photo(3)] };
}

const all = Array.from({ length: 60 }, (_, index) => person(index));
const known = all.slice(0, 40);
const strangers = all.slice(40);

describe.each([PAPER_SVM, REST_SVM])('classifier ($scheme)', (settings) => {
  const classifier = trainClassifier(known, 'dlib128', settings, 0.1);

  it('knows what it was trained on', () => {
    expect(classifier).toMatchObject({ model: { model: 'dlib128', version: '1' }, photos: 80 });
    expect(classifier.people).toEqual(known.map(({ name }) => name));
    expect(classifier.rejection).toMatchObject({ fpir: 0.1, impostors: 80 });
  });

  it('names most people of the set in other photos, and never two of them', () => {
    const answers = known.flatMap(({ name, probes }) =>
      probes.map((probe) => ({ name, person: classify(classifier, embeddingsOf(probe)).person })),
    );
    const right = answers.filter(({ name, person }) => name === person).length;
    const wrong = answers.filter(({ name, person }) => person !== null && name !== person).length;
    expect(right / answers.length).toBeGreaterThan(0.7);
    expect(wrong / answers.length).toBeLessThan(0.05);
  });

  it('refuses about as many strangers as asked for', () => {
    const named = strangers
      .flatMap(({ references }) => references)
      .filter((photo) => classify(classifier, embeddingsOf(photo)).person !== null);
    expect(named.length / 40).toBeLessThanOrEqual(0.2); // 10 % wanted; 40 photos
  });

  it('refuses more with a lower share wanted', () => {
    const strict = trainClassifier(known, 'dlib128', settings, 0.01);
    expect(strict.rejection.threshold).toBeGreaterThan(classifier.rejection.threshold);
  });
});

describe('refusals', () => {
  it('wants two people', () => {
    expect(() => trainClassifier(known.slice(0, 1), 'dlib128', PAPER_SVM, 0.1)).toThrow(
      'two people or more; there are 1',
    );
    expect(() => trainClassifier(known, 'vggface', PAPER_SVM, 0.1)).toThrow('there are 0');
  });

  it('never takes vectors of another version', () => {
    const classifier = trainClassifier(known.slice(0, 5), 'dlib128', PAPER_SVM, 0.1);
    const other = { model: 'dlib128', version: '2', vector: new Float32Array(128) };
    expect(() => classify(classifier, [other])).toThrow('Train it again');
  });

  it('names somebody where nobody could be left out to set a threshold', () => {
    const two = trainClassifier(known.slice(0, 2), 'dlib128', PAPER_SVM, 0.1);
    expect(two.rejection).toMatchObject({ threshold: Number.NEGATIVE_INFINITY, impostors: 0 });
    expect(two.people).toContain(
      classify(two, embeddingsOf(strangers[0]?.probes[0] ?? { path: '', template: null })).person,
    );
  });
});
