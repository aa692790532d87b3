import { widenCertain } from './bootstrap.ts';
import type { Method, TemplatedSample } from './methods/method.ts';
import type { Identity } from './protocol.ts';
import { type Random, seededRandom, shuffled } from './random.ts';
import type { ClosedSetResult } from './result.ts';
import { isUsable } from './searches.ts';

/**
 * [Note: Closed set]
 *
 * The protocol of the seed paper and of its time: everybody searched for is enrolled, and the answer is the class with
 * the highest score. It flatters: life is open-set, and most faces that are searched for belong to nobody in the
 * gallery. It is here so that Homeward's numbers can stand beside those of the paper.
 *
 * All photos of a person count alike, whatever they are used for elsewhere; each split deals them anew. A photo without
 * a template counts as a wrong answer when it is tested with, and trains nothing.
 */

/** Identities in the paper: Chandran and others, IEEE RAICS 2018. */
export const PAPER_IDENTITIES = 43;

export interface ClosedSetOptions {
  /** People in the set; fewer when the folder has fewer. Default {@link PAPER_IDENTITIES}. */
  readonly identities?: number;
  /** Repetitions, each with its own people (when there are more than wanted) and its own dealing of photos. */
  readonly splits: number;
  /** Share of each person's photos that are trained on. Default 0.8. */
  readonly trainShare?: number;
  readonly seed: number;
}

/** Random streams of this protocol, apart from those of the open-set trials and the bootstrap. */
const STREAM = 2_000_000;
const TRAIN_SHARE = 0.8;

/**
 * Deal a closed set: as many people as wanted, each one's photos in training (`references`) and test (`probes`).
 *
 * Stratified: every person has at least one photo of each kind; people with a single photo do not take part.
 */
export function dealClosedSet(identities: readonly Identity[], options: ClosedSetOptions, split: number): Identity[] {
  const { identities: wanted = PAPER_IDENTITIES, trainShare = TRAIN_SHARE, seed } = options;
  const random = seededRandom(seed, STREAM + split);
  return shuffled(identities.filter(hasTwoPhotos), random)
    .slice(0, wanted)
    .map((identity) => dealPhotos(identity, trainShare, random));
}

/**
 * Accuracy of methods in a closed set, over repeated stratified splits that all methods share.
 *
 * The interval is Nadeau and Bengio's corrected one: splits share photos, so their results vary less than independent
 * ones would, and the plain interval of the mean would be too narrow.
 *
 * @returns the methods in the order given; empty when fewer than two people have two photos
 * @see C. Nadeau, Y. Bengio, «Inference for the generalization error», Machine Learning 52, 2003
 */
export function runClosedSet(
  methods: readonly Method[],
  identities: readonly Identity[],
  options: ClosedSetOptions,
): ClosedSetResult[] {
  if (identities.filter(hasTwoPhotos).length < 2) return [];
  const sets = Array.from({ length: options.splits }, (_, split) => dealClosedSet(identities, options, split));
  return methods.map((method) => {
    const shares = sets.map((people) => accuracyOf(method, people));
    const tests = sum(sets.map((people) => photosOf(people, 'probes')));
    const trainingPhotos = sum(sets.map((people) => photosOf(people, 'references'))) / sets.length;
    const accuracy = sum(shares) / shares.length;
    const people = sets[0]?.length ?? 0;
    return {
      name: method.name,
      accuracy,
      interval: widenCertain(accuracy, correctedInterval(shares, tests / sets.length / trainingPhotos), people),
      identities: people,
      splits: sets.length,
      trainingPhotos,
      tests,
    };
  });
}

/**
 * 95 % interval of the mean of repeated splits, within 0 … 1.
 *
 * @param testShare test photos for each training photo
 * @returns null for fewer than two splits: they show no spread
 */
export function correctedInterval(shares: readonly number[], testShare: number): [number, number] | null {
  if (shares.length < 2) return null;
  const mean = sum(shares) / shares.length;
  const variance = sum(shares.map((share) => (share - mean) ** 2)) / (shares.length - 1);
  const half = student95(shares.length - 1) * Math.sqrt((1 / shares.length + testShare) * variance);
  return [Math.max(0, mean - half), Math.min(1, mean + half)];
}

/** The 97.5 % point of Student's t; Cornish-Fisher series, exact to 1 % from 3 degrees of freedom on. */
function student95(freedom: number): number {
  const exact = [12.706, 4.303][freedom - 1];
  if (exact !== undefined) return exact;
  const z = 1.959964;
  const first = (z ** 3 + z) / (4 * freedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3);
  return z + first + second + third;
}

function dealPhotos({ name, references, probes }: Identity, trainShare: number, random: Random): Identity {
  const photos = shuffled([...references, ...probes], random);
  const training = Math.min(photos.length - 1, Math.max(1, Math.round(trainShare * photos.length)));
  return { name, references: photos.slice(0, training), probes: photos.slice(training) };
}

function hasTwoPhotos({ references, probes }: Identity): boolean {
  return references.length + probes.length >= 2;
}

function accuracyOf(method: Method, people: readonly Identity[]): number {
  const scorer = method.prepare({ gallery: people, development: [] });
  const tests = people.flatMap(({ probes }, person) => probes.map((probe) => ({ probe, person })));
  const usable = tests.flatMap(({ probe, person }) => (isUsable(method, probe) ? [{ probe, person }] : []));
  const probes: TemplatedSample[] = usable.map(({ probe }) => probe);
  const scores = probes.length > 0 ? scorer(probes) : new Float32Array(0);
  const right = usable.filter(({ person }, row) =>
    isFirst(scores.subarray(row * people.length, (row + 1) * people.length), person),
  );
  return right.length / tests.length;
}

/** Has the person the highest score, alone? Of equal scores nobody is named. */
function isFirst(scores: Float32Array, person: number): boolean {
  const own = scores[person] ?? Number.NEGATIVE_INFINITY;
  return own > Number.NEGATIVE_INFINITY && scores.every((score, other) => other === person || score < own);
}

function photosOf(people: readonly Identity[], kind: 'references' | 'probes'): number {
  return sum(people.map((person) => person[kind].length));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
