import type { Method, Scorer, TemplatedSample } from './methods/method.ts';
import { collectStrangers, type MatedSearch, type Outcome, type Search, sampleStep, tailLength } from './outcome.ts';
import { openStater } from './promise.ts';
import type { Identity, Sample, Trial } from './protocol.ts';

/** Probes scored together: enough to be quick, few enough that a gallery of 10,000 needs 10 MB. */
const BLOCK = 256;

/** A probe with the identity that it shows; `mate` is that identity's place in the gallery, −1 when not enrolled. */
interface Task {
  readonly identity: number;
  readonly index: number;
  readonly mate: number;
  readonly probe: Sample;
}

/**
 * Run every search of one trial with one method.
 *
 * Each probe photo of an enrolled person is a mated search, each probe photo of a stranger a non-mated one.
 */
export function runTrial(method: Method, identities: readonly Identity[], trial: Trial): Outcome {
  const members = (indexes: readonly number[]) => indexes.flatMap((index) => identities[index] ?? []);
  const gallery = members(trial.enrolled);
  const scorer = method.prepare({ gallery, development: members(trial.development) });
  const state = openStater(scorer);
  const tasks = tasksOf(identities, trial);
  const comparisons = collectComparisons(identities.length, tasks.length, gallery.length);
  const nonMated = collectStrangers(identities.length, Number.POSITIVE_INFINITY);
  const mated: MatedSearch[] = [];
  const strangers: Search[] = [];

  for (let start = 0; start < tasks.length; start += BLOCK) {
    const block = tasks.slice(start, start + BLOCK);
    scoreBlock(method, scorer, block, gallery.length).forEach((scores, row) => {
      const task = block[row];
      if (!task) return;
      const { identity, index: probe, mate } = task;
      const best = placeOfBest(scores);
      const score = scores[mate >= 0 ? mate : best] ?? Number.NEGATIVE_INFINITY;
      const stated = state(task.probe.template?.ageYears ?? null, score);
      const search = { identity, probe, first: trial.enrolled[best] ?? -1, score, stated };
      if (mate >= 0) mated.push({ ...search, rank: rankOf(scores, score) });
      else {
        strangers.push(search);
        nonMated.add(identity, score);
      }
      comparisons.add(identity, scores, mate);
    });
  }
  return { gallerySize: gallery.length, mated, strangers, nonMated: nonMated.finish(), ...comparisons.finish() };
}

/** Does the template hold every embedding that the method compares? If not, it is a failure to enrol. */
export function isUsable(method: Method, sample: Sample): sample is TemplatedSample {
  const made = sample.template?.embeddings.map((embedding) => embedding.model);
  return made !== undefined && method.models.every((model) => made.includes(model));
}

function tasksOf(identities: readonly Identity[], { enrolled, strangers }: Trial): Task[] {
  const of = (identity: number, mate: number) =>
    (identities[identity]?.probes ?? []).map((probe, index) => ({ identity, index, mate, probe }));
  return [...enrolled.flatMap((identity, place) => of(identity, place)), ...strangers.flatMap((each) => of(each, -1))];
}

/** Comparisons with strangers: the upper tail of all, and an even sample. */
function collectComparisons(identities: number, searches: number, gallerySize: number) {
  const impostors = collectStrangers(identities, tailLength(searches * gallerySize));
  const sample = collectStrangers(identities, Number.POSITIVE_INFINITY);
  const step = sampleStep(searches * gallerySize, gallerySize);
  let count = 0;
  return {
    add(identity: number, scores: Float32Array, mate: number): void {
      scores.forEach((score, place) => {
        if (place === mate) return;
        impostors.add(identity, score);
        if (count++ % step === 0) sample.add(identity, score);
      });
    },
    finish: () => ({ impostors: impostors.finish(), sample: sample.finish() }),
  };
}

/** One row of scores a search; a probe without a template resembles nobody. */
function scoreBlock(method: Method, scorer: Scorer, block: readonly Task[], gallerySize: number): Float32Array[] {
  const probes = block.map(({ probe }) => probe).filter((probe) => isUsable(method, probe));
  const scores = probes.length > 0 ? scorer(probes) : new Float32Array(0);
  let row = 0;
  return block.map(({ probe }) => {
    if (!isUsable(method, probe)) return new Float32Array(gallerySize).fill(Number.NEGATIVE_INFINITY);
    return scores.subarray(row * gallerySize, ++row * gallerySize);
  });
}

/** Rank of the mate in the whole gallery; of equal scores the mate comes last, so that a constant score earns nothing. */
function rankOf(scores: Float32Array, score: number): number {
  if (score === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let rank = 0;
  for (const other of scores) if (other >= score) rank++;
  return rank;
}

/** Place of the highest score, the first of equal ones; −1 when nobody could be compared. */
function placeOfBest(scores: Float32Array): number {
  let best = -1;
  for (let place = 0; place < scores.length; place++)
    if ((scores[place] ?? 0) > (scores[best] ?? Number.NEGATIVE_INFINITY)) best = place;
  return best;
}
