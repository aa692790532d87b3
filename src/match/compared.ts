import type { Template } from '../core/face.ts';
import { once } from '../core/once.ts';
import { type ComparableGallery, compareProbes } from './comparison.ts';
import { AGE_DOMAINS, type AgeDomain, ageDomain } from './domain.ts';
import { asPastProbe, byDomain, type ImpostorPlan } from './impostors.ts';
import { LEAST_COHORT } from './normalise.ts';
import { type Normaliser, openNormaliser } from './normaliser.ts';
import type { PastProbe, Reference } from './types.ts';

/** Past probes that candidates are compared with. */
export interface Cohorts {
  readonly past: Readonly<Record<AgeDomain, readonly PastProbe[]>>;
  /** Children stand for the past probes of a search for a child, where searches have any. */
  readonly children: readonly PastProbe[] | null;
  readonly size: number | undefined;
  has(domain: AgeDomain): boolean;
}

/** Sort past probes by the searches that they are a cohort for. @param size K; 0 turns the normalisation off */
export function cohortsOf(pastProbes: readonly PastProbe[], plan: ImpostorPlan, size: number | undefined): Cohorts {
  const past = byDomain((domain) => pastProbes.filter(({ template }) => ageDomain(template.ageYears) === domain));
  const has = (domain: AgeDomain) => size !== 0 && past[domain].length >= LEAST_COHORT;
  return { past, children: AGE_DOMAINS.some(has) ? plan.cohort.map(asPastProbe) : null, size, has };
}

/** Children with their cohorts, each compared at first need. */
export interface Compared {
  readonly gallery: ComparableGallery;
  alone(): Normaliser;
  withChildren(): Normaliser;
  withPast(domain: AgeDomain): Normaliser;
  /** The children who may become candidates for a probe, without one. */
  narrow(probe: Template, leftOut?: string): Compared;
}

/** How children are laid out and compared. */
interface Comparing {
  readonly layOut: (references: readonly Reference[]) => ComparableGallery;
  readonly cohorts: Cohorts;
  /** How many are normalised; all when undefined. */
  readonly normalised: number | undefined;
}

/**
 * Prepare children.
 *
 * Comparing hundreds of children with a cohort takes most of the time of a search; those who are far from the best
 * before it cannot become the best by it. So only the best go on. The cohort of the probe is made of the best of them,
 * and stays the same.
 */
export function openCompared(references: readonly Reference[], comparing: Comparing): Compared {
  const { layOut, cohorts, normalised = references.length } = comparing;
  const gallery = layOut(references);
  const openWith = (probes: readonly PastProbe[]) => once(() => openNormaliser(gallery, probes, cohorts.size));
  const byAge = byDomain((domain) => openWith(cohorts.past[domain]));
  const compared: Compared = {
    gallery,
    alone: openWith([]),
    withChildren: openWith(cohorts.children ?? []),
    withPast: (domain) => byAge[domain](),
    narrow(probe, leftOut) {
      if (references.length <= normalised) return compared;
      const best = bestOf(references, gallery, { probe, leftOut, most: normalised });
      return openCompared(best, { layOut, cohorts, normalised: undefined });
    },
  };
  return compared;
}

/** The best children for a probe before normalisation, in the order of the gallery. */
function bestOf(
  references: readonly Reference[],
  gallery: ComparableGallery,
  { probe, leftOut, most }: { probe: Template; leftOut: string | undefined; most: number },
): Reference[] {
  const [raw] = compareProbes(gallery, [probe]);
  if (!raw) throw new RangeError('one probe gives one row of scores');
  const scored = references
    .map((reference, index) => ({ reference, index, score: raw.children[index] ?? Number.NEGATIVE_INFINITY }))
    .filter(({ reference }) => reference.child !== leftOut);
  const best = scored.sort((first, second) => second.score - first.score).slice(0, most);
  return best.sort((first, second) => first.index - second.index).map(({ reference }) => reference);
}
