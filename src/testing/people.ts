import type { Embedding, ModelId } from '../core/face.ts';
import { normalise } from '../core/vector.ts';
import type { Identity, Sample } from '../evaluation/protocol.ts';
import { type Random, seededRandom } from '../evaluation/random.ts';

/** Lengths of the default models' embeddings. */
const LENGTHS: Readonly<Record<ModelId, number>> = { fr512: 512, mfn192: 192, dlib128: 128 };

/**
 * People who do not exist: each a random direction a model, each photo that direction with noise, and one direction that
 * all photos of an age share. Two references taken young and two probes taken later.
 *
 * @param noise length of the noise; 1 is as long as the identity
 */
export function syntheticPeople(count: number, noise: number, seed = 1): Identity[] {
  const random = seededRandom(seed, 0);
  const ages = Object.fromEntries(
    Object.entries(LENGTHS).map(([model, length]) => [model, [direction(length, random), direction(length, random)]]),
  );
  return Array.from({ length: count }, (_, person) => {
    const own = Object.fromEntries(
      Object.entries(LENGTHS).map(([model, length]) => [model, direction(length, random)]),
    );
    const photo = (place: number): Sample => {
      const age = place < 2 ? 0 : 1;
      const embeddings = Object.entries(LENGTHS).map(([model, length]): Embedding => {
        const stray = direction(length, random);
        const shared = ages[model]?.[age];
        const vector = own[model]?.map((value, at) => value + noise * (stray[at] ?? 0) + 0.8 * (shared?.[at] ?? 0));
        return { model, version: '1', vector: normalise(vector ?? stray) };
      });
      const template = { embeddings, quality: 60, ageYears: age === 0 ? 8 : 30, photo: `${person}-${place}` };
      return { path: `${person}/${place}.jpg`, template };
    };
    return { name: `p${person}`, references: [photo(0), photo(1)], probes: [photo(2), photo(3)] };
  });
}

function direction(length: number, random: Random): Float32Array {
  // Sums of three uniform numbers are near enough to normal ones for a random direction.
  const uniform = () => random.below(2 ** 24) / 2 ** 24 - 0.5;
  return normalise(Float32Array.from({ length }, () => uniform() + uniform() + uniform()));
}
