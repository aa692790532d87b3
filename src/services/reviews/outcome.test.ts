import { describe, expect, it } from 'vitest';
import { CONCLUSIONS, type Conclusion } from './conclusion.ts';
import { hasPlace, isOutcome, type Standing, standingOf } from './outcome.ts';

// One letter a review: S same (+2 … +4), D different (−2 … −4), W weak (−1 … +1), U unable to compare.
const MEMBERS: Readonly<Record<string, readonly Conclusion[]>> = {
  S: [2, 3, 4],
  D: [-2, -3, -4],
  W: [-1, 0, 1],
  U: [null],
};
const TABLE: Readonly<Record<string, Standing>> = {
  '': 'pending',
  S: 'second-review-wanted',
  D: 'second-review-wanted',
  W: 'second-review-wanted',
  U: 'second-review-wanted',
  // Two agree.
  SS: 'same',
  DD: 'different',
  WW: 'unsure',
  // The rest goes to the lead …
  SD: 'disagreement',
  SW: 'disagreement',
  SU: 'disagreement',
  DS: 'disagreement',
  DW: 'disagreement',
  DU: 'disagreement',
  WS: 'disagreement',
  WD: 'disagreement',
  WU: 'disagreement',
  US: 'disagreement',
  UD: 'disagreement',
  UW: 'disagreement',
  UU: 'disagreement',
  // … who decides together with whoever is on the same side.
  SDS: 'same',
  SDD: 'different',
  SDW: 'unsure',
  SDU: 'unsure',
  SWS: 'same',
  SWD: 'unsure',
  SWW: 'unsure',
  SWU: 'unsure',
  SUS: 'same',
  SUD: 'unsure',
  SUW: 'unsure',
  SUU: 'unsure',
  DSS: 'same',
  DSD: 'different',
  DSW: 'unsure',
  DSU: 'unsure',
  DWS: 'unsure',
  DWD: 'different',
  DWW: 'unsure',
  DWU: 'unsure',
  DUS: 'unsure',
  DUD: 'different',
  DUW: 'unsure',
  DUU: 'unsure',
  WSS: 'same',
  WSD: 'unsure',
  WSW: 'unsure',
  WSU: 'unsure',
  WDS: 'unsure',
  WDD: 'different',
  WDW: 'unsure',
  WDU: 'unsure',
  WUS: 'unsure',
  WUD: 'unsure',
  WUW: 'unsure',
  WUU: 'unsure',
  USS: 'same',
  USD: 'unsure',
  USW: 'unsure',
  USU: 'unsure',
  UDS: 'unsure',
  UDD: 'different',
  UDW: 'unsure',
  UDU: 'unsure',
  UWS: 'unsure',
  UWD: 'unsure',
  UWW: 'unsure',
  UWU: 'unsure',
  UUS: 'unsure',
  UUD: 'unsure',
  UUW: 'unsure',
  UUU: 'unsure',
};

function sequences(letters: string): Conclusion[][] {
  return [...letters].reduce<Conclusion[][]>(
    (all, letter) => all.flatMap((sequence) => (MEMBERS[letter] ?? []).map((member) => [...sequence, member])),
    [[]],
  );
}

describe('standingOf', () => {
  it.each(Object.entries(TABLE))('%s: %s', (letters, standing) => {
    for (const conclusions of sequences(letters))
      expect([conclusions, standingOf(conclusions)]).toEqual([conclusions, standing]);
  });

  it('knows all conclusions in all orders: what the table lacks cannot happen', () => {
    const inTable = new Set(
      Object.keys(TABLE)
        .flatMap(sequences)
        .map((each) => each.join()),
    );
    let impossible = 0;
    for (const first of CONCLUSIONS)
      for (const second of CONCLUSIONS)
        for (const third of CONCLUSIONS)
          if (!inTable.has([first, second, third].join())) {
            expect(() => standingOf([first, second, third])).toThrow(RangeError);
            impossible++;
          }
    // Three pairs of sides agree, three conclusions each way, and ten would-be third ones.
    expect(impossible).toBe(3 * 9 * 10);
    expect(() => standingOf([4, -4, 4, 4])).toThrow(RangeError);
  });

  it('decides nothing that one person alone is sure of', () => {
    for (const one of CONCLUSIONS) expect(isOutcome(standingOf([one]))).toBe(false);
  });
});

describe('hasPlace', () => {
  it.each([
    [0, 0, false, true],
    [0, 1, false, true],
    [0, 2, false, false],
    [1, 0, false, true],
    [1, 1, false, false],
    [2, 0, false, false],
    [2, 0, true, true],
    [2, 1, true, false],
    [3, 0, true, false],
  ])('%s reviews, %s held, lead %s: %s', (reviews, held, isLead, expected) => {
    expect(hasPlace({ reviews, held, isLead })).toBe(expected);
  });
});
