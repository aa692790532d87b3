import type { Platform } from '../../../platform.ts';
import type { PublicCase } from '../../../services/cases/public.ts';
import type { PosterContent } from '../../../services/posters/content.ts';
import { type EmergencyNumbers, emergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import type { Page } from '../../page-data.ts';

/** What a poster says of a child, in the language of the page. */
export async function wordingOf(app: Platform, page: Page, child: PublicCase): Promise<PosterContent> {
  const { texts, format, origin, now } = page;
  const t = texts.text;
  const { id, firstName: name, ageNow } = child;
  return {
    locale: texts.locale,
    direction: t('page.direction') === 'rtl' ? 'rtl' : 'ltr',
    ...{ name, title: t('poster.title', { sex: child.sex ?? 'unknown' }) },
    age: ageNow === null ? null : t('poster.age', { years: ageNow }),
    facts: factsOf(page, child),
    todo: t('poster.todo', { name, sex: child.sex ?? 'unknown' }),
    steps: [t('poster.step-away'), t('poster.step-call')],
    numbers: numbersOf(page, child, await emergencyNumbers(app, child.country)),
    scan: t('poster.scan'),
    url: `${origin}/report?case=${id}`,
    footer: t('poster.footer', { date: format.date(now), url: `${new URL(origin).host}/children/${id}` }),
    photoWords: t('poster.photo', { name }),
    noPhoto: t('poster.no-photo'),
  };
}

function factsOf({ texts: { text: t }, format }: Page, child: PublicCase): PosterContent['facts'] {
  const { ageWhenMissed, ageNow, heightCm, lastSeenAt, lastPlace } = child;
  const isOtherAge = ageWhenMissed !== null && ageWhenMissed !== ageNow;
  const facts = [
    [t('poster.since'), lastSeenAt && format.date(lastSeenAt)],
    [t('poster.place'), lastPlace],
    [t('poster.age-when-missed'), isOtherAge ? t('poster.age-value', { years: ageWhenMissed }) : null],
    [t('poster.marks'), child.marks.join('; ')],
    [t('poster.clothing'), child.clothing],
    [t('poster.height'), heightCm === null ? null : format.number(heightCm, { style: 'unit', unit: 'centimeter' })],
    [t('poster.hair'), child.hairColour],
    [t('poster.eyes'), child.eyeColour],
  ] as const;
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** Whom to call, the most urgent first; a poster has room for two. */
function numbersOf(
  { texts: { text: t } }: Page,
  { agencyName, agencyPhone }: PublicCase,
  numbers: EmergencyNumbers,
): PosterContent['numbers'] {
  const { emergency, police, missingChildren } = numbers;
  return [
    { number: emergency, what: t('poster.emergency') },
    ...(agencyName && agencyPhone ? [{ number: agencyPhone, what: agencyName }] : []),
    ...(missingChildren ? [{ number: missingChildren.number, what: t('poster.hotline') }] : []),
    ...(police && police !== emergency ? [{ number: police, what: t('poster.police') }] : []),
  ];
}
