import { type Reason, reason } from './reasons.ts';
import type { SeenPerson, SoughtChild } from './types.ts';

/** Shorter words (articles, prepositions) say nothing. */
const LEAST_LETTERS = 4;

/**
 * What a reviewer should look for: distinguishing marks. Listed, never scored: a mark is seen by people, and its
 * absence in a photo proves nothing.
 */
export function marksReason({ marks }: SoughtChild, { remarks }: SeenPerson): Reason {
  if (marks.length === 0) return reason('unknown', 'marks', 'marks.none');
  const words = sharedWords(marks.join(' '), remarks);
  const listed = marks.join('; ');
  if (words.length === 0) return reason('unknown', 'marks', 'marks.look-for', { marks: listed });
  return reason('neutral', 'marks', 'marks.mentioned', { marks: listed, words: words.join(', ') });
}

/** The clothing the child was last seen in, with the words that the remarks of the sighting share. */
export function clothingReason({ clothing }: SoughtChild, { remarks }: SeenPerson): Reason {
  if (!clothing) return reason('unknown', 'clothing', 'clothing.none');
  const words = sharedWords(clothing, remarks);
  if (words.length === 0) return reason('unknown', 'clothing', 'clothing.look-for', { clothing });
  return reason('neutral', 'clothing', 'clothing.mentioned', { clothing, words: words.join(', ') });
}

/** Words of at least four letters that both texts have, in any letter case. */
function sharedWords(first: string, second: string | null): string[] {
  const others = new Set(wordsOf(second ?? ''));
  return [...new Set(wordsOf(first))].filter((word) => others.has(word));
}

function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  return words.filter((word) => [...word].length >= LEAST_LETTERS);
}
