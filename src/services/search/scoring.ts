import type { Template } from '../../core/face.ts';
import { countSearchable, keepSearchable, listSearchableCases } from '../../db/searches.ts';
import type { Reference, ScoringOptions } from '../../match/types.ts';
import type { Platform } from '../../platform.ts';
import type { FaceIndex, ProtectedScope, Scoring } from './contract.ts';
import { loadPastProbes, loadReferences } from './references.ts';
import { openLocalScorer, openScorerThread, type ScorerClient } from './scorer/client.ts';
import type { Among } from './scorer/host.ts';

/** Up to so many children all are compared with each probe; above, those nearest to it. */
const COMPARED_WHOLE = 2000;

/** Children on the shortlist from each model: five times the longest list that people see. */
const NEAREST = 100;

/** From so many children on the scorer works in a thread of its own, and searches do not wait for new statistics. */
const THREAD_FROM = 200;

/** The statistics are made anew when so large a share of the reference faces has changed … */
const CHANGED_SHARE = 0.01;
/** … and after so long when any face has. */
const LONGEST_USE_MS = 3_600_000;

type Parts = Pick<Platform, 'db' | 'clock' | 'config'> & {
  readonly index: FaceIndex;
  readonly options: ScoringOptions;
};

/** Statistics of the deployment at one moment, and the scorer that works by them. */
interface Statistics extends Lease {
  readonly client: ScorerClient;
  /** Cases in a lasting order. */
  readonly cases: number;
  readonly revision: number;
  readonly madeAt: number;
  /** Revisions of the children that the scorer holds, by the name of the list. */
  readonly held: Map<string, number>;
}

/**
 * Open the scoring of a deployment over its index ([Note: Shortlists]).
 *
 * Statistics are made before the first search, and again when enough has changed, never in each search. The children
 * that are compared are always those of now.
 */
export function openScoring(parts: Parts): Scoring {
  let known: Statistics | null = null;
  let making: Promise<Statistics> | null = null;
  const renew = async () => {
    const made = await makeStatistics(parts);
    const former = known;
    known = made;
    await former?.retire();
    return made;
  };
  const current = async () => {
    if (known && !isOutdated(known, parts)) return known;
    making ??= renew().finally(() => {
      making = null;
    });
    if (!known || known.cases < THREAD_FROM) return making;
    // Whoever needs the new ones will see why they could not be made.
    making.catch(() => undefined);
    return known;
  };
  return {
    async search(probe, { protectedOf, ...request }) {
      const statistics = await current();
      return statistics.use(async (client) => {
        const { children } = await countSearchable(parts.db, protectedOf);
        const among = await childrenFor(parts, statistics, { probe, protectedOf });
        const alertFpir = parts.config.alertFpir;
        return client.call({ do: 'search', search: { probe, among, request: { ...request, children }, alertFpir } });
      });
    },
    async calibrations() {
      await parts.index.catchUp();
      const statistics = await current();
      const { children } = await countSearchable(parts.db, 'all');
      return statistics.use((client) => client.call({ do: 'calibrations', children }));
    },
    async close() {
      await making?.catch(() => undefined);
      await known?.retire();
    },
  };
}

function isOutdated({ revision, cases, madeAt }: Statistics, { index, clock }: Parts): boolean {
  const changes = index.revision - revision;
  return changes > cases * CHANGED_SHARE || (changes > 0 && clock().getTime() - madeAt > LONGEST_USE_MS);
}

async function makeStatistics(parts: Parts): Promise<Statistics> {
  const { db, index, clock, options } = parts;
  const revision = index.revision;
  const cases = await listSearchableCases(db, 'all');
  const { children, faces } = await countSearchable(db, 'all');
  const sample = await loadReferences(db, index, evenSample(cases, COMPARED_WHOLE));
  const pastProbes = await loadPastProbes(db, index);
  const client = cases.length < THREAD_FROM ? openLocalScorer() : openScorerThread();
  const made = { cases: cases.length, revision, madeAt: clock().getTime() };
  const statistics = { ...made, ...leaseOf(client), client, held: new Map<string, number>() };
  const deployment = { sample, pastProbes, children, faces };
  const searches = await client.call({ do: 'open', deployment, options });
  for (const [searchIndex, { probe }] of searches.entries()) {
    const among = await childrenFor(parts, statistics, { probe, protectedOf: 'all' });
    await client.call({ do: 'try-impostor', index: searchIndex, among });
  }
  return statistics;
}

/** Keeps a scorer open as long as somebody works with it. */
interface Lease {
  use<Result>(task: (client: ScorerClient) => Promise<Result>): Promise<Result>;
  /** Close it when the last has finished. */
  retire(): Promise<void>;
}

function leaseOf(client: ScorerClient): Lease {
  let users = 0;
  let isRetired = false;
  const closeUnused = async () => {
    if (isRetired && users === 0) await client.close();
  };
  return {
    async use(task) {
      users++;
      try {
        return await task(client);
      } finally {
        users--;
        await closeUnused();
      }
    },
    retire() {
      isRetired = true;
      return closeUnused();
    },
  };
}

interface Wanted {
  readonly probe: Template;
  readonly protectedOf: ProtectedScope;
}

/** Everybody where that is few, under a name; else the nearest to the probe. */
async function childrenFor(parts: Parts, statistics: Statistics, wanted: Wanted): Promise<Among> {
  if (statistics.cases > COMPARED_WHOLE) return nearestChildren(parts, wanted);
  const { db, index } = parts;
  const name = JSON.stringify(wanted.protectedOf);
  const { revision } = index;
  if (statistics.held.get(name) !== revision) {
    const references = await loadReferences(db, index, await listSearchableCases(db, wanted.protectedOf));
    await statistics.client.call({ do: 'hold', name, references });
    statistics.held.set(name, revision);
  }
  return name;
}

async function nearestChildren({ db, index }: Parts, { probe, protectedOf }: Wanted): Promise<readonly Reference[]> {
  const scope = { purpose: 'reference', withProtected: protectedOf !== 'none' } as const;
  const lists = await Promise.all(
    probe.embeddings.map((embedding) => index.nearest(embedding, NEAREST, { scope, by: 'owners' })),
  );
  const near = [...new Set(lists.flat().map(({ owner }) => owner))];
  return loadReferences(db, index, await keepSearchable(db, near, protectedOf));
}

/** At most so many, evenly over the list. */
function evenSample(cases: readonly string[], most: number): string[] {
  const step = Math.max(1, cases.length / most);
  return Array.from({ length: Math.min(most, cases.length) }, (_, place) => cases[Math.floor(place * step)] ?? '');
}
