import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import type { SightingPageData } from './sighting-data.ts';

/** What the reporter said, and wrote afterwards. */
export const WhatWasSent = ({ sighting }: Pick<SightingPageData, 'sighting'>) => {
  const { t, format, timeZone } = usePage();
  const { place, seenAt, sex, ageYears, remarks, locale, country, additions, keptUntil, accuracyMetres } = sighting;
  return (
    <section class="card">
      <h2>{t('sightings.sent')}</h2>
      <dl class="facts">
        <dt>{t('sightings.when')}</dt>
        <dd>
          <time datetime={seenAt}>{format.dateTime(seenAt, { withZone: true })}</time>
          {timeZone !== 'UTC' && <span class="hint"> {`${seenAt.slice(0, 16).replace('T', ' ')} UTC`}</span>}
        </dd>
        <dt>{t('sightings.where')}</dt>
        <dd>
          {place ?? t('sightings.place-on-map')}
          {country && `, ${format.country(country)}`}
          {accuracyMetres !== null && (
            <span class="hint"> {t('sightings.accuracy', { metres: Math.round(accuracyMetres) })}</span>
          )}
        </dd>
        {(sex !== null || ageYears !== null) && (
          <>
            <dt>{t('sightings.child')}</dt>
            <dd>
              {[sex && t('sightings.sex', { sex }), ageYears !== null && t('sightings.age', { years: ageYears })]
                .filter(Boolean)
                .join(', ')}
            </dd>
          </>
        )}
        <dt>{t('sightings.language')}</dt>
        <dd>{format.language(locale)}</dd>
        <dt>{t('sightings.kept-until')}</dt>
        <dd>
          <time datetime={keptUntil}>{format.date(keptUntil)}</time>
        </dd>
      </dl>
      <h3>{t('sightings.remarks')}</h3>
      {remarks ? <Words text={remarks} /> : <p class="hint">{t('sightings.no-remarks')}</p>}
      {additions.length > 0 && (
        <>
          <h3>
            <Icon name="message-circle" /> {t('sightings.additions-title')}
          </h3>
          <ol class="additions">
            {additions.map(({ text, at }) => (
              <li>
                <p class="hint">
                  <time datetime={at}>{format.dateTime(at)}</time>
                </p>
                <Words text={text} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
};

/** The address of the page that a reporter came from, as the form of the public writes it. */
const CASE = /\/cases\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

/** Words of the public, in whatever script they are. */
const Words = ({ text }: { readonly text: string }) => {
  const { t } = usePage();
  const caseId = CASE.exec(text)?.[1];
  return (
    <blockquote class="words" dir="auto">
      {text.replace(CASE, '').trim()}
      {caseId && (
        <p>
          <a href={`/cases/${caseId}`}>{t('sightings.from-case')}</a>
        </p>
      )}
    </blockquote>
  );
};
