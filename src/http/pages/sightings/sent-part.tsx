import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { clockOf } from '../watch/hit-list.tsx';
import type { SightingPageData } from './sighting-data.ts';

/** What the reporter said, and wrote afterwards. */
export const WhatWasSent = ({ sighting }: Pick<SightingPageData, 'sighting'>) => {
  const { t, format, timeZone } = usePage();
  const { place, seenAt, sex, ageYears, remarks, locale, country, additions, keptUntil, accuracyMetres } = sighting;
  const isWatch = sighting.channel === 'watch';
  return (
    <section class="card">
      <h2>{t(isWatch ? 'sightings.seen-by-camera' : 'sightings.sent')}</h2>
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
        {!isWatch && (
          <>
            <dt>{t('sightings.language')}</dt>
            <dd>{format.language(locale)}</dd>
          </>
        )}
        {sighting.passage && <Passage passage={sighting.passage} />}
        <dt>{t('sightings.kept-until')}</dt>
        <dd>
          <time datetime={keptUntil}>{format.date(keptUntil)}</time>
        </dd>
      </dl>
      {!isWatch && (
        <>
          <h3>{t('sightings.remarks')}</h3>
          {remarks ? <Words text={remarks} /> : <p class="hint">{t('sightings.no-remarks')}</p>}
        </>
      )}
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

/** Where to look in the recording; of a film that is here, the moment itself. */
const Passage = ({ passage }: { readonly passage: NonNullable<SightingPageData['sighting']['passage']> }) => {
  const { t, format } = usePage();
  const { sourceId, sourceName, firstAt, lastAt, timeZone, filmSeconds } = passage;
  return (
    <>
      <dt>{t('sightings.passage')}</dt>
      <dd>
        <a href={filmSeconds === null ? `/watch/sources/${sourceId}` : `/watch/films/${sourceId}`}>
          <bdi>{sourceName}</bdi>
        </a>
        <br />
        <time datetime={firstAt}>{format.passage(firstAt, lastAt, timeZone)}</time>{' '}
        <span class="hint">{format.zone(timeZone)}</span>
        {filmSeconds === null ? (
          <p class="hint">{t('sightings.passage-hint')}</p>
        ) : (
          <p>
            <a class="button small" href={`/watch/films/${sourceId}?at=${filmSeconds}#player`}>
              <Icon name="video" />
              {t('film.jump', { position: clockOf(filmSeconds) })}
            </a>
          </p>
        )}
      </dd>
    </>
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
