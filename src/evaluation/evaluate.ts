import { cpus } from 'node:os';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { CLASSICAL_MODELS } from '../face/classical/classical.ts';
import type { ModelStore } from '../face/models.ts';
import type { ScoringOptions } from '../match/types.ts';
import { scoringOf } from '../services/folders/identification.ts';
import { type Problem, readRoster } from '../services/folders/roster.ts';
import type { ClosedSetOptions } from './closed-set.ts';
import { compareClosedSet, compareMethods } from './compare.ts';
import { startCrew } from './crew.ts';
import { type DatasetOptions, readDataset } from './dataset.ts';
import type { Method } from './methods/method.ts';
import { chooseMethods, type MethodChoice, type MethodSources } from './methods/registry.ts';
import { exchangeRoles, type Identity, makeTrials, type Trial } from './protocol.ts';
import type { EvaluationResult } from './result.ts';
import { assignRoles, type Person, type RoleOptions, type Roles } from './roles.ts';
import { chooseStresses, runStress, type StressPlan, stressedMethods } from './stress.ts';
import { protocolWarnings } from './warnings.ts';
import type { WorstErrors } from './worst.ts';

export interface EvaluateOptions extends RoleOptions, Omit<DatasetOptions, 'classical' | 'stress'>, MethodChoice {
  /** The scoring of a calibration file, compared beside the default. */
  readonly calibration?: ScoringOptions | undefined;
  /** People in the closed set of the seed paper; left out, it is not run. */
  readonly closedSet?: number | undefined;
  /** Names of stress conditions; see chooseStresses. */
  readonly stresses?: readonly string[] | undefined;
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
  const sources = sourcesOf(models, options.calibration);
  const chosen = chooseMethods(sources, options);
  const conditions = chooseStresses(options.stresses ?? []);
  const photos = countPhotos(roles, conditions.length);
  const classical = chosen.some((method) => method.models.some((model) => !sources.models.includes(model)));
  const { splits, seed } = options;

  options.onPlan?.(photos, 0);
  const { identities, data, warnings } = await readDataset(app, roles, { ...options, classical });
  const trials = makeTrials(identities, splits, seed);
  const reverseTrials = roles.reversible ? makeTrials(exchangeRoles(identities), splits, seed) : [];
  const [methods, tooSmall] = parted(chosen, [...trials, ...reverseTrials]);
  const setup = { identities, sources, seed };
  const plan: Plan = {
    setup,
    chosen,
    methods,
    roles,
    trials,
    reverseTrials,
    options: { ...options, classical },
    conditions,
  };
  options.onPlan?.(photos, countSteps(plan));
  const { errors, ...directions } = await compareDirections(app, plan);
  const stress = { ...plan, methods: stressedMethods(methods), clean: directions.methods };
  const result: EvaluationResult = {
    ...directions,
    stress: conditions.length > 0 ? await runStress(app, stress) : null,
    folder,
    seed,
    splits,
    trials: trials.length,
    data,
    models: [
      ...models.entries.map(({ id }) => ({ id, version: models.versionOf(id) })),
      ...(classical ? CLASSICAL_MODELS : []),
    ],
    environment: environmentOf(app.version),
    finishedAt: app.clock().toISOString(),
    warnings: [
      ...problems.map(inOneLine),
      ...warnings,
      ...tooSmall.map(leftOut),
      ...protocolWarnings(identities, directions),
    ],
  };
  return { result, identities, errors, people: roles.people };
}

function sourcesOf(models: ModelStore, calibration: ScoringOptions | undefined): MethodSources {
  return {
    models: models.entries.filter(({ task }) => task === 'embed').map(({ id }) => id),
    classical: models.entries.some(({ id }) => id === 'haar'),
    scoring: scoringOf(models),
    calibration,
  };
}

/** How often a photo will be worked on: each once, and those searched with once more for each condition. */
function countPhotos({ people }: Roles, conditions: number): number {
  return people.reduce((sum, { references, probes }) => sum + references.length + (1 + conditions) * probes.length, 0);
}

/** The methods that can enrol the largest gallery of these trials, and those that cannot. */
function parted(methods: readonly Method[], trials: readonly Trial[]): [Method[], Method[]] {
  const largest = Math.max(0, ...trials.map(({ enrolled }) => enrolled.length));
  const fits = ({ mostPeople = Number.POSITIVE_INFINITY }: Method) => largest <= mostPeople;
  const fitting = methods.filter(fits);
  if (fitting.length === 0)
    throw new AppError('invalid', `None of these methods can enrol the ${largest} people of a trial: name others.`);
  return [fitting, methods.filter((method) => !fits(method))];
}

function leftOut({ name, mostPeople }: Method): string {
  return `${name} was left out of the searches: it is for galleries of at most ${mostPeople} people.`;
}

/** What is compared. */
interface Plan extends Omit<StressPlan, 'clean'> {
  /** Those too that cannot enrol a whole gallery: a closed set is small. */
  readonly chosen: readonly Method[];
  readonly reverseTrials: readonly Trial[];
  readonly options: EvaluateOptions & DatasetOptions;
}

function countSteps({ chosen, methods, trials, reverseTrials, conditions, options }: Plan): number {
  const directions = [trials, reverseTrials].filter(({ length }) => length > 0);
  const comparisons = directions.reduce((sum, { length }) => sum + methods.length * (length + 1), 0);
  const closedSet = options.closedSet ? chosen.length : 0;
  return comparisons + closedSet + conditions.length * stressedMethods(methods).length * (trials.length + 1);
}

/** Run the methods the way that was asked for, then the other way round where that says something. */
async function compareDirections(app: App, plan: Plan) {
  const { setup, trials, reverseTrials, options } = plan;
  const { enrolled, probes, reversible } = plan.roles;
  const names = plan.methods.map(({ name }) => name);
  const all = plan.chosen.map(({ name }) => name);
  const crew = startCrew(setup, app.config.workers);
  const shared = { signal: app.signal, onStep: options.onStep };
  try {
    const forward = await compareMethods(crew, names, trials, { exchanged: false, ...shared });
    const reverse = reversible && (await compareMethods(crew, names, reverseTrials, { exchanged: true, ...shared }));
    return {
      enrolled,
      probes,
      ...forward,
      reverse: reverse
        ? { enrolled: probes, probes: enrolled, methods: reverse.methods, differences: reverse.differences }
        : null,
      closedSet: options.closedSet ? await compareClosedSet(crew, all, closedSetOf(options), shared) : null,
    };
  } finally {
    await crew.close();
  }
}

function closedSetOf({ closedSet, splits, seed }: EvaluateOptions): ClosedSetOptions {
  return { splits, seed, ...(closedSet ? { identities: closedSet } : {}) };
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
