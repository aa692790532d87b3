import { describe, expect, it } from 'vitest';
import { type Identity, makeTrials, type Sample } from './protocol.ts';

const photo = (path: string): Sample => ({ path, template: null });
const person = (name: string, references = 1, probes = 2): Identity => ({
  name,
  references: Array.from({ length: references }, (_, index) => photo(`${name}/r${index}`)),
  probes: Array.from({ length: probes }, (_, index) => photo(`${name}/p${index}`)),
});
const people = (count: number) => Array.from({ length: count }, (_, index) => person(`i${index}`));

describe('with enough people', () => {
  const trials = makeTrials(people(41), 3, 5);

  it('makes two trials a split, each person tested once in it', () => {
    expect(trials.map(({ split }) => split)).toEqual([0, 0, 1, 1, 2, 2]);
    for (let split = 0; split < 3; split++) {
      const tested = trials.filter((trial) => trial.split === split).flatMap((t) => [...t.enrolled, ...t.strangers]);
      expect(tested.sort((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, index) => index));
    }
  });

  it('keeps development, enrolled and strangers apart', () => {
    for (const { development, enrolled, strangers } of trials) {
      expect(new Set([...development, ...enrolled, ...strangers]).size).toBe(41);
      expect(development.length + enrolled.length + strangers.length).toBe(41);
      expect(Math.abs(enrolled.length - strangers.length)).toBeLessThanOrEqual(1);
      expect(Math.abs(development.length - enrolled.length - strangers.length)).toBeLessThanOrEqual(1);
    }
  });

  it('depends on the seed alone', () => {
    expect(makeTrials(people(41), 3, 5)).toEqual(trials);
    expect(makeTrials(people(41), 3, 6)).not.toEqual(trials);
    expect(makeTrials(people(41), 1, 5)).toEqual(trials.slice(0, 2));
  });
});

it('tests all and fits nothing when people are few', () => {
  const trials = makeTrials(people(5), 2, 1);
  expect(trials.length).toBe(2);
  for (const { development, enrolled, strangers } of trials)
    expect([development.length, enrolled.length, strangers.length]).toEqual([0, 3, 2]);
});

it('enrols people without probes, and searches for people without references as strangers', () => {
  const mixed = [...people(4), person('no-probe', 1, 0), person('no-reference', 0, 1)];
  for (const { enrolled, strangers } of makeTrials(mixed, 4, 1)) {
    expect(enrolled).toContain(4);
    expect(strangers).toContain(5);
  }
});
