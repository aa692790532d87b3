import { transliterate } from 'transliteration';

/** Marks of Latin transcriptions: ʿayn, hamza, apostrophes. They stand for no letter that people type. */
const APOSTROPHES = /[`'"@ʻʼʿʾ]/g;

/** A text in plain lower-case Latin letters and digits, words apart by one space: what texts are found by. */
export function plainText(text: string): string {
  return transliterate(text.normalize('NFKC'))
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * What names are compared by across agencies. `=…` is the name without case, marks, order and script;
 * `~…` is its consonants, which transcriptions of one name share: Юсупова, Yousupova and Jussupowa.
 */
export function nameKeys(names: readonly string[]): string[] {
  return [...new Set(names.flatMap(keysOf))];
}

/** The keys of a name that is the same, not merely alike. */
export function isSameNameKey(key: string): boolean {
  return key.startsWith('=');
}

function keysOf(name: string): string[] {
  const words = plainText(name).split(' ').filter(Boolean).sort();
  if (words.length === 0) return [];
  const consonants = words.map(consonantsOf).filter(Boolean).sort();
  const same = `=${words.join(' ')}`;
  return isTelling(consonants) ? [same, `~${consonants.join(' ')}`] : [same];
}

/** A single word, or hardly a consonant, is shared by too many names. */
function isTelling(consonants: readonly string[]): boolean {
  return consonants.length >= 2 && consonants.join('').length >= 3;
}

function consonantsOf(word: string): string {
  return word
    .replaceAll('ph', 'f')
    .replaceAll('sch', 's')
    .replaceAll('ck', 'k')
    .replaceAll('x', 'ks')
    .replace(/[cq]/g, 'k')
    .replace(/z/g, 's')
    .replace(/v/g, 'w')
    .replace(/j/g, 'y')
    .replace(/[aeiouyhw]/g, '')
    .replace(/(.)\1+/g, '$1');
}
