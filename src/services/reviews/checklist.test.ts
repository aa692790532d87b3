import { describe, expect, it } from 'vitest';
import { checklistOf } from '../../testing/checklist.ts';
import { Checklist, COMPONENTS } from './checklist.ts';

const complaintsAbout = (checklist: unknown) =>
  Checklist.safeParse(checklist).error?.issues.map(({ message }) => message) ?? [];

describe('the checklist', () => {
  it('names every part once, from top to bottom, and says how it grows', () => {
    expect(COMPONENTS).toHaveLength(21);
    expect(new Set(COMPONENTS.map(({ id }) => id)).size).toBe(21);
    const lasting = COMPONENTS.filter(({ growth }) => growth === 'lasting').map(({ id }) => id);
    expect(lasting).toEqual(['hair-whorl', 'iris', 'ears', 'scars', 'marks', 'asymmetry']);
    const growing = COMPONENTS.filter(({ growth }) => growth === 'growing').map(({ id }) => id);
    expect(growing).toEqual(expect.arrayContaining(['face-outline', 'nose', 'chin-jaw', 'teeth']));
  });

  it('takes one entry for each part', () => {
    expect(complaintsAbout(checklistOf({ ears: 'similar' }))).toEqual([]);
    expect(complaintsAbout(checklistOf().slice(1))).toEqual([expect.stringContaining('Go through every part')]);
    const twice = [...checklistOf(), ...checklistOf().slice(0, 1)];
    expect(complaintsAbout(twice)).toEqual([expect.stringContaining('stands in the checklist once')]);
    expect(complaintsAbout([{ ...checklistOf()[0], component: 'aura' }, ...checklistOf().slice(1)])).not.toEqual([]);
  });

  it('compares only what shows in both pictures', () => {
    const [first, ...rest] = checklistOf({ skin: 'similar' });
    expect(complaintsAbout([{ ...first, isInReference: false }, ...rest])).toEqual([
      'What does not show in both pictures is not comparable',
    ]);
  });

  it('wants a reason for an explained difference', () => {
    const [first, ...rest] = checklistOf({ skin: 'different-explained' });
    expect(complaintsAbout([first, ...rest])).toEqual([]);
    expect(complaintsAbout([{ ...first, note: undefined }, ...rest])).toEqual([
      expect.stringContaining('Say in the note what explains the difference'),
    ]);
  });
});
