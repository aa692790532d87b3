import type { Method, TemplatedSample } from './methods/method.ts';
import { collectStrangers, type MatedSearch, type Outcome, tailLength } from './outcome.ts';
import type { Identity, Sample, Trial } from './protocol.ts';

/** Probes scored together: enough to be quick, few enough that a gallery of 10,000 needs 10 MB. */
const BLOCK = 256;

/** A probe with the identity that it shows; `mate` is that identity's place in the gallery, −1 when not enrolled. */
interface Search {
  readonly identity: number;
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
  const searches = searchesOf(identities, trial);
  const impostors = collectStrangers(identities.length, tailLength(searches.length * gallery.length));
  const nonMated = collectStrangers(identities.length, Number.POSITIVE_INFINITY);
  const mated: MatedSearch[] = [];

  for (let start = 0; start < searches.length; start += BLOCK) {
    const block = searches.slice(start, start + BLOCK);
    scoreBlock(method, scorer, block, gallery.length).forEach((scores, index) => {
      const { identity, mate } = block[index] ?? { identity: -1, mate: -1 };
      if (mate >= 0) mated.push({ identity, ...matePlace(scores, mate) });
      else nonMated.add(identity, best(scores));
      scores.forEach((score, place) => {
        if (place !== mate) impostors.add(identity, score);
      });
    });
  }
  return { gallerySize: gallery.length, mated, nonMated: nonMated.finish(), impostors: impostors.finish() };
}

/** Does the template hold every embedding that the method compares? If not, it is a failure to enrol. */
export function isUsable(method: Method, sample: Sample): sample is TemplatedSample {
  const made = sample.template?.embeddings.map((embedding) => embedding.model);
  return made !== undefined && method.models.every((model) => made.includes(model));
}

function searchesOf(identities: readonly Identity[], { enrolled, strangers }: Trial): Search[] {
  const of = (identity: number, mate: number) =>
    (identities[identity]?.probes ?? []).map((probe) => ({ identity, mate, probe }));
  return [...enrolled.flatMap((identity, place) => of(identity, place)), ...strangers.flatMap((each) => of(each, -1))];
}

/** One row of scores a search; a probe without a template resembles nobody. */
function scoreBlock(
  method: Method,
  scorer: ReturnType<Method['prepare']>,
  block: readonly Search[],
  gallerySize: number,
): Float32Array[] {
  const probes = block.map(({ probe }) => probe).filter((probe) => isUsable(method, probe));
  const scores = probes.length > 0 ? scorer(probes) : new Float32Array(0);
  let row = 0;
  return block.map(({ probe }) => {
    if (!isUsable(method, probe)) return new Float32Array(gallerySize).fill(Number.NEGATIVE_INFINITY);
    return scores.subarray(row * gallerySize, ++row * gallerySize);
  });
}

/** Rank and score of the mate; of equal scores the mate comes last, so that a constant score earns nothing. */
function matePlace(scores: Float32Array, mate: number): { rank: number; score: number } {
  const score = scores[mate] ?? Number.NEGATIVE_INFINITY;
  if (score === Number.NEGATIVE_INFINITY) return { rank: Number.POSITIVE_INFINITY, score };
  return { rank: scores.filter((other) => other >= score).length, score };
}

function best(scores: Float32Array): number {
  return scores.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY);
}
