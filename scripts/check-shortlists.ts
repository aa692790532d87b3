/**
 * What does a shortlist change in the scores of a large gallery ([Note: Shortlists])?
 *
 *   tsx scripts/check-shortlists.ts DIR [--children 4000] [--sample 1000] [--nearest 100] [--probes 300] [--seed 1]
 *
 * DIR holds the development embeddings of check-scoring.ts, 505 people. More children are mixed from them: each halfway
 * between two people, with a stray of its own, so that the crowd is as alike among itself as real children are. The same
 * probes are searched in the whole gallery and among their shortlists; printed is how far the answers differ.
 */
import { parseArgs } from 'node:util';
import type { Template } from '../src/core/face.ts';
import { normalise } from '../src/core/vector.ts';
import { type Random, seededRandom } from '../src/evaluation/random.ts';
import { openGallery } from '../src/gallery/exact.ts';
import type { Gallery } from '../src/gallery/gallery.ts';
import { openDeploymentScorer } from '../src/match/deployment.ts';
import { buildGalleryScorer } from '../src/match/scorer.ts';
import type { PastProbe, Reference, SearchResult } from '../src/match/types.ts';
import { readIdentities } from './check-scoring/data.ts';
import { referenceOf, templatesOf } from './check-scoring/protocol.ts';

/** As in src/services/search/scorer/host.ts. */
const NORMALISED = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    children: { type: 'string', default: '4000' },
    sample: { type: 'string', default: '1000' },
    nearest: { type: 'string', default: '100' },
    probes: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = positionals[0];
if (folder === undefined) {
  console.error('Give the folder of the development embeddings: tsx scripts/check-shortlists.ts DIR');
  process.exit(2);
}
const [size, sampled, nearest, searched] = [values.children, values.sample, values.nearest, values.probes].map(Number);
const random = seededRandom(Number(values.seed), 0);
const people = readIdentities(folder);
const enrolled = people.slice(0, 252).map(referenceOf);
const references = [...enrolled, ...mixedChildren(enrolled, (size ?? 0) - enrolled.length)];
const later = people.flatMap(({ probes }) => templatesOf(probes).slice(0, 1));
const pastProbes = later.filter((_, index) => index % 3 === 0).map((template): PastProbe => ({ template }));
const probes = later.filter((_, index) => index % 3 !== 0).slice(0, searched);
const faces = references.reduce((sum, { templates }) => sum + templates.length, 0);
console.log(
  `${references.length} children, ${faces} photos, ${pastProbes.length} past probes, ${probes.length} searches`,
);

const whole = buildGalleryScorer(references, pastProbes);
const galleries = enrolAll(references);
const step = references.length / Math.min(sampled ?? 0, references.length);
const sample = Array.from(
  { length: Math.floor(references.length / step) },
  (_, place) => references[Math.floor(place * step)],
);
const deployment = openDeploymentScorer({
  sample: sample.filter((reference) => reference !== undefined),
  pastProbes,
  children: references.length,
  faces,
});
const byName = new Map(references.map((reference) => [reference.child, reference]));
let start = performance.now();
for (const [index, { probe }] of deployment.impostorSearches.entries())
  deployment.tryImpostor(index, deployment.prepare(await shortlistOf(probe), NORMALISED));
console.log(
  `statistics from ${sample.length} children, ${deployment.impostorSearches.length} searches for strangers: ${seconds()}`,
);

start = performance.now();
const expected = probes.map((probe) => whole.search(probe));
console.log(`compared with everybody, its statistics included: ${seconds()}`);
start = performance.now();
const answers: SearchResult[] = [];
let listed = 0;
for (const probe of probes) {
  const shortlist = deployment.prepare(await shortlistOf(probe), NORMALISED);
  listed += shortlist.size;
  answers.push(deployment.search(probe, shortlist));
}
console.log(`by shortlists of ${Math.round(listed / probes.length)} children: ${seconds()}`);
report();
for (const gallery of galleries.values()) await gallery.close();

function report(): void {
  const pairs = expected.map((one, index) => [one.candidates, answers[index]?.candidates ?? []] as const);
  const share = (right: number, of: number) => `${((100 * right) / of).toFixed(1)} %`;
  const sameFirst = pairs.filter(([one, other]) => one[0]?.child === other[0]?.child).length;
  const top = (length: number) =>
    pairs.reduce((sum, [one, other]) => {
      const names = new Set(other.slice(0, length).map(({ child }) => child));
      return sum + one.slice(0, length).filter(({ child }) => names.has(child)).length;
    }, 0);
  console.log(`same child at rank 1: ${share(sameFirst, pairs.length)}`);
  for (const length of [5, 10, 20])
    console.log(`first ${length} in common: ${share(top(length), length * pairs.length)}`);
  const differences = pairs.map(([one, other]) => Math.abs((one[0]?.score ?? 0) - (other[0]?.score ?? 0)));
  console.log(
    `score of rank 1: mean difference ${mean(differences).toFixed(3)}, greatest ${Math.max(...differences).toFixed(3)}`,
  );
  const ratios = pairs.map(([one, other]) => (other[0]?.oneIn ?? 1) / (one[0]?.oneIn ?? 1)).sort((a, b) => a - b);
  const quantile = (q: number) => ratios[Math.floor(q * (ratios.length - 1))]?.toFixed(2);
  console.log(
    `«one in» of rank 1, shortlist to whole: median ${quantile(0.5)}, 5 % ${quantile(0.05)}, 95 % ${quantile(0.95)}`,
  );
  for (const fpir of [0.01, 0.1]) {
    const [one, other] = [whole.thresholdFor(30, fpir), deployment.thresholdFor(30, fpir)];
    const alerts = pairs.filter(([a, b]) => (a[0]?.score ?? 0) >= one === (b[0]?.score ?? 0) >= other).length;
    console.log(
      `threshold at FPIR ${fpir}: ${one.toFixed(2)} and ${other.toFixed(2)}; same verdict ${share(alerts, pairs.length)}`,
    );
  }
}

/** Children halfway between two people and with a stray of their own; as many photos as the first of them. */
function mixedChildren(parents: readonly Reference[], count: number): Reference[] {
  return Array.from({ length: Math.max(0, count) }, (_, child) => {
    const [first, second] = [parents[random.below(parents.length)], parents[random.below(parents.length)]];
    const other = second?.templates[0];
    const templates = (first?.templates ?? []).map((template) => mix(template, other ?? template, `mixed ${child}`));
    return { child: `mixed ${child}`, templates };
  });
}

function mix(first: Template, second: Template, photo: string): Template {
  const embeddings = first.embeddings.map((embedding) => {
    const other = second.embeddings.find(({ model }) => model === embedding.model) ?? embedding;
    const stray = strayOf(embedding.vector.length, random);
    const vector = embedding.vector.map((value, at) => value + (other.vector[at] ?? 0) + 0.7 * (stray[at] ?? 0));
    return { ...embedding, vector: normalise(vector) };
  });
  return { ...first, embeddings, photo };
}

function strayOf(length: number, { below }: Random): Float32Array {
  const uniform = () => below(2 ** 24) / 2 ** 24 - 0.5;
  return normalise(Float32Array.from({ length }, () => uniform() + uniform() + uniform()));
}

function enrolAll(children: readonly Reference[]): Map<string, Gallery> {
  const made = new Map<string, Gallery>();
  for (const { child, templates } of children)
    for (const [place, { embeddings }] of templates.entries())
      for (const { model, vector } of embeddings) {
        const gallery = made.get(model) ?? openGallery({ length: vector.length, workers: 0 });
        made.set(model, gallery);
        const facts = {
          owner: child,
          purpose: 'reference',
          agency: null,
          isSearchable: true,
          isProtected: false,
        } as const;
        gallery.add(`${child}/${place}`, vector, facts);
      }
  return made;
}

async function shortlistOf(probe: Template): Promise<Reference[]> {
  const names = new Set<string>();
  for (const { model, vector } of probe.embeddings) {
    const found = (await galleries.get(model)?.search(vector, nearest ?? 0, { by: 'owners' })) ?? [];
    for (const { owner } of found) names.add(owner);
  }
  return [...names].sort().flatMap((name) => byName.get(name) ?? []);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function seconds(): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
