import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { SightingMap } from '../../components/map.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Candidates } from './candidates-part.tsx';
import { Contact } from './contact-part.tsx';
import { Links } from './links-part.tsx';
import { coordinates, PhotoPart } from './photo-part.tsx';
import { WhatWasSent } from './sent-part.tsx';
import type { SightingPageData } from './sighting-data.ts';
import { SightingState } from './sighting-row.tsx';

/** A report with all that belongs to it, and what can be done with it. */
export const SightingPage = (data: SightingPageData) => {
  const { t, format, can } = usePage();
  const { sighting, photos, candidates } = data;
  const mayChange = can('sighting.close') && (sighting.state === 'new' || sighting.state === 'seen');
  return (
    <Layout title={sighting.number} kind="desk" styles={['map.css']}>
      <p class="back">
        <a href="/sightings">
          <Icon name="arrow-left" /> {t('sightings.title')}
        </a>
      </p>
      <h1>
        {t('sightings.one')} <span class="code">{sighting.number}</span>
      </h1>
      <p class="tags">
        <SightingState state={sighting.state} />
        <span class="tag">{t('sightings.channel', { channel: sighting.channel })}</span>
        <span class="hint">
          {t('sightings.received')} <time datetime={sighting.receivedAt}>{format.relative(sighting.receivedAt)}</time>
        </span>
      </p>
      <div class="sighting-columns">
        <div>
          <LiveList id="photos" topics={['sightings']}>
            <h2 class="first">{t('sightings.photos-title')}</h2>
            {photos.length === 0 && <p class="hint">{t('sightings.no-photos')}</p>}
            {photos.map((shown, index) => (
              <PhotoPart {...{ shown, number: index + 1, sighting, mayChange }} />
            ))}
          </LiveList>
          {candidates && (
            <LiveList id="candidates" topics={['candidates', 'reviews']}>
              <Candidates candidates={candidates} />
            </LiveList>
          )}
        </div>
        <div>
          {can('sighting.close') && <States sighting={sighting} />}
          <LiveList id="sent" topics={['sightings']}>
            <WhatWasSent sighting={sighting} />
          </LiveList>
          <Where sighting={sighting} photos={photos} />
          <Contact {...data} form={data.wrong === 'contact' ? data.form : EMPTY_FORM} />
          {can('sighting.link') && <Links sighting={sighting} form={data.wrong === 'link' ? data.form : EMPTY_FORM} />}
        </div>
      </div>
    </Layout>
  );
};

const DONE_REASONS = ['linked', 'passed-on', 'not-a-missing-child', 'nothing-to-follow', 'other'] as const;
const SPAM_REASONS = ['joke', 'abuse', 'advertising', 'no-report', 'other'] as const;

/** How far work is: forward with a reason, and back again. */
const States = ({ sighting: { id, state } }: Pick<SightingPageData, 'sighting'>) => {
  const { t } = usePage();
  const action = `/sightings/${id}/state`;
  if (state === 'closed' || state === 'spam')
    return (
      <form method="post" action={action} class="card">
        <input type="hidden" name="state" value="seen" />
        <p>{t('sightings.is-done', { state })}</p>
        <button type="submit">
          <Icon name="undo-2" />
          {t('sightings.put-back')}
        </button>
      </form>
    );
  const reasons = (values: readonly string[]) =>
    values.map((value) => ({ value, label: t('sightings.reason-choice', { reason: selector(value) }) }));
  return (
    <section class="sighting-states">
      <h2 class="visually-hidden">{t('sightings.state-title')}</h2>
      {state === 'new' && (
        <form method="post" action={action}>
          <input type="hidden" name="state" value="seen" />
          <button type="submit" class="main wide">
            <Icon name="eye" />
            {t('sightings.mark-seen')}
          </button>
        </form>
      )}
      {(['closed', 'spam'] as const).map((to) => (
        <ConfirmForm
          isFolded
          action={action}
          title={t('sightings.to-state', { state: to })}
          explanation={t('sightings.to-state-explained', { state: to })}
          submit={t('sightings.to-state-submit', { state: to })}
        >
          <input type="hidden" name="state" value={to} />
          <ReasonSelect id={to} choices={reasons(to === 'closed' ? DONE_REASONS : SPAM_REASONS)} />
        </ConfirmForm>
      ))}
    </section>
  );
};

/** Two forms of one page may not have fields of one id. */
const ReasonSelect = ({ id, choices }: { id: string; choices: readonly { value: string; label: string }[] }) => (
  <Select name={`reason-${id}`} label={usePage().t('sightings.reason')} form={EMPTY_FORM} choices={choices} />
);

const Where = ({ sighting, photos }: Pick<SightingPageData, 'sighting' | 'photos'>) => {
  const { t, format } = usePage();
  const { latitude, longitude, place, id } = sighting;
  const said =
    latitude === null || longitude === null
      ? []
      : [
          {
            id,
            latitude,
            longitude,
            kind: 'sighting' as const,
            label: place ?? coordinates(format.number, { latitude, longitude }),
          },
        ];
  const taken = photos.flatMap(({ photo }, index) => {
    const { latitude: north, longitude: east } = photo.exif;
    if (north === undefined || east === undefined) return [];
    const label = t('sightings.map-photo', { number: index + 1 });
    return [{ id: photo.id, latitude: north, longitude: east, kind: 'camera' as const, label }];
  });
  const points = [...said, ...taken];
  if (points.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('sightings.where')}</h2>
      <SightingMap points={points} label={t('sightings.map')} />
    </section>
  );
};
