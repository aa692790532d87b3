import { buildGalleryScorer } from '../../match/scorer.ts';
import type { ScoringOptions } from '../../match/types.ts';
import type { Method, Task } from '../methods/method.ts';

/**
 * What `homeward identify` ranks by, with these options and nobody's past probes.
 *
 * @param optionsFor asked once a trial, with the people on whom something may be fitted
 */
export function scoringMethod(name: string, optionsFor: (task: Task) => ScoringOptions): Method {
  return {
    name,
    summary: 'the scoring of «identify» without past probes',
    models: [],
    prepare: (task) => {
      const references = task.gallery.map((person) => ({
        child: person.name,
        templates: person.references.flatMap(({ template }) => template ?? []),
      }));
      const scorer = buildGalleryScorer(references, [], optionsFor(task));
      return (probes) => scorer.scoreAll(probes.map(({ template }) => template)).values;
    },
  };
}
