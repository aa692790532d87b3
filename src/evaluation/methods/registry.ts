import { AppError } from '../../core/errors.ts';
import type { ModelId } from '../../core/face.ts';
import { homewardMethods } from './homeward.ts';
import type { Method } from './method.ts';
import { cosineMethod, dlibEuclidean } from './single-model.ts';

/**
 * The methods that run with these embedding models: each model alone, dlib's own rule, then Homeward step by step.
 *
 * @param models embedding models of the installed profile
 * @param names the methods wanted, in any order; left out, all
 * @throws AppError `invalid` for a name that is not known or lacks its model
 */
export function chooseMethods(models: readonly ModelId[], names?: readonly string[]): Method[] {
  const all = [...models.map(cosineMethod), dlibEuclidean, ...homewardMethods].filter((method) =>
    method.models.every((model) => models.includes(model)),
  );
  const unknown = names?.find((name) => !all.some((method) => method.name === name));
  if (unknown !== undefined)
    throw new AppError(
      'invalid',
      `There is no method «${unknown}» with the installed models. Choose of: ${all.map(({ name }) => name).join(', ')}.`,
    );
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}
