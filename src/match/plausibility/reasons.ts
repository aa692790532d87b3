/** What a reason is about. */
export type ReasonKind =
  | 'sex'
  | 'age'
  | 'growth'
  | 'marks'
  | 'clothing'
  | 'place-and-time'
  | 'relative'
  | 'same-photo'
  | 'earlier-decision';

/** Which way a reason points. `unknown`: nobody said enough to tell; it counts for nothing. */
export type Verdict = 'supports' | 'neutral' | 'against' | 'unknown';

/** A number with its unit, as `Intl.NumberFormat` names it, so that every language forms its own plural. */
export interface Measure {
  readonly value: number;
  readonly unit: 'year' | 'day' | 'hour' | 'kilometer' | 'kilometer-per-hour' | 'percent';
}

/** What fills the gaps of a sentence. */
export type ReasonParameters = Readonly<Record<string, string | number | Measure>>;

/**
 * One separate reason for or against a candidate. Reasons are shown side by side and never added up: a sum of unlike
 * things would be one more magic percentage.
 */
export interface Reason {
  readonly kind: ReasonKind;
  readonly verdict: Verdict;
  /** Which sentence; translations have the same keys. */
  readonly key: ReasonKey;
  readonly parameters: ReasonParameters;
  /** The sentence in English. */
  readonly text: string;
}

/** The sentences in English, by key; `{name}` is a gap. */
export const REASON_SENTENCES = {
  'sex.agrees': 'The sex agrees: {sex}.',
  'sex.differs': 'The child sought is {sought}; the person seen was described as {seen}.',
  'sex.unknown': 'Nobody has said which sex the person seen is.',
  'age.agrees': 'The child would be {child} old now; the person seen was taken for {seen}.',
  'age.near':
    'The child would be {child} old now, the person seen was taken for {seen}. People often misjudge that much.',
  'age.differs': 'The child would be {child} old now, the person seen was taken for {seen}.',
  'age.child-only': 'The child would be {child} old now. Nobody has said how old the person seen is.',
  'age.unknown': 'The age of the child sought is not known.',
  'growth.little': 'The photo nearest in age is {gap} from the sighting: little growth in between.',
  'growth.some':
    'The photo nearest in age was taken at {from}, the sighting would be at {to}. In that time a face grows about {face} longer and a nose about {nose}: outline, nose and jaw may differ; ears, eyes, scars and marks change least.',
  'growth.far':
    'The photo nearest in age was taken at {from}, the sighting would be at {to}: {gap} apart. Over more than {limit} even trained people err often, so the strength is stated with a limit. In that time a face grows about {face} longer and a nose about {nose}.',
  'growth.infant':
    'A face under {limit} changes within months and is hard for people and programs alike, so the strength is stated with a limit.',
  'growth.unknown': 'How old the child was in the photos, or would be now, is not known: growth cannot be judged.',
  'marks.look-for': 'Look for: {marks}.',
  'marks.mentioned': 'Look for: {marks}. The remarks of the sighting share these words: {words}.',
  'marks.none': 'No distinguishing marks are recorded.',
  'clothing.look-for': 'Last seen wearing: {clothing}. Clothes can be changed.',
  'clothing.mentioned':
    'Last seen wearing: {clothing}. The remarks of the sighting share these words: {words}. Clothes can be changed.',
  'clothing.none': 'The clothing is not known.',
  'place.before-missing': 'Seen {elapsed} before the child was last seen in {from}: then it was not yet missing.',
  'place.two-places':
    'A confirmed sighting was {distance} away {elapsed} apart ({speed}): nobody can be at both places.',
  'place.impossible': '{distance} from {from} after {elapsed} ({speed}): faster than an airliner.',
  'place.by-air': '{distance} from {from} after {elapsed} ({speed}): only by air.',
  'place.by-road': '{distance} from {from} after {elapsed} ({speed}): possible by road or rail.',
  'place.on-foot': '{distance} from {from} after {elapsed} ({speed}): possible even on foot.',
  'place.near': '{distance} from {from}, {elapsed} later: near by.',
  'place.unknown': 'Where or when the child was last seen, or where this sighting was, is not known well enough.',
  'relative.sibling': 'A sibling of this child ({number}) is in the same list at place {rank}. Siblings look alike.',
  'relative.twin':
    'A twin of this child ({number}) is in the same list at place {rank}. The face cannot tell twins apart.',
  'same-photo.other':
    'Another face in the same photo fits this child better. A child is in a photo once, so this face is probably somebody else.',
  'earlier-decision.new-photo':
    'Reviewers found on {day} that this is another child. It is proposed again because reference photos were added since: {photos}.',
} as const;

export type ReasonKey = keyof typeof REASON_SENTENCES;

/** Make a reason with its English sentence. */
export function reason(verdict: Verdict, kind: ReasonKind, key: ReasonKey, parameters: ReasonParameters = {}): Reason {
  return { kind, verdict, key, parameters, text: fillSentence(REASON_SENTENCES[key], parameters, 'en') };
}

/**
 * Fill the gaps of a sentence in a language.
 *
 * @param sentence with gaps like `{name}`; a gap without a parameter stays as it is
 * @param locale BCP 47; forms numbers and units
 */
export function fillSentence(sentence: string, parameters: ReasonParameters, locale: string): string {
  return sentence.replace(/\{([a-z]+)\}/gi, (gap, name: string) => {
    const value = parameters[name];
    return value === undefined ? gap : formatParameter(value, locale);
  });
}

function formatParameter(value: string | number | Measure, locale: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  return new Intl.NumberFormat(locale, measureOptions(value)).format(value.value);
}

/** How a measure is written, in any language. @param measure `unit` as `Measure` has it */
export function measureOptions({ value, unit }: { value: number; unit: string }): Intl.NumberFormatOptions {
  return {
    style: 'unit',
    unit,
    unitDisplay: unit.startsWith('kilometer') || unit === 'percent' ? 'short' : 'long',
    maximumFractionDigits: value < 10 && unit !== 'percent' ? 1 : 0,
  };
}

/** A span of time in hours up to two days, in days up to two years, then in years. @param milliseconds ≥ 0 */
export function timeSpan(milliseconds: number): Measure {
  const hours = milliseconds / 3_600_000;
  if (hours < 48) return { value: hours, unit: 'hour' };
  const days = hours / 24;
  return days < 730 ? { value: Math.round(days), unit: 'day' } : { value: days / 365.2425, unit: 'year' };
}
