import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import type { Template } from '../core/face.ts';
import type { Identity } from '../evaluation/protocol.ts';
import { syntheticPeople } from '../testing/people.ts';
import { buildGalleryScorer } from './scorer.ts';
import type { PastProbe, Reference } from './types.ts';

const people = syntheticPeople(260, 1);
const enrolled = people.slice(0, 120);
const strangers = people.slice(120);
const references = enrolled.map(referenceOf);
const gallery = buildGalleryScorer(references);

describe('a search', () => {
  it('finds an enrolled child and shows why', () => {
    const result = gallery.search(probeOf(7));
    expect(result).toMatchObject({ mode: 'investigation', fpir: null, gallerySize: 120, nobody: false });
    expect(result.candidates).toHaveLength(20);
    const [first] = result.candidates;
    expect(first).toMatchObject({ rank: 1, child: 'p7' });
    expect(first?.oneIn).toBeGreaterThan(100);
    expect(first?.photos.map(({ photo }) => photo).sort()).toEqual(['7-0', '7-1']);
    expect(first?.photos[0]?.similarity).toBeGreaterThanOrEqual(first?.photos[1]?.similarity ?? 0);
    expect(Object.keys(first?.photos[0]?.perModel ?? {}).sort()).toEqual(['dlib128', 'fr512', 'mfn192']);
  });

  it('gives the same scores as many searches together', () => {
    const probes = people.slice(0, 100).flatMap(({ probes: own }) => templatesOf(own));
    const { values, children } = gallery.scoreAll(probes);
    expect(values).toHaveLength(probes.length * children.length);
    for (const place of [0, 63, 64, 65, 199]) {
      const { candidates } = gallery.search(probes[place] ?? probeOf(0));
      for (const { child, score } of candidates)
        expect(values[place * children.length + children.indexOf(child)]).toBeCloseTo(score, 4);
    }
  });

  it('does not care in which order the children were enrolled', () => {
    const reversed = buildGalleryScorer(references.toReversed());
    const ranks = (scorer: typeof gallery) => scorer.search(probeOf(3)).candidates.map(({ child }) => child);
    expect(ranks(reversed)).toEqual(ranks(gallery));
  });

  it('answers nobody for strangers, about as often as was wanted', () => {
    const probes = strangers.flatMap(({ probes: own }) => templatesOf(own));
    const returned = probes.filter((probe) => {
      const result = gallery.search(probe, { mode: 'identification', fpir: 0.05 });
      expect(result.nobody).toBe(result.candidates.length === 0);
      return !result.nobody;
    });
    expect(returned.length / probes.length).toBeLessThan(0.1);
    const mates = enrolled.map((_, index) => gallery.search(probeOf(index), { mode: 'identification', fpir: 0.05 }));
    const found = mates.filter(({ candidates }, index) => candidates[0]?.child === `p${index}`);
    expect(found.length).toBeGreaterThan(90);
  });

  it('says so when the wanted FPIR cannot be promised', () => {
    const result = gallery.search(probeOf(1), { mode: 'identification', fpir: 1e-6 });
    expect(result).toMatchObject({ nobody: true, candidates: [] });
    expect(result.notes.join()).toContain('Not enough data');
    expect(gallery.thresholdFor(30, 1e-6)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('known strangers among the past probes', () => {
  it('lower the threshold for probes of their age, since the children among themselves are more alike', () => {
    const past = strangers.flatMap(({ name, probes }) =>
      templatesOf(probes).map((template): PastProbe => ({ template, person: name })),
    );
    const informed = buildGalleryScorer(references, past);
    const rate = (scorer: typeof gallery) =>
      enrolled.filter((_, index) => !scorer.search(probeOf(index), { mode: 'identification' }).nobody).length;
    expect(rate(informed)).toBeGreaterThanOrEqual(rate(gallery));
    expect(informed.search(probeOf(0)).basis).toBe('own');
  });
});

describe('small galleries', () => {
  const clear = syntheticPeople(30, 0.25, 5);
  const stranger = requireTemplate(clear[29]?.probes[0]?.template);

  it('of nobody answer nobody', () => {
    const result = buildGalleryScorer([]).search(stranger, { mode: 'identification' });
    expect(result).toMatchObject({ gallerySize: 0, nobody: true, basis: 'start', notes: ['The gallery is empty.'] });
    expect(buildGalleryScorer([]).search(stranger).nobody).toBe(true);
  });

  it.each([1, 2, 5, 6, 10])('of %s children lean to nobody, but know a clear mate', (size) => {
    const scorer = buildGalleryScorer(clear.slice(0, size).map(referenceOf));
    const investigation = scorer.search(stranger);
    expect(investigation.candidates).toHaveLength(size);
    expect(investigation.basis).not.toBe('own');
    expect(investigation.candidates[0]?.strength).toBe('not enough data');
    expect(investigation.notes.join()).toContain('too few');
    expect(scorer.search(stranger, { mode: 'identification' }).nobody).toBe(true);

    const mate = requireTemplate(clear[0]?.references[0]?.template);
    const [found] = scorer.search({ ...mate, photo: 'another' }, { mode: 'identification' }).candidates;
    expect(found).toMatchObject({ rank: 1, child: 'p0' });
    expect(found?.oneIn).toBeLessThanOrEqual(200);
  });
});

describe('models', () => {
  it('of different versions never meet', () => {
    expect(() => gallery.search(inVersion(probeOf(2), '2'))).toThrow(AppError);
    const [first, ...rest] = references;
    const mixed = buildGalleryScorer([
      { child: 'renewed', templates: (first?.templates ?? []).map((template) => inVersion(template, '2')) },
      ...rest,
    ]);
    const { candidates } = mixed.search(probeOf(0), { length: 20 });
    expect(candidates.map(({ child }) => child)).not.toContain('renewed');
    expect(mixed.search(inVersion(probeOf(0), '2')).candidates).toMatchObject([{ child: 'renewed' }]);
  });

  it('that a probe lacks drop out', () => {
    const probe = probeOf(5);
    const lone = { ...probe, embeddings: probe.embeddings.filter(({ model }) => model === 'fr512') };
    const [first] = gallery.search(lone).candidates;
    expect(first?.child).toBe('p5');
    expect(Object.keys(first?.photos[0]?.perModel ?? {})).toEqual(['fr512']);
  });

  it('are left out with weight 0 and join with a weight of their own', () => {
    const own = (template: Template): Template => ({
      ...template,
      embeddings: template.embeddings.map((embedding) => ({ ...embedding, model: `my-${embedding.model}` })),
    });
    const mine = references.map(({ child, templates }) => ({ child, templates: templates.map(own) }));
    const scorer = buildGalleryScorer(mine, [], { models: { 'my-dlib128': { weight: 0 }, 'my-fr512': { weight: 2 } } });
    expect(scorer.search(own(probeOf(8))).candidates[0]?.child).toBe('p8');
    expect(() => buildGalleryScorer(references, [], { models: { fr512: { weight: 0 } } })).not.toThrow();
  });
});

it('refuses a child that is enrolled twice', () => {
  expect(() => buildGalleryScorer([...references, ...references])).toThrow(RangeError);
});

it('never proposes a child without a photo', () => {
  const scorer = buildGalleryScorer([{ child: 'no photo', templates: [] }, ...references.slice(0, 3)]);
  expect(scorer.search(probeOf(0)).candidates.map(({ child }) => child)).not.toContain('no photo');
});

function referenceOf({ name, references: own }: Identity): Reference {
  return { child: name, templates: templatesOf(own) };
}

function templatesOf(samples: Identity['probes']): Template[] {
  return samples.flatMap(({ template }) => template ?? []);
}

function probeOf(index: number): Template {
  return requireTemplate(people[index]?.probes[0]?.template);
}

function requireTemplate(template: Template | null | undefined): Template {
  if (!template) throw new Error('no such photo');
  return template;
}

function inVersion(template: Template, version: string): Template {
  return { ...template, embeddings: template.embeddings.map((embedding) => ({ ...embedding, version })) };
}
