import type { Template } from '../../src/core/face.ts';
import type { Method } from '../../src/evaluation/methods/method.ts';
import type { Identity, Trial } from '../../src/evaluation/protocol.ts';
import { seededRandom, shuffled } from '../../src/evaluation/random.ts';
import { buildGalleryScorer } from '../../src/match/scorer.ts';
import type { PastProbe, Reference, ScoringOptions } from '../../src/match/types.ts';

/**
 * Where the past probes of a trial come from.
 *
 * `searches`: all searches of the trial itself, each with its person, so that a candidate's own photos leave its cohort;
 * `anonymous`: the same, as in a deployment where nobody knows who they are; `strangers`: other people, who then are
 * not searched for; `gallery`: the children of the gallery, as if they were unknown people searched for; `none`.
 */
export type CohortSource = 'searches' | 'anonymous' | 'strangers' | 'gallery' | 'none';

/** A trial with the past probes that its scorer gets. */
export interface CheckTrial extends Trial {
  readonly pastProbes: readonly PastProbe[];
}

/** Half of the people enrolled with all photos taken young; everybody is searched for with each later photo. */
export function dealTrials(
  identities: readonly Identity[],
  splits: number,
  seed: number,
  source: CohortSource = 'searches',
): CheckTrial[] {
  return Array.from({ length: splits }, (_, split) => {
    const order = shuffled([...identities.keys()], seededRandom(seed, split));
    const half = Math.floor(order.length / 2);
    const enrolled = order.slice(0, half);
    const others = order.slice(half);
    const development = source === 'strangers' ? others.slice(0, Math.floor(others.length / 2)) : [];
    const strangers = others.slice(development.length);
    const trial = { split, development, enrolled, strangers };
    return { ...trial, pastProbes: pastProbesOf(identities, trial, source) };
  });
}

/** The production scorer with some steps left out. */
export function scorerMethod(name: string, options: ScoringOptions, { pastProbes }: CheckTrial): Method {
  return {
    name,
    summary: name,
    models: [],
    prepare: ({ gallery }) => {
      const scorer = buildGalleryScorer(gallery.map(referenceOf), pastProbes, options);
      return (probes) => scorer.scoreAll(probes.map(({ template }) => template)).values;
    },
  };
}

/** A person as a child of the gallery. */
export function referenceOf({ name, references }: Identity): Reference {
  return { child: name, templates: templatesOf(references) };
}

/** The templates of samples that have one. */
export function templatesOf(samples: Identity['probes']): Template[] {
  return samples.flatMap(({ template }) => template ?? []);
}

function pastProbesOf(identities: readonly Identity[], trial: Trial, source: CohortSource): PastProbe[] {
  const people = (indexes: readonly number[]) => indexes.flatMap((index) => identities[index] ?? []);
  switch (source) {
    case 'none':
      return [];
    case 'gallery':
      return people(trial.enrolled).flatMap(({ name, references }) =>
        templatesOf(references).map((template) => ({ template: { ...template, ageYears: null }, person: name })),
      );
    case 'strangers':
      return people(trial.development).flatMap(namedProbes);
    case 'searches':
      return people([...trial.enrolled, ...trial.strangers]).flatMap(namedProbes);
    case 'anonymous':
      return people([...trial.enrolled, ...trial.strangers]).flatMap(({ probes }) =>
        templatesOf(probes).map((template) => ({ template, person: null })),
      );
  }
}

function namedProbes({ name, probes }: Identity): PastProbe[] {
  return templatesOf(probes).map((template) => ({ template, person: name }));
}
