import type { Method } from '../../src/evaluation/methods/method.ts';
import { type ComparableGallery, compareProbes, prepareGallery, type RawScores } from '../../src/match/comparison.ts';
import { type CheckTrial, referenceOf } from './protocol.ts';

/** Ways to make one score of the photos of a child. `template` is the product's mean template, not the mean of scores. */
const POOLINGS: Readonly<Record<string, (photos: Float64Array, template: number) => number>> = {
  'best photo': (photos) => Math.max(...photos),
  'mean of the photos': meanOf,
  'half best photo, half mean': (photos) => (Math.max(...photos) + meanOf(photos)) / 2,
  'mean template': (_, template) => template,
  'half best photo, half mean template': (photos, template) => (Math.max(...photos) + template) / 2,
};

/** Fused, centred, without cohort normalisation: so that nothing hides what the pooling does. */
export function poolingMethods({ pastProbes }: CheckTrial): Method[] {
  return Object.entries(POOLINGS).map(([name, pool]) => ({
    name,
    summary: name,
    models: [],
    prepare: ({ gallery }) => {
      const prepared = prepareGallery(gallery.map(referenceOf), pastProbes, {});
      return (probes) => {
        const templates = probes.map(({ template }) => template);
        const rows = [...compareProbes(prepared, templates)].map((raw) => poolRow(prepared, raw, pool));
        return Float32Array.from(rows.flat());
      };
    },
  }));
}

function poolRow(
  { rows }: ComparableGallery,
  { photos, children }: RawScores,
  pool: (photos: Float64Array, template: number) => number,
): number[] {
  return Array.from(children, (score, child) => {
    const own = photos.subarray(rows.starts[child], rows.starts[child + 1]);
    return pool(own, 2 * score - Math.max(...own));
  });
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
