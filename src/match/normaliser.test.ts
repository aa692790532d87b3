import { expect, it } from 'vitest';
import type { Template } from '../core/face.ts';
import { syntheticPeople } from '../testing/people.ts';
import { compareProbes, prepareGallery } from './comparison.ts';
import { openNormaliser } from './normaliser.ts';
import type { PastProbe } from './types.ts';

const people = syntheticPeople(60, 1);
const references = people.slice(0, 30).map(({ name, references: own }) => ({
  child: name,
  templates: own.flatMap(({ template }) => template ?? []),
}));
const gallery = prepareGallery(references, [], {});
const strangers = people.slice(30).map((person): PastProbe => ({ template: probeOf(person.name) }));
const probe = probeOf('p4');
const [raw = { children: new Float64Array(), photos: new Float64Array() }] = compareProbes(gallery, [probe]);
const mate = 4;

it('leaves past probes of the candidate’s own person out of its cohort, whoever the candidate is', () => {
  const extra = people.slice(0, 30).map((person): PastProbe => {
    return { template: { ...probeOf(person.name), photo: `again ${person.name}` }, person: person.name };
  });
  for (const child of [4, 17]) {
    const without = normalise([...strangers, ...extra.toSpliced(child, 1)]);
    const withOwn = normalise([...strangers, ...extra]);
    expect(withOwn[child]).toBe(without[child]);
  }
});

it('would be fooled by an unlabelled copy of the probe, and so leaves the same photo out', () => {
  const copies = Array.from({ length: 5 }, (): PastProbe => ({ template: probe }));
  const renamed = copies.map(
    ({ template }, index): PastProbe => ({ template: { ...template, photo: `copy ${index}` } }),
  );
  const clean = normalise(strangers);
  expect(normalise([...strangers, ...copies])[mate]).toBeCloseTo(clean[mate] ?? 0, 9);
  expect(normalise([...strangers, ...renamed])[mate]).toBeLessThan((clean[mate] ?? 0) - 0.5);
});

it('takes only past probes of the probe’s own age domain as cohort', () => {
  const youths = strangers.map(({ template }): PastProbe => ({ template: { ...template, ageYears: 15 } }));
  expect(openNormaliser(gallery, strangers).hasCohort('adult')).toBe(true);
  expect(openNormaliser(gallery, youths).hasCohort('adult')).toBe(false);
  expect(normalise(youths)).toEqual(normalise([]));
});

it('skips a cohort of four, and the probe’s cohort then counts in full', () => {
  expect(normalise(strangers.slice(0, 4))).toEqual(normalise([]));
  expect(normalise(strangers.slice(0, 5))).not.toEqual(normalise([]));
  const others = raw.children.filter((_, child) => child !== mate).sort();
  const top = others.slice(-20).reduce((sum, score) => sum + score, 0) / 20;
  expect(normalise([])[mate]).toBeCloseTo((raw.children[mate] ?? 0) - top, 9);
});

it('does nothing but shift when it is turned off', () => {
  const scores = openNormaliser(gallery, strangers, 0).normalise(raw.children, 'adult', probe);
  const shifts = [...scores].map((score, child) => (raw.children[child] ?? 0) - score);
  for (const shift of shifts) expect(shift).toBeCloseTo(shifts[0] ?? 0, 9);
});

function normalise(pastProbes: readonly PastProbe[]): Float64Array {
  return openNormaliser(gallery, pastProbes).normalise(raw.children, 'adult', probe);
}

function probeOf(name: string): Template {
  const template = people.find((person) => person.name === name)?.probes[0]?.template;
  if (!template) throw new Error(`no probe of ${name}`);
  return template;
}
