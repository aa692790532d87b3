import { describe, expect, it } from 'vitest';
import type { Template } from '../core/face.ts';
import type { Identity } from '../evaluation/protocol.ts';
import { syntheticPeople } from '../testing/people.ts';
import { type Deployment, type DeploymentScorer, openDeploymentScorer, type Shortlist } from './deployment.ts';
import { buildGalleryScorer } from './scorer.ts';
import type { PastProbe, Reference } from './types.ts';

const people = syntheticPeople(230, 1);
const enrolled = people.slice(0, 120);
const strangers = people.slice(120);
const references = enrolled.map(referenceOf);
const known = strangers.map(({ name, probes }): PastProbe => ({ template: templateOf(probes[0]), person: name }));
const unknown = strangers.map(({ probes }): PastProbe => ({ template: templateOf(probes[1]) }));

function whole(sample: readonly Reference[], pastProbes: readonly PastProbe[]): [DeploymentScorer, Shortlist] {
  const faces = sample.reduce((sum, { templates }) => sum + templates.length, 0);
  const scorer = openDeploymentScorer({ sample, pastProbes, children: sample.length, faces });
  const everybody = scorer.prepare([...sample]);
  scorer.impostorSearches.forEach((_, index) => {
    scorer.tryImpostor(index, everybody);
  });
  return [scorer, everybody];
}

describe('with every child on the shortlist', () => {
  it.each([
    ['no past probes', references, []],
    ['past probes that nobody knows', references, unknown],
    ['known strangers', references, known],
    ['three children', references.slice(0, 3), unknown],
    ['fifty children', references.slice(0, 50), known],
  ])('the answer is to the last digit that of the whole gallery: %s', (_, sample, pastProbes) => {
    const scorer = buildGalleryScorer(sample, pastProbes);
    const [deployment, everybody] = whole(sample, pastProbes);
    for (const place of [0, 2, 119, 150]) {
      const probe = templateOf(people[place]?.probes[0]);
      expect(deployment.search(probe, everybody)).toEqual(scorer.search(probe));
      expect(deployment.search(probe, everybody, { mode: 'identification' })).toEqual(
        scorer.search(probe, { mode: 'identification' }),
      );
      const ageless = { ...probe, ageYears: null };
      expect(deployment.search(ageless, everybody)).toEqual(scorer.search(ageless));
    }
    for (const fpir of [0.01, 0.1]) {
      expect(deployment.thresholdFor(30, fpir)).toBe(scorer.thresholdFor(30, fpir));
      expect(deployment.thresholdFor(null, fpir)).toBe(scorer.thresholdFor(null, fpir));
    }
  });
});

describe('with the nearest children on the shortlist', () => {
  const scorer = buildGalleryScorer(references, unknown);
  const [deployment] = whole(references, unknown);

  it.each([0, 7, 55, 119, 160])('the best candidates keep their scores: probe %s', (place) => {
    const probe = templateOf(people[place]?.probes[0]);
    const all = scorer.search(probe);
    const near = new Set(all.candidates.map(({ child }) => child));
    // A shortlist holds more than the list that is shown; 10 others here.
    const far = references.filter(({ child }) => !near.has(child)).slice(0, 10);
    const shortlist = deployment.prepare([...references.filter(({ child }) => near.has(child)), ...far]);
    const { candidates, gallerySize } = deployment.search(probe, shortlist);
    expect(gallerySize).toBe(120);
    // The child at place 20 is measured by the 21st, which need not be on this short a list.
    for (const [index, candidate] of all.candidates.slice(0, 15).entries()) {
      expect(candidates[index]?.child).toBe(candidate.child);
      expect(candidates[index]?.score).toBeCloseTo(candidate.score, 1);
    }
  });

  it('only the best are normalised, and keep their scores', () => {
    const probe = templateOf(people[7]?.probes[0]);
    const all = scorer.search(probe).candidates;
    const { candidates } = deployment.search(probe, deployment.prepare([...references], 60));
    expect(candidates.slice(0, 10)).toEqual(all.slice(0, 10));
    const without = deployment.search(probe, deployment.prepare([...references], 60), {
      leaveOut: all[0]?.child ?? '',
    });
    expect(without.candidates.map(({ child }) => child)).not.toContain(all[0]?.child);
  });

  it('a larger gallery makes the same score more common', () => {
    const probe = templateOf(people[5]?.probes[0]);
    const everybody = deployment.prepare(references);
    const [now] = deployment.search(probe, everybody).candidates;
    const [later] = deployment.search(probe, everybody, { children: 1200 }).candidates;
    expect(later?.score).toBe(now?.score);
    expect(later?.oneIn).toBeLessThan(now?.oneIn ?? 0);
    expect(deployment.thresholdFor(30, 0.1, 1200)).toBeGreaterThan(deployment.thresholdFor(30, 0.1));
  });

  it('is one of this scorer', () => {
    const deployed: Deployment = { sample: references, pastProbes: [], children: 120, faces: 240 };
    const foreign = openDeploymentScorer(deployed).prepare(references);
    expect(() => deployment.search(templateOf(people[0]?.probes[0]), foreign)).toThrow(RangeError);
    expect(() => deployment.tryImpostor(1e6, deployment.prepare([]))).toThrow(RangeError);
  });
});

function referenceOf({ name, references: own }: Identity): Reference {
  return { child: name, templates: own.map(templateOf) };
}

function templateOf(sample: Identity['probes'][number] | undefined): Template {
  if (!sample?.template) throw new Error('no such photo');
  return sample.template;
}
