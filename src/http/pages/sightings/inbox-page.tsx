import { Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { type SightingRowData, SightingRows } from './sighting-row.tsx';

export interface InboxData {
  readonly items: readonly SightingRowData[];
  /** What was asked, as the form has it. */
  readonly form: FormState;
  /** Address of the next page; null at the end. */
  readonly next: string | null;
}

/** Sightings for those who may have to act. */
export const InboxPage = ({ items, form, next }: InboxData) => {
  const { t } = usePage();
  return (
    <Layout title={t('sightings.title')} kind="desk">
      <h1>{t('sightings.title')}</h1>
      <States form={form} />
      <Filter form={form} />
      <LiveList id="sightings" topics={['sightings']}>
        {items.length === 0 ? <Nothing form={form} /> : <SightingRows items={items} />}
        {next && (
          <p class="pager">
            <a class="button" href={next}>
              {t('sightings.more')}
              <Icon name="arrow-right" />
            </a>
          </p>
        )}
      </LiveList>
      <p class="hint keys">{t('sightings.keys')}</p>
      <Island name="row-keys" />
    </Layout>
  );
};

const STATES = ['', 'new', 'seen', 'closed', 'spam'] as const;

const States = ({ form }: Pick<InboxData, 'form'>) => {
  const { t } = usePage();
  const here = form.values.state ?? '';
  return (
    <nav class="tabs" aria-label={t('sightings.states')}>
      {STATES.map((state) => (
        <a href={addressOf({ ...form.values, state })} {...(state === here && { 'aria-current': 'page' })}>
          {t('sightings.state-tab', { state: state || 'waiting' })}
        </a>
      ))}
    </nav>
  );
};

const DAYS = [1, 3, 7, 30, 365] as const;

const Filter = ({ form }: Pick<InboxData, 'form'>) => {
  const { t } = usePage();
  const choices = (name: 'scope' | 'hasPhoto' | 'sort', values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`sightings.${name}-choice`, { value }) }));
  return (
    <form method="get" action="/sightings" class="row sighting-filter">
      {(['state', 'caseId'] as const).map(
        (name) => form.values[name] && <input type="hidden" name={name} value={form.values[name]} />,
      )}
      <Select
        name="scope"
        label={t('sightings.scope')}
        form={form}
        choices={choices('scope', ['near', 'linked', 'everywhere'])}
      />
      <Select
        name="days"
        label={t('sightings.days')}
        form={form}
        empty={t('sightings.days-all')}
        choices={DAYS.map((days) => ({ value: String(days), label: t('sightings.days-choice', { days }) }))}
      />
      <Select
        name="hasPhoto"
        label={t('sightings.hasPhoto')}
        form={form}
        empty={t('sightings.hasPhoto-all')}
        choices={choices('hasPhoto', ['true', 'false'])}
      />
      <Select
        name="sort"
        label={t('sightings.sort')}
        form={form}
        choices={choices('sort', ['newest', 'oldest', 'seen'])}
      />
      <button type="submit">
        <Icon name="search" />
        {t('sightings.show')}
      </button>
      {form.values.caseId && (
        <p class="near-case">
          {t('sightings.near-case')} <a href={addressOf({ ...form.values, caseId: '' })}>{t('sightings.near-all')}</a>
        </p>
      )}
    </form>
  );
};

const Nothing = ({ form }: Pick<InboxData, 'form'>) => {
  const { t } = usePage();
  const isNarrowed = ['days', 'hasPhoto', 'caseId'].some((name) => form.values[name]);
  return (
    <div class="empty">
      <Icon name="inbox" />
      <p>{t(isNarrowed ? 'sightings.none-narrowed' : 'sightings.none')}</p>
      {isNarrowed && (
        <p>
          <a href="/sightings">{t('sightings.show-all')}</a>
        </p>
      )}
    </div>
  );
};

function addressOf(values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.length === 0 ? '/sightings' : `/sightings?${new URLSearchParams(given)}`;
}
