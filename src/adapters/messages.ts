/**
 * Sentences of services in another language. Services say in English what is wrong; a page translates the whole
 * sentence, as gettext does. `{0}`, `{1}` … stand for what differs from one sentence to the next.
 *
 * @param translations by English sentence
 * @returns the translation, or the sentence itself where there is none
 */
export function openMessages(translations: Readonly<Record<string, string>>): (english: string) => string {
  const patterns = Object.entries(translations)
    .filter(([english]) => /\{\d\}/.test(english))
    .map(([english, translation]) => ({ pattern: patternOf(english), translation }));
  return (english) => {
    const whole = translations[english];
    if (whole !== undefined) return whole;
    for (const { pattern, translation } of patterns) {
      const found = pattern.exec(english);
      if (found) return translation.replace(/\{(\d)\}/g, (_, index: string) => found[Number(index) + 1] ?? '');
    }
    return english;
  };
}

/** The places of a sentence are numbered from 0 in their order. */
function patternOf(english: string): RegExp {
  const literal = english.split(/\{\d\}/).map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('(.+?)')}$`, 's');
}
