import { AppError } from '../../core/errors.ts';
import type { ModelId } from '../../core/face.ts';
import type { ScoringOptions } from '../../match/types.ts';
import { ablationMethods, calibratedMethod, HOMEWARD, homewardMethods, type Scoring } from './homeward.ts';
import type { Method } from './method.ts';
import { cosineMethod, dlibEuclidean } from './single-model.ts';

/** What methods are made of; plain values, so that a worker thread can make the same ones. */
export interface MethodSources {
  /** Embedding models of the installed profile, and other features that the templates hold. */
  readonly models: readonly ModelId[];
  /** Weights and start statistics of added models. */
  readonly scoring?: Scoring;
  /** The scoring of a calibration file, compared beside the default. */
  readonly calibration?: ScoringOptions | undefined;
}

export interface MethodChoice {
  /** The methods wanted, in any order; left out, the main ones. */
  readonly names?: readonly string[] | undefined;
  /** Add Homeward with one step left out each. */
  readonly ablation?: boolean | undefined;
}

/**
 * The methods to compare, in the order of reports: each model alone, dlib's own rule, the plain fusion, Homeward.
 *
 * @throws AppError `invalid` for a name that is not known or lacks its model
 */
export function chooseMethods(sources: MethodSources, { names, ablation = false }: MethodChoice = {}): Method[] {
  const main = mainMethods(sources);
  const steps = ablationMethods(sources.models, sources.scoring ?? {});
  const all = [...main, ...steps];
  const unknown = names?.find((name) => !all.some((method) => method.name === name));
  if (unknown !== undefined)
    throw new AppError(
      'invalid',
      `There is no method «${unknown}» with the installed models. Choose of: ${all.map(({ name }) => name).join(', ')}.`,
    );
  const wanted = new Set(names ?? main.map(({ name }) => name));
  return all.filter(
    ({ name }) => wanted.has(name) || (ablation && (name === HOMEWARD || steps.some((step) => step.name === name))),
  );
}

function mainMethods({ models, scoring = {}, calibration }: MethodSources): Method[] {
  const calibrated = calibration ? [calibratedMethod(calibration)] : [];
  return [...models.map(cosineMethod), dlibEuclidean, ...homewardMethods(scoring), ...calibrated].filter((method) =>
    method.models.every((model) => models.includes(model)),
  );
}
