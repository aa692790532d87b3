import type { Method, TemplatedSample } from './methods/method.ts';
import { collectStrangers, type MatedSearch, type Outcome, tailLength } from './outcome.ts';
import type { Identity, Sample, Trial } from './protocol.ts';

/**
 * Run every search of one trial with one method.
 *
 * Each probe photo of an enrolled person is a mated search, each probe photo of a stranger a non-mated one.
 */
export function runTrial(method: Method, identities: readonly Identity[], trial: Trial): Outcome {
  const members = (indexes: readonly number[]) => indexes.flatMap((index) => identities[index] ?? []);
  const gallery = members(trial.enrolled);
  const score = method.prepare({ gallery, development: members(trial.development) });
  const nobody = new Float64Array(gallery.length).fill(Number.NEGATIVE_INFINITY);
  const scoresOf = (probe: Sample) => (isUsable(method, probe) ? score(probe) : nobody);

  const probes = [...trial.enrolled, ...trial.strangers].flatMap((index) => identities[index]?.probes ?? []).length;
  const impostors = collectStrangers(identities.length, tailLength(probes * gallery.length));
  const nonMated = collectStrangers(identities.length, Number.POSITIVE_INFINITY);
  const mated: MatedSearch[] = [];

  trial.enrolled.forEach((identity, place) => {
    for (const probe of identities[identity]?.probes ?? []) {
      const scores = scoresOf(probe);
      mated.push({ identity, ...matePlace(scores, place) });
      scores.forEach((value, other) => {
        if (other !== place) impostors.add(identity, value);
      });
    }
  });
  for (const identity of trial.strangers)
    for (const probe of identities[identity]?.probes ?? []) {
      const scores = scoresOf(probe);
      nonMated.add(identity, best(scores));
      for (const value of scores) impostors.add(identity, value);
    }
  return { gallerySize: gallery.length, mated, nonMated: nonMated.finish(), impostors: impostors.finish() };
}

/** Does the template hold every embedding that the method compares? If not, it is a failure to enrol. */
export function isUsable(method: Method, sample: Sample): sample is TemplatedSample {
  const made = sample.template?.embeddings.map((embedding) => embedding.model);
  return made !== undefined && method.models.every((model) => made.includes(model));
}

/** Rank and score of the mate; of equal scores the mate comes last, so that a constant score earns nothing. */
function matePlace(scores: Float64Array, mate: number): { rank: number; score: number } {
  const score = scores[mate] ?? Number.NEGATIVE_INFINITY;
  if (score === Number.NEGATIVE_INFINITY) return { rank: Number.POSITIVE_INFINITY, score };
  return { rank: scores.filter((other) => other >= score).length, score };
}

function best(scores: Float64Array): number {
  return scores.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY);
}
