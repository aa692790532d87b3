import { buildGalleryScorer } from '../../match/scorer.ts';
import type { PastProbe, Reference, ScoringOptions } from '../../match/types.ts';
import type { Identity } from '../protocol.ts';
import type { Method, Scorer, Task } from './method.ts';

/** Homeward's own scoring, step by step, so that a report shows what each step is worth. */
export const homewardMethods: readonly Method[] = [
  homeward('fusion', 'weighted sum of the models, each in impostor deviations', { centred: [], cohortSize: 0 }),
  homeward('fusion-centred', 'fusion of embeddings centred per age domain', { cohortSize: 0 }),
  homeward('homeward', 'fusion, centred, with cohort normalisation: what `homeward identify` ranks by', {}),
];

/**
 * The production scorer on the trial's gallery. The development people's probes take the place of a deployment's past
 * probes; nothing of the people searched for is fitted on.
 */
function homeward(name: string, summary: string, options: ScoringOptions): Method {
  return {
    name,
    summary,
    models: [],
    prepare: (task) => scorerOf(task, options),
  };
}

function scorerOf({ gallery, development }: Task, options: ScoringOptions): Scorer {
  const scorer = buildGalleryScorer(gallery.map(toReference), development.flatMap(toPastProbes), options);
  const places = new Map(gallery.map(({ name }, place) => [name, place]));
  return (probes) => {
    const { children, values } = scorer.scoreAll(probes.map(({ template }) => template));
    const scores = new Float32Array(probes.length * gallery.length).fill(Number.NEGATIVE_INFINITY);
    values.forEach((score, index) => {
      const place = places.get(children[index % children.length] ?? '') ?? -1;
      scores[Math.floor(index / children.length) * gallery.length + place] = score;
    });
    return scores;
  };
}

function toReference({ name, references }: Identity): Reference {
  return { child: name, templates: references.flatMap(({ template }) => template ?? []) };
}

function toPastProbes({ name, probes }: Identity): PastProbe[] {
  return probes.flatMap(({ template }) => (template ? [{ template, person: name }] : []));
}
