import type { CaseListItem } from '../../../services/cases/list.ts';
import type { SavedView } from '../../../services/cases/saved-views.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { CaseFilterForm, queryWith } from './case-filter.tsx';
import { CaseRow } from './case-row.tsx';
import { SaveView, ViewChips } from './saved-views.tsx';

export interface CaseListData {
  readonly form: FormState;
  readonly views: readonly SavedView[];
  readonly state: CaseListItem['state'] | 'all';
  readonly counts: Readonly<Record<CaseListItem['state'], number>>;
  readonly items: readonly (CaseListItem & { readonly faceUrl: string | null })[];
  /** Cursor of the next page. */
  readonly next: string | null;
  readonly isFirst: boolean;
}

const TABS = ['open', 'draft', 'resolved', 'withdrawn', 'all'] as const;

/** The cases that somebody of an agency works with. */
export const CaseListPage = (data: CaseListData) => {
  const { t } = usePage();
  return (
    <Layout title={t('cases.title')} kind="desk">
      <div class="page-head">
        <h1>{t('cases.title')}</h1>
        <div class="actions">
          <a class="button main" href="/cases/new">
            <Icon name="folder-plus" />
            {t('cases.new')}
          </a>
          <a class="button" href="/cases/import">
            <Icon name="upload" />
            {t('cases.import')}
          </a>
        </div>
      </div>
      <ViewChips views={data.views} />
      <CaseFilterForm form={data.form} />
      <StateTabs {...data} />
      <LiveList id="case-list" topics={['cases']}>
        <Rows {...data} />
      </LiveList>
      <Pager {...data} />
      <SaveView values={data.form.values} />
    </Layout>
  );
};

const StateTabs = ({ form, state, counts }: CaseListData) => {
  const { t, format } = usePage();
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <nav class="tabs" aria-label={t('cases.states')}>
      {TABS.map((tab) => (
        <a
          href={`/cases${queryWith(form.values, { state: tab })}`}
          {...(tab === state && { 'aria-current': 'page' as const })}
        >
          {t('cases.state-tab', { state: tab })}{' '}
          <span class="count">{format.number(tab === 'all' ? all : counts[tab])}</span>
        </a>
      ))}
    </nav>
  );
};

const Rows = ({ items, form }: CaseListData) => {
  const { t } = usePage();
  if (items.length === 0) return <Nothing form={form} />;
  return (
    <ul class="case-rows" aria-label={t('cases.title')}>
      {items.map((item) => (
        <CaseRow item={item} />
      ))}
    </ul>
  );
};

/** A list that is empty says why, and what to do. */
const Nothing = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const isNarrowed = Object.keys(form.values).some((name) => name !== 'state' && name !== 'sort');
  return (
    <div class="empty">
      <Icon name="folder" />
      <p>{t(isNarrowed ? 'cases.none-found' : 'cases.none-yet')}</p>
      {isNarrowed ? (
        <a class="button" href="/cases">
          {t('cases.filter-clear')}
        </a>
      ) : (
        <a class="button" href="/cases/new">
          {t('cases.new')}
        </a>
      )}
    </div>
  );
};

const Pager = ({ form, next, isFirst }: CaseListData) => {
  const { t } = usePage();
  if (!next && isFirst) return null;
  return (
    <nav class="pager" aria-label={t('cases.pages')}>
      {isFirst ? <span /> : <a href={`/cases${queryWith(form.values, {})}`}>{t('cases.first-page')}</a>}
      {next && (
        <a class="button" rel="next" href={`/cases${queryWith(form.values, { cursor: next })}`}>
          {t('cases.next-page')}
          <Icon name="arrow-right" />
        </a>
      )}
    </nav>
  );
};
