import type { listOwnSearches } from '../../../services/search/view-search.ts';
import { ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { PhotoInput } from '../../components/photo-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

export interface SearchPageData {
  readonly form: FormState;
  readonly searches: Awaited<ReturnType<typeof listOwnSearches>>;
  /** Pictures of the faces, as data: addresses, when one must be chosen; the photo is kept with the form meanwhile. */
  readonly faces: readonly string[];
  readonly keepDays: number;
}

const REASONS = [
  'found-child',
  'unidentified-child',
  'suspected-abduction',
  'suspected-exploitation',
  'case-work',
] as const;
const BASES = ['vital-interest', 'police-power', 'court-order', 'child-protection', 'consent'] as const;

/** Search with a photo that is part of no report. */
export const SearchPage = ({ form, searches, faces, keepDays }: SearchPageData) => {
  const { t } = usePage();
  const choices = (name: 'why' | 'basis', values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`sightings.search-${name}`, { value: selector(value) }) }));
  return (
    <Layout title={t('sightings.search-title')} kind="desk">
      <h1>{t('sightings.search-title')}</h1>
      <p class="lede">{t('sightings.search-lede')}</p>
      <div class="sighting-columns">
        <form method="post" action="/search" enctype="multipart/form-data" class="card">
          <ErrorSummary form={form} />
          <Select
            name="reasonCode"
            label={t('sightings.search-reason')}
            form={form}
            empty={t('sightings.choose-one')}
            choices={choices('why', REASONS)}
          />
          <Select
            name="legalBasis"
            label={t('sightings.search-legal')}
            form={form}
            empty={t('sightings.choose-one')}
            choices={choices('basis', BASES)}
          />
          <Input
            name="incident"
            label={t('sightings.search-incident')}
            hint={t('sightings.search-incident-hint')}
            form={form}
            size="medium"
            more={{ maxlength: 100, autocomplete: 'off' }}
          />
          <Input
            name="ageYears"
            type="number"
            label={t('sightings.search-age')}
            hint={t('sightings.search-age-hint')}
            form={form}
            isOptional
            size="short"
            more={{ min: 0, max: 120 }}
          />
          {faces.length > 0 ? (
            <Faces faces={faces} form={form} />
          ) : (
            <PhotoInput form={form} label={t('sightings.search-photo')} kind="sighting" />
          )}
          <div class="actions">
            <button type="submit" class="main">
              <Icon name="search" />
              {t('sightings.search-submit')}
            </button>
            <span class="hint">{t('sightings.search-wait')}</span>
          </div>
        </form>
        <div>
          <section class="notice">
            <Icon name="shield-check" />
            <div>
              <h2>{t('sightings.search-know')}</h2>
              <ul>
                <li>{t('sightings.search-know-scope')}</li>
                <li>{t('sightings.search-know-record')}</li>
                <li>{t('sightings.search-know-kept', { days: keepDays })}</li>
              </ul>
            </div>
          </section>
          <Recent searches={searches} />
        </div>
      </div>
    </Layout>
  );
};

const Faces = ({ faces, form }: Pick<SearchPageData, 'faces' | 'form'>) => {
  const { t } = usePage();
  return (
    <fieldset class="field" id="f-face">
      <legend>{t('sightings.search-face')}</legend>
      <input type="hidden" name="upload" value={form.values.upload ?? ''} />
      <div class="face-radios">
        {faces.map((address, index) => (
          <label>
            <input type="radio" name="face" value={index} required />
            <img class="face" src={address} alt={t('sightings.face', { number: index + 1 })} width="96" height="96" />
          </label>
        ))}
      </div>
      <p>
        <a href="/search">{t('sightings.search-other-photo')}</a>
      </p>
    </fieldset>
  );
};

const Recent = ({ searches }: Pick<SearchPageData, 'searches'>) => {
  const { t, format } = usePage();
  return (
    <section class="card">
      <h2>{t('sightings.search-recent')}</h2>
      {searches.length === 0 && <p class="hint">{t('sightings.search-none')}</p>}
      <ul class="links">
        {searches.map(({ id, incident, createdAt, nobody }) => (
          <li>
            <div>
              <a href={`/search/${id}`}>{incident}</a>
              <p class="hint">
                <time datetime={createdAt.toISOString()}>{format.dateTime(createdAt)}</time>
              </p>
            </div>
            <span class="tag">{t('sightings.search-outcome', { outcome: nobody ? 'nobody' : 'some' })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
