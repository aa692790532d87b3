import { cpus } from 'node:os';
import type { App } from '../app.ts';
import { type Problem, readRoster } from '../services/roster.ts';
import { compareMethods } from './compare.ts';
import { type DatasetOptions, readDataset } from './dataset.ts';
import { chooseMethods } from './methods/registry.ts';
import { type Identity, makeTrials } from './protocol.ts';
import type { Direction, EvaluationResult } from './result.ts';
import { assignRoles, type RoleOptions } from './roles.ts';
import { protocolWarnings } from './warnings.ts';

export interface EvaluateOptions extends RoleOptions, DatasetOptions {
  /** Names of the methods; left out, all that the installed models allow. */
  readonly methods?: readonly string[];
  readonly splits: number;
  readonly seed: number;
  /** Called before the photos and again before the searches, with the number of photos and of trials to come. */
  readonly onPlan?: (photos: number, trials: number) => void;
  /** Called after each trial of each method. */
  readonly onTrial?: () => void;
}

/**
 * Evaluate the methods on a folder with one folder a person.
 *
 * @throws AppError `not-found` or `invalid` when the folder or an option does not allow it, `unavailable` without models
 * @throws the reason of `app.signal` when it aborts; what is in the cache by then stays
 */
export async function evaluateFolder(app: App, folder: string, options: EvaluateOptions): Promise<EvaluationResult> {
  const { children, problems } = await readRoster(folder);
  const roles = assignRoles(children, options);
  const models = await app.models();
  const embedders = models.entries.filter(({ task }) => task === 'embed').map(({ id }) => id);
  const methods = chooseMethods(embedders, options.methods);
  const { splits, seed } = options;
  const directions = roles.reversible ? 2 : 1;
  const photos = roles.people.reduce((sum, { references, probes }) => sum + references.length + probes.length, 0);

  options.onPlan?.(photos, 0);
  const { identities, data, warnings } = await readDataset(app, roles, options);
  const trials = makeTrials(identities, splits, seed).length;
  options.onPlan?.(photos, directions * methods.length * trials);
  const compare = (people: readonly Identity[]) =>
    compareMethods(methods, people, {
      splits,
      seed,
      signal: app.signal,
      ...(options.onTrial ? { onTrial: options.onTrial } : {}),
    });
  const direction: Direction = { enrolled: roles.enrolled, probes: roles.probes, methods: await compare(identities) };
  const reverse = roles.reversible ? await compare(identities.map(exchanged)) : null;
  return {
    ...direction,
    reverse: reverse && { enrolled: roles.probes, probes: roles.enrolled, methods: reverse },
    folder,
    seed,
    splits,
    trials,
    data,
    models: models.entries.map(({ id }) => ({ id, version: models.versionOf(id) })),
    environment: environmentOf(app.version),
    finishedAt: app.clock().toISOString(),
    warnings: [...problems.map(inOneLine), ...warnings, ...protocolWarnings(identities, direction)],
  };
}

function exchanged({ name, references, probes }: Identity): Identity {
  return { name, references: probes, probes: references };
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
