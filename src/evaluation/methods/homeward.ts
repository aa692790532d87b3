import type { ModelId, Template } from '../../core/face.ts';
import { CLASSICAL_MODELS } from '../../face/classical/classical.ts';
import { buildGalleryScorer } from '../../match/scorer.ts';
import type { ModelScoring, PastProbe, Reference, ScoringOptions } from '../../match/types.ts';
import type { Identity } from '../protocol.ts';
import type { Method, Scorer, Task } from './method.ts';

/** The method whose worth a report is about. */
export const HOMEWARD = 'homeward';

/** Begins the name of each method that lacks one step. */
export const WITHOUT = `${HOMEWARD}-without-`;

/** Weights and start statistics that the cards of added models state. */
export type Scoring = Readonly<Record<ModelId, ModelScoring>>;

/** What `homeward identify` ranks by, and before it the plain sum that it improves on. */
export function homewardMethods(scoring: Scoring): Method[] {
  return [
    homeward('fusion', 'weighted sum of the models, each in impostor deviations; nothing fitted on people', {
      models: scoring,
      centred: [],
      cohortSize: 0,
    }),
    homeward(HOMEWARD, 'all steps together: what `homeward identify` ranks by', { models: scoring }),
  ];
}

/** Homeward as a calibration file has it; fitted before, on people who must not be those of the folder. */
export function calibratedMethod(options: ScoringOptions): Method {
  return homeward(`${HOMEWARD}-calibrated`, 'homeward as the calibration file has it', options);
}

/** Homeward with one step left out each, to see what the step is worth. */
export function ablationMethods(models: readonly ModelId[], scoring: Scoring): Method[] {
  const without = (step: string, options: ScoringOptions) =>
    homeward(`${WITHOUT}${step}`, `homeward without ${STEPS[step] ?? `the model ${step}`}`, {
      models: scoring,
      ...options,
    });
  const steps = [
    without('centring', { centred: [] }),
    without('cohort', { cohortSize: 0 }),
    without('photo-fusion', { photoFusion: false }),
  ];
  if (models.length < 2) return steps;
  return [...steps, ...models.map((model) => without(model, { models: { ...scoring, [model]: { weight: 0 } } }))];
}

/** What a step is, in words. */
const STEPS: Readonly<Record<string, string>> = {
  centring: 'centring embeddings per age domain',
  cohort: 'cohort normalisation',
  'photo-fusion': 'the mean of several photos beside the best one',
};

/**
 * The production scorer on the trial's gallery. The development people's probes take the place of a deployment's past
 * probes; nothing of the people searched for is fitted on.
 */
function homeward(name: string, summary: string, options: ScoringOptions): Method {
  return { name, summary, models: [], prepare: (task) => scorerOf(task, options) };
}

function scorerOf({ gallery, development }: Task, options: ScoringOptions): Scorer {
  const scorer = buildGalleryScorer(gallery.map(toReference), development.flatMap(toPastProbes), options);
  const places = new Map(gallery.map(({ name }, place) => [name, place]));
  const score: Scorer = (probes) => {
    const { children, values } = scorer.scoreAll(probes.map(({ template }) => networksOnly(template)));
    const scores = new Float32Array(probes.length * gallery.length).fill(Number.NEGATIVE_INFINITY);
    values.forEach((value, index) => {
      const place = places.get(children[index % children.length] ?? '') ?? -1;
      scores[Math.floor(index / children.length) * gallery.length + place] = value;
    });
    return scores;
  };
  return Object.assign(score, { thresholdFor: scorer.thresholdFor });
}

function toReference({ name, references }: Identity): Reference {
  return { child: name, templates: references.flatMap(({ template }) => (template ? networksOnly(template) : [])) };
}

function toPastProbes({ name, probes }: Identity): PastProbe[] {
  return probes.flatMap(({ template }) => (template ? [{ template: networksOnly(template), person: name }] : []));
}

/** Classical features are made for comparison: to the fusion they would be unknown networks, and count. */
function networksOnly(template: Template): Template {
  return { ...template, embeddings: template.embeddings.filter(({ model }) => !isClassical(model)) };
}

function isClassical(model: ModelId): boolean {
  return CLASSICAL_MODELS.some(({ id }) => id === model);
}
