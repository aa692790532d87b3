import { type Identity, isComplete, LEAST_FOR_HALVES } from './protocol.ts';
import { type Direction, FALSE_POSITIVE_RATES, RANKS } from './result.ts';

/** Below this many people, intervals are so wide that methods can hardly be told apart. */
const LEAST_FOR_COMPARISON = 100;

/** What the size of the folder keeps the numbers from saying, in sentences for people. */
export function protocolWarnings(identities: readonly Identity[], { methods: [first] }: Direction): string[] {
  const complete = identities.filter(isComplete).length;
  const trivial = RANKS.filter((rank) => first && rank >= first.gallerySize);
  const unresolved = FALSE_POSITIVE_RATES.filter((rate) => first?.fnir[String(rate)] === null);
  return [
    complete < LEAST_FOR_HALVES &&
      `Only ${complete} people have photos of both kinds: too few to halve, so nothing was fitted and every search used start values. Take the numbers for a check that things work, not for accuracy.`,
    complete >= LEAST_FOR_HALVES &&
      complete < LEAST_FOR_COMPARISON &&
      `Only ${complete} people have photos of both kinds: the intervals are wide, and a difference between methods may be chance.`,
    trivial.length > 0 &&
      `The galleries hold about ${Math.round(first?.gallerySize ?? 0)} people: rank ${trivial.join(', ')} takes in everybody and says nothing.`,
    unresolved.length > 0 &&
      `There are too few searches for strangers to see an FPIR of ${unresolved.map((rate) => `${100 * rate} %`).join(', ')}: FNIR there is left open.`,
  ].filter((warning) => warning !== false);
}
