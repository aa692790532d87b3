import type { App } from '../app.ts';
import { findStress, STRESSES, type Stress } from '../face/stress/stress.ts';
import { type CompareOptions, compareMethods } from './compare.ts';
import { startCrew } from './crew.ts';
import { type DatasetOptions, readDataset } from './dataset.ts';
import { WITHOUT } from './methods/homeward.ts';
import type { Method } from './methods/method.ts';
import type { Identity, Sample, Trial } from './protocol.ts';
import type { MethodResult, StressResult } from './result.ts';
import type { Roles } from './roles.ts';
import { isUsable } from './searches.ts';
import type { WorkSetup } from './work.ts';

/**
 * [Note: Stress]
 *
 * What is enrolled stays as it is; every photo searched with is made worse in one way, and everything is done anew from
 * the detection on. Trials, people and thresholds' rule are those of the clean photos, so a row compares with the first.
 */

/** What is searched, and how. */
export interface StressPlan {
  readonly setup: WorkSetup;
  readonly roles: Roles;
  readonly trials: readonly Trial[];
  readonly methods: readonly Method[];
  /** Of the same trials with the photos as they are. */
  readonly clean: readonly MethodResult[];
  readonly conditions: readonly Stress[];
  readonly options: DatasetOptions & Pick<CompareOptions, 'onStep'>;
}

/**
 * The conditions of names: `all`, a condition with all its degrees (`blur`), or one degree of it (`blur-2`).
 *
 * @throws AppError `invalid` for a name that does not exist
 */
export function chooseStresses(names: readonly string[]): Stress[] {
  const wanted = new Set(names.flatMap(resolve));
  return STRESSES.filter((stress) => wanted.has(stress));
}

function resolve(name: string): readonly Stress[] {
  if (name === 'all') return STRESSES;
  const degrees = STRESSES.filter(({ condition }) => condition === name);
  return degrees.length > 0 ? degrees : [findStress(name)];
}

/** The methods that are put under stress: not those that tell how much a step is worth, nor those that train for minutes. */
export function stressedMethods(methods: readonly Method[]): Method[] {
  return methods.filter(({ name, mostPeople }) => !name.startsWith(WITHOUT) && mostPeople === undefined);
}

/**
 * Search with worse and worse photos.
 *
 * @returns the photos as they are, then each condition
 * @throws the reason of `app.signal` when it aborts; what is in the cache by then stays
 */
export async function runStress(app: App, plan: StressPlan): Promise<StressResult[]> {
  const { setup, methods, clean } = plan;
  const names = methods.map(({ name }) => name);
  const asTheyAre = clean.filter(({ name }) => names.includes(name));
  const results = [rowOf({ name: 'none', label: 'as they are' }, asTheyAre, plan, setup.identities)];
  for (const condition of plan.conditions) {
    const identities = await worsen(app, plan, condition);
    const crew = startCrew({ ...setup, identities }, app.config.workers);
    const options = { exchanged: false, signal: app.signal, onStep: plan.options.onStep };
    const compared = await compareMethods(crew, names, plan.trials, options).finally(() => crew.close());
    results.push(rowOf(condition, compared.methods, plan, identities));
  }
  return results;
}

/** The same people, with the templates of worse photos to search with. */
async function worsen(app: App, { setup, roles, options }: StressPlan, { name }: Stress): Promise<Identity[]> {
  const people = roles.people.map((person) => ({ ...person, references: [] }));
  const stress = { name, seed: setup.seed };
  // What fails under stress is counted, not told photo by photo.
  const onPhoto = (path: string) => options.onPhoto?.(path, null);
  const { identities } = await readDataset(app, { ...roles, people }, { ...options, stress, onPhoto });
  const worse = new Map(identities.flatMap(({ probes }) => probes).map((probe) => [probe.path, probe]));
  // By path: of two copies in one folder, the one that is enrolled is not searched with here either.
  const replace = (probe: Sample): Sample => worse.get(probe.path) ?? { ...probe, template: null };
  return setup.identities.map((identity) => ({ ...identity, probes: identity.probes.map(replace) }));
}

function rowOf(
  { name, label }: Pick<Stress, 'name' | 'label'>,
  results: readonly MethodResult[],
  { methods }: StressPlan,
  identities: readonly Identity[],
): StressResult {
  const probes = identities.flatMap((identity) => identity.probes);
  const failed = (method: string) => {
    const found = methods.find((each) => each.name === method);
    return found && probes.length > 0 ? probes.filter((probe) => !isUsable(found, probe)).length / probes.length : null;
  };
  return {
    name,
    label,
    methods: results.map((result) => ({
      name: result.name,
      ...take(result),
      intervals: take(result.intervals),
      failed: failed(result.name),
    })),
  };
}

function take<Value>({ rank, fnir }: { rank: Record<string, Value>; fnir: Record<string, Value> }) {
  const of = (values: Record<string, Value>, key: string) => values[key] ?? null;
  return { rank1: of(rank, '1'), fnir: { '0.01': of(fnir, '0.01'), '0.1': of(fnir, '0.1') } };
}
