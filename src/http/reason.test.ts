import { describe, expect, it } from 'vitest';
import { openTexts } from '../adapters/texts.ts';
import { REASON_SENTENCES, reason } from '../match/plausibility/reasons.ts';
import { weighPlausibility } from '../match/plausibility.ts';
import { openFormats } from './format.ts';
import { reasonText } from './reason.ts';

const texts = openTexts();
const formatFor = openFormats();

function pageIn(locale: string) {
  const format = formatFor(texts(locale), { now: new Date('2026-06-01T12:00:00Z'), timeZone: 'Asia/Kolkata' });
  return { t: texts(locale).text, format };
}

const child = {
  sex: 'female',
  birthDate: '2018-05-01',
  ageYears: null,
  lastSeenAt: new Date('2026-05-30T12:00:00Z'),
  lastPlace: null,
  lastPosition: { latitude: 17.4, longitude: 78.5 },
  marks: ['scar on the chin'],
  clothing: null,
  photoAges: [5.5],
  confirmed: [],
} as const;
const seen = {
  at: new Date('2026-05-31T12:00:00Z'),
  position: { latitude: 16.5, longitude: 80.6 },
  accuracyKm: 1,
  sex: 'male',
  ageYears: 9,
  remarks: 'a scar',
} as const;
const { reasons } = weighPlausibility(child, seen);

describe('reasons for and against', () => {
  it('are said in English as they were kept', () => {
    const differs = reasons.filter(({ key }) => key !== 'sex.differs');
    expect(differs.map((each) => reasonText(each, pageIn('en')))).toEqual(differs.map(({ text }) => text));
  });

  it('are said in Spanish, with its units, and without a word of English', () => {
    const said = reasons.map((each) => reasonText(each, pageIn('es')));
    expect(said[0]).toBe('Se busca a una niña; la persona vista se describió como niño.');
    expect(said[3]).toMatch(
      /^A 24\d km de donde se le vio por última vez después de 24 horas \(\d+ km\/h\): posible por/,
    );
  });

  it.each(['hi', 'te', 'ar'])('have a sentence of its own in %s for each key', (locale) => {
    for (const [key, sentence] of Object.entries(REASON_SENTENCES))
      expect([key, texts(locale).text(`reason.${key as keyof typeof REASON_SENTENCES}`, anything)]).not.toEqual([
        key,
        sentence,
      ]);
    expect(reasons.map((each) => reasonText(each, pageIn(locale))).join(' ')).not.toMatch(/years|hours|female|child/);
  });

  it('tell a day as the language does', () => {
    const again = reason('against', 'earlier-decision', 'earlier-decision.new-photo', { day: '2026-04-03', photos: 2 });
    expect(reasonText(again, pageIn('es'))).toContain('el 3 de abril de 2026');
  });

  it('stay in English where the sentence is no longer known', () => {
    expect(reasonText({ key: 'moon.full', text: 'The moon was full.', parameters: {} }, pageIn('ar'))).toBe(
      'The moon was full.',
    );
  });
});

/** For every gap there is. */
const anything = Object.fromEntries(
  [...JSON.stringify(REASON_SENTENCES).matchAll(/\{([a-z]+)\}/gi)].map(([, name = '']) => [name, '1']),
);
