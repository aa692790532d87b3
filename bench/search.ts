import { dot } from '../src/core/vector.ts';
import { serve, startChild } from './child.ts';
import { type Searcher, searchers } from './gallery-searchers.ts';
import { childOf, probe, faces as syntheticFaces } from './synthetic.ts';

export interface Times {
  /** Milliseconds for one probe: half of the searches, and 95 of 100, took no longer. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** One searcher with so many faces. */
export interface SearcherReport extends Times {
  readonly name: string;
  readonly faces: number;
  /** Time that all threads together were at work for one search, in milliseconds. */
  readonly cpuMs: number;
  /** Share of the 50 nearest faces of brute force over float vectors that were returned. */
  readonly recallAt50: number;
  /** Share of probes whose first candidate is a mate, at a cosine of about 0.45. */
  readonly matesFirst: number;
  readonly enrolMs: number;
  /** Bytes reserved for the vectors. */
  readonly bytes?: number;
  readonly peakRssBytes: number;
}

/** Homeward's gallery in several sizes, and what others need for one of them. */
export interface SearchReport {
  readonly sizes: readonly SearcherReport[];
  /** The same without worker threads. */
  readonly oneThread: readonly SearcherReport[];
  readonly peers: readonly SearcherReport[];
}

type Step = 'enrol' | 'search' | 'check';

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const ONE_THREAD_SIZES = [1000, 10_000, 100_000];
const PEER_SIZE = 100_000;
const PEERS = ['sqlite-vec', 'lancedb'];
const NEIGHBOURS = 50;
const SEARCHES = 200;
/** Probes that are answered by brute force as well. */
const CHECKED = 50;

/** Search times, each in a process of its own. */
export async function benchSearch(log: (line: string) => void): Promise<SearchReport> {
  const measureAll = async (names: readonly string[], sizes: readonly number[]) => {
    const reports: SearcherReport[] = [];
    for (const faces of sizes)
      for (const name of names) {
        reports.push(await measure(name, faces));
        log(`search: ${name}, ${faces} faces`);
      }
    return reports;
  };
  return {
    sizes: await measureAll(['homeward'], SIZES),
    oneThread: await measureAll(['one-thread'], ONE_THREAD_SIZES),
    peers: await measureAll(PEERS, [PEER_SIZE]),
  };
}

async function measure(name: string, faces: number): Promise<SearcherReport> {
  const child = startChild<Step, Partial<SearcherReport>>(`search-${faces}-${name}`, { oneCore: false });
  const enrolled = await child.ask('enrol');
  const searched = await child.ask('search');
  // Brute force needs memory of its own, so it comes after the peak was read.
  const checked = await child.ask('check');
  child.stop();
  const { peakRssBytes, cpuMilliseconds } = searched;
  const measured = { enrolMs: enrolled.milliseconds, cpuMs: cpuMilliseconds / (ROUNDS * SEARCHES), peakRssBytes };
  return { faces, ...measured, ...searched.answer, ...checked.answer } as SearcherReport;
}

/** Answer for one searcher. @param part its size and its name, as `100000-lancedb` */
export async function serveSearch(part: string): Promise<void> {
  const [size = '', ...name] = part.split('-');
  const open = searchers[name.join('-')];
  if (!open) throw new RangeError(`there is no searcher «${name.join('-')}»`);
  const searcher = await open();
  const faces = Number(size);
  const steps: Record<Step, () => Promise<Partial<SearcherReport>>> = {
    enrol: async () => {
      await searcher.enrol(faces);
      return {};
    },
    search: async () => {
      const bytes = searcher.bytes();
      return { name: searcher.name, ...(await searchTimes(searcher, faces)), ...(bytes !== undefined && { bytes }) };
    },
    check: async () => {
      const checked = await check(searcher, faces);
      await searcher.close();
      return checked;
    },
  };
  serve<Step, Partial<SearcherReport>>((step) => steps[step]());
}

/** A first round gets the threads and compilers going. */
const ROUNDS = 2;

export async function searchTimes(searcher: Pick<Searcher, 'search'>, faces: number): Promise<Times> {
  const times: number[] = [];
  const probes = someChildren(faces, SEARCHES).map(probe);
  for (let round = 0; round < ROUNDS; round++)
    for (const vector of probes) {
      const started = performance.now();
      await searcher.search(vector, NEIGHBOURS);
      if (round === ROUNDS - 1) times.push(performance.now() - started);
    }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

async function check(searcher: Searcher, faces: number): Promise<Pick<SearcherReport, 'recallAt50' | 'matesFirst'>> {
  const children = someChildren(faces, CHECKED);
  const probes = children.map(probe);
  const similarities = probes.map(() => new Float64Array(faces));
  for (const [index, vector] of syntheticFaces(faces))
    for (const [number, each] of probes.entries()) similarities[number]?.set([dot(vector, each)], index);
  let agreed = 0;
  let matesFirst = 0;
  for (const [number, vector] of probes.entries()) {
    const found = await searcher.search(vector, NEIGHBOURS);
    const truth = nearest(similarities[number] ?? new Float64Array());
    agreed += found.filter((index) => truth.has(index)).length;
    if (childOf(found[0] ?? -1) === children[number]) matesFirst++;
  }
  return { recallAt50: agreed / (NEIGHBOURS * CHECKED), matesFirst: matesFirst / CHECKED };
}

function nearest(similarities: Float64Array): Set<number> {
  const falling = Float64Array.from(similarities).sort().reverse();
  const least = falling[NEIGHBOURS - 1] ?? Number.NEGATIVE_INFINITY;
  const near = new Set<number>();
  for (let index = 0; index < similarities.length; index++) if ((similarities[index] ?? 0) >= least) near.add(index);
  return near;
}

/** Children of the gallery, far apart. */
function someChildren(faces: number, count: number): number[] {
  const children = childOf(faces);
  return Array.from({ length: count }, (_, index) => (index * 7919) % children);
}
