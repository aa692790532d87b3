import { dot } from '../src/core/vector.ts';
import { openGallery } from '../src/gallery/exact.ts';
import type { Gallery } from '../src/gallery/gallery.ts';
import { serve, startChild } from './child.ts';
import { childOf, LENGTH, probe, faces as syntheticFaces } from './synthetic.ts';

interface Times {
  /** Milliseconds for one probe: half of the searches, and 95 of 100, took no longer. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A gallery of so many faces. */
export interface SearchReport extends Times {
  readonly faces: number;
  /** Share of the 50 nearest faces of brute force over float vectors that the gallery returned. */
  readonly recallAt50: number;
  /** Bytes reserved for the vectors. */
  readonly bytes: number;
  /** Share of probes whose first candidate is a mate, at a cosine of about 0.45. */
  readonly matesFirst: number;
  /** The same searches without worker threads. */
  readonly oneThread: Times;
  readonly enrolMsPerThousand: number;
  readonly peakRssBytes: number;
}

type Step = 'enrol' | 'search' | 'check' | 'search in one thread';

const SIZES = [1000, 10_000, 100_000];
const NEIGHBOURS = 50;
const SEARCHES = 200;
/** Probes that are answered by brute force as well. */
const CHECKED = 50;

/** Search times in galleries of three sizes, each in a process of its own. */
export async function benchSearch(log: (line: string) => void): Promise<SearchReport[]> {
  const reports: SearchReport[] = [];
  for (const faces of SIZES) {
    const child = startChild<Step, Partial<SearchReport>>(`search-${faces}`, { oneCore: false });
    const enrolled = await child.ask('enrol');
    const searched = await child.ask('search');
    // The other steps need memory of their own, so they come after the peak was read.
    const checked = await child.ask('check');
    const single = await child.ask('search in one thread');
    child.stop();
    const { peakRssBytes } = searched;
    const parts = { ...enrolled.answer, ...searched.answer, ...checked.answer, ...single.answer };
    reports.push({ ...parts, faces, peakRssBytes } as SearchReport);
    log(`search: ${faces} faces`);
  }
  return reports;
}

/** Answer for a gallery of one size. */
export function serveSearch(faces: number): void {
  const gallery = openGallery({ length: LENGTH });
  const steps: Record<Step, () => Promise<Partial<SearchReport>>> = {
    enrol: async () => ({ enrolMsPerThousand: enrol(gallery, faces) }),
    search: async () => ({ ...(await searchTimes(gallery)), bytes: gallery.bytes }),
    check: () => check(gallery),
    'search in one thread': async () => {
      await gallery.close();
      const single = openGallery({ length: LENGTH, workers: 0 });
      enrol(single, faces);
      return { oneThread: await searchTimes(single) };
    },
  };
  serve<Step, Partial<SearchReport>>((step) => steps[step]());
}

function enrol(gallery: Gallery, faces: number): number {
  let milliseconds = 0;
  for (const [index, vector] of syntheticFaces(faces)) {
    const started = performance.now();
    gallery.add(`${index}`, vector);
    milliseconds += performance.now() - started;
  }
  return (1000 * milliseconds) / faces;
}

async function searchTimes(gallery: Gallery): Promise<Times> {
  const times: number[] = [];
  const probes = someChildren(gallery.size, SEARCHES).map(probe);
  // A first round gets the threads and compilers going.
  for (const round of [0, 1])
    for (const vector of probes) {
      const started = performance.now();
      await gallery.search(vector, NEIGHBOURS);
      if (round === 1) times.push(performance.now() - started);
    }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

async function check(gallery: Gallery): Promise<Pick<SearchReport, 'recallAt50' | 'matesFirst'>> {
  const children = someChildren(gallery.size, CHECKED);
  const probes = children.map(probe);
  const similarities = probes.map(() => new Float64Array(gallery.size));
  for (const [index, vector] of syntheticFaces(gallery.size))
    for (const [number, each] of probes.entries()) similarities[number]?.set([dot(vector, each)], index);
  let agreed = 0;
  let matesFirst = 0;
  for (const [number, vector] of probes.entries()) {
    const found = (await gallery.search(vector, NEIGHBOURS)).map(({ id }) => Number(id));
    const truth = nearest(similarities[number] ?? new Float64Array());
    agreed += found.filter((index) => truth.has(index)).length;
    if (childOf(found[0] ?? -1) === children[number]) matesFirst++;
  }
  return { recallAt50: agreed / (NEIGHBOURS * CHECKED), matesFirst: matesFirst / CHECKED };
}

function nearest(similarities: Float64Array): Set<number> {
  const order = [...similarities.keys()].sort((a, b) => (similarities[b] ?? 0) - (similarities[a] ?? 0));
  return new Set(order.slice(0, NEIGHBOURS));
}

/** Children of the gallery, far apart. */
function someChildren(faces: number, count: number): number[] {
  const children = childOf(faces);
  return Array.from({ length: count }, (_, index) => (index * 7919) % children);
}
