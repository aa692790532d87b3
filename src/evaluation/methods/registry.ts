import { AppError } from '../../core/errors.ts';
import type { ModelId } from '../../core/face.ts';
import { CLASSICAL_MODELS } from '../../face/classical/classical.ts';
import type { ScoringOptions } from '../../match/types.ts';
import { ablationMethods, calibratedMethod, HOMEWARD, homewardMethods, type Scoring } from './homeward.ts';
import { lbpChiSquare } from './lbp.ts';
import type { Method } from './method.ts';
import { cosineMethod, dlibEuclidean, hogCosine, siftCosine } from './single-model.ts';
import { svmMethod, svmRestMethod } from './svm.ts';

/** What methods are made of; plain values, so that a worker thread can make the same ones. */
export interface MethodSources {
  /** Embedding models of the installed profile. */
  readonly models: readonly ModelId[];
  /** Whether the profile has the Haar cascade, so that there can be classical features. */
  readonly classical?: boolean;
  /** Weights and start statistics of added models. */
  readonly scoring?: Scoring;
  /** The scoring of a calibration file, compared beside the default. */
  readonly calibration?: ScoringOptions | undefined;
}

export interface MethodChoice {
  /** The methods and groups wanted, in any order; left out, the group `default`. */
  readonly names?: readonly string[] | undefined;
  /** Add Homeward with one step left out each. */
  readonly ablation?: boolean | undefined;
}

/** Names that stand for several methods. */
export const METHOD_GROUPS = ['default', 'classical', 'svm', 'all'] as const;
type Group = (typeof METHOD_GROUPS)[number];

/**
 * The methods to compare, in the order of reports: classical features, support vector machines, each model alone,
 * dlib's own rule, the plain fusion, Homeward.
 *
 * @throws AppError `invalid` for a name that is not known or lacks its model
 */
export function chooseMethods(sources: MethodSources, { names, ablation = false }: MethodChoice = {}): Method[] {
  const groups = groupsOf(sources);
  const steps = ablationMethods(sources.models, sources.scoring ?? {});
  const all = [...groups.all, ...steps];
  const wanted = new Set((names ?? ['default']).flatMap((name) => resolve(name, groups, all)));
  return all.filter(
    (method) => wanted.has(method) || (ablation && (method.name === HOMEWARD || steps.includes(method))),
  );
}

type Groups = Readonly<Record<Group, readonly Method[]>>;

function groupsOf(sources: MethodSources): Groups {
  const { models, scoring = {}, calibration } = sources;
  const features = sources.classical ? CLASSICAL_MODELS.map(({ id }) => id) : [];
  const hasModels = (method: Method) => method.models.every((model) => [...models, ...features].includes(model));
  const classical = [lbpChiSquare, hogCosine, siftCosine].filter(hasModels);
  const svm = [...features, ...models].flatMap((model) => [svmMethod(model), svmRestMethod(model)]);
  const calibrated = calibration ? [calibratedMethod(calibration)] : [];
  const main = [...models.map(cosineMethod), dlibEuclidean, ...homewardMethods(scoring), ...calibrated];
  const usual = main.filter(hasModels);
  return { default: usual, classical, svm, all: [...classical, ...svm, ...usual] };
}

/** The methods that a name stands for. */
function resolve(name: string, groups: Groups, all: readonly Method[]): readonly Method[] {
  const group = METHOD_GROUPS.find((each) => each === name);
  const methods = group ? groups[group] : all.filter((method) => method.name === name);
  if (methods.length > 0) return methods;
  const known = [...METHOD_GROUPS.filter((each) => groups[each].length > 0), ...all.map((method) => method.name)];
  throw new AppError(
    'invalid',
    `There is no method «${name}» with the installed models. Choose of: ${known.join(', ')}.`,
  );
}
