import { cpus } from 'node:os';
import type { App } from '../app.ts';
import type { ScoringOptions } from '../match/types.ts';
import { scoringOf } from '../services/identification.ts';
import { type Problem, readRoster } from '../services/roster.ts';
import { compareMethods } from './compare.ts';
import { startCrew } from './crew.ts';
import { type DatasetOptions, readDataset } from './dataset.ts';
import { chooseMethods, type MethodChoice, type MethodSources } from './methods/registry.ts';
import { exchangeRoles, type Identity, makeTrials } from './protocol.ts';
import type { EvaluationResult } from './result.ts';
import { assignRoles, type Person, type RoleOptions, type Roles } from './roles.ts';
import { protocolWarnings } from './warnings.ts';
import type { WorkSetup } from './work.ts';
import type { WorstErrors } from './worst.ts';

export interface EvaluateOptions extends RoleOptions, DatasetOptions, MethodChoice {
  /** The scoring of a calibration file, compared beside the default. */
  readonly calibration?: ScoringOptions | undefined;
  readonly splits: number;
  readonly seed: number;
  /** Called before the photos and again before the searches, with the number of photos and of steps to come. */
  readonly onPlan?: (photos: number, steps: number) => void;
  /** Called after each trial of each method, and after its metrics. */
  readonly onStep?: () => void;
}

/** A finished evaluation. */
export interface Evaluation {
  readonly result: EvaluationResult;
  /** The people whom the numbers are about, and the worst searches by their indexes; for pictures, never for files. */
  readonly identities: readonly Identity[];
  readonly errors: WorstErrors;
  readonly people: readonly Person[];
}

/**
 * Evaluate the methods on a folder with one folder a person.
 *
 * @throws AppError `not-found` or `invalid` when the folder or an option does not allow it, `unavailable` without models
 * @throws the reason of `app.signal` when it aborts; what is in the cache by then stays
 */
export async function evaluateFolder(app: App, folder: string, options: EvaluateOptions): Promise<Evaluation> {
  const { children, problems } = await readRoster(folder);
  const roles = assignRoles(children, options);
  const models = await app.models();
  const embedders = models.entries.filter(({ task }) => task === 'embed').map(({ id }) => id);
  const sources: MethodSources = { models: embedders, scoring: scoringOf(models), calibration: options.calibration };
  const methods = chooseMethods(sources, options).map(({ name }) => name);
  const { splits, seed } = options;
  const photos = roles.people.reduce((sum, { references, probes }) => sum + references.length + probes.length, 0);

  options.onPlan?.(photos, 0);
  const { identities, data, warnings } = await readDataset(app, roles, options);
  const setup = { identities, sources, seed };
  const directions = await compareDirections(app, setup, { methods, roles, photos, options });
  const result: EvaluationResult = {
    ...directions.forward,
    reverse: directions.reverse,
    folder,
    seed,
    splits,
    trials: directions.trials,
    data,
    models: models.entries.map(({ id }) => ({ id, version: models.versionOf(id) })),
    environment: environmentOf(app.version),
    finishedAt: app.clock().toISOString(),
    warnings: [...problems.map(inOneLine), ...warnings, ...protocolWarnings(identities, directions.forward)],
  };
  return { result, identities, errors: directions.errors, people: roles.people };
}

/** What is compared. */
interface Plan {
  readonly methods: readonly string[];
  readonly roles: Roles;
  readonly photos: number;
  readonly options: EvaluateOptions;
}

/** Run the methods the way that was asked for, then the other way round where that says something. */
async function compareDirections(app: App, setup: WorkSetup, { methods, roles, photos, options }: Plan) {
  const { enrolled, probes, reversible } = roles;
  const trials = makeTrials(setup.identities, options.splits, options.seed);
  const reverseTrials = reversible ? makeTrials(exchangeRoles(setup.identities), options.splits, options.seed) : [];
  const steps = [trials, ...(reversible ? [reverseTrials] : [])].map(({ length }) => methods.length * (length + 1));
  options.onPlan?.(
    photos,
    steps.reduce((sum, count) => sum + count, 0),
  );
  const crew = startCrew(setup, app.config.workers);
  const shared = { signal: app.signal, onStep: options.onStep };
  try {
    const { errors, ...forward } = await compareMethods(crew, methods, trials, { exchanged: false, ...shared });
    const reverse = reversible && (await compareMethods(crew, methods, reverseTrials, { exchanged: true, ...shared }));
    return {
      forward: { enrolled, probes, ...forward },
      reverse: reverse
        ? { enrolled: probes, probes: enrolled, methods: reverse.methods, differences: reverse.differences }
        : null,
      errors,
      trials: trials.length,
    };
  } finally {
    await crew.close();
  }
}

function inOneLine({ where, message }: Problem): string {
  return `${where}: ${message}`;
}

function environmentOf(homeward: string): EvaluationResult['environment'] {
  const processors = cpus();
  return {
    homeward,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
  };
}
