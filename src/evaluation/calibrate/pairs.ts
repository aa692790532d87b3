import type { ModelId, Template } from '../../core/face.ts';
import { dot } from '../../core/vector.ts';
import { centre, type DomainMeans } from '../../match/domain.ts';
import type { ImpostorStatistics } from '../../match/types.ts';
import type { Identity } from '../protocol.ts';

/** A probe photo against an enrolled photo. */
export interface Pair {
  /** One cosine a model, in the order of the models. */
  readonly cosines: readonly number[];
  readonly isMated: boolean;
  /** The pairs of one person share 1 among the mated and 1 among the others. */
  readonly weight: number;
}

/** Photos of strangers that each probe is compared with: 40,000 pairs of 500 people. */
const STRANGERS_PER_PROBE = 40;

/**
 * Pairs as searches make them: a person's probes with the person's references, and with an even sample of the others'.
 *
 * Photos that lack one of the models are left out: how models count against each other shows only where all speak.
 */
export function collectPairs(people: readonly Identity[], models: readonly ModelId[], means: DomainMeans): Pair[] {
  const references = people.flatMap((person, owner) =>
    vectorsOf(person.references, models, means).map((vectors) => ({ owner, vectors })),
  );
  let turn = 0;
  return people.flatMap((person, owner) => {
    const own = references.filter((reference) => reference.owner === owner);
    const others = references.filter((reference) => reference.owner !== owner);
    const step = Math.max(1, others.length / STRANGERS_PER_PROBE);
    const probes = vectorsOf(person.probes, models, means);
    const pairs = probes.flatMap((probe) => {
      const strangers: typeof others = [];
      // Each probe begins elsewhere, so that all references come up.
      const first = turn++ % step;
      for (let place = first; place < others.length; place += step) strangers.push(...others.slice(place, place + 1));
      return [
        ...own.map(({ vectors }) => ({ cosines: cosinesOf(probe, vectors), isMated: true })),
        ...strangers.map(({ vectors }) => ({ cosines: cosinesOf(probe, vectors), isMated: false })),
      ];
    });
    const mated = pairs.filter(({ isMated }) => isMated).length;
    return pairs.map((pair) => ({ ...pair, weight: 1 / (pair.isMated ? mated : pairs.length - mated) }));
  });
}

/** Mean and deviation of each model's cosines between different people, each person counted once. */
export function strangerStatistics(pairs: readonly Pair[], models: readonly ModelId[]): ImpostorStatistics[] {
  const strangers = pairs.filter(({ isMated }) => !isMated);
  const total = strangers.reduce((sum, { weight }) => sum + weight, 0);
  return models.map((_, model) => {
    const meanOf = (value: (cosine: number) => number) =>
      strangers.reduce((sum, { cosines, weight }) => sum + weight * value(cosines[model] ?? 0), 0) / total;
    const mean = meanOf((cosine) => cosine);
    return { mean, deviation: Math.sqrt(meanOf((cosine) => (cosine - mean) ** 2)) };
  });
}

function vectorsOf(
  samples: readonly { readonly template: Template | null }[],
  models: readonly ModelId[],
  means: DomainMeans,
): Float32Array[][] {
  return samples.flatMap(({ template }) => {
    const vectors = models.flatMap((model) => {
      const embedding = template?.embeddings.find((each) => each.model === model);
      return embedding && template ? [centre(embedding, template.ageYears, means)] : [];
    });
    return vectors.length === models.length ? [vectors] : [];
  });
}

function cosinesOf(first: readonly Float32Array[], second: readonly Float32Array[]): number[] {
  return first.map((vector, model) => dot(vector, second[model] ?? vector));
}
