import type { SavedView } from '../../../services/cases/saved-views.ts';
import { Checkbox, ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { queryWith } from './case-filter.tsx';

/** Views one click away. */
export const ViewChips = ({ views }: { readonly views: readonly SavedView[] }) => {
  const { t } = usePage();
  if (views.length === 0) return null;
  return (
    <nav class="chips" aria-label={t('cases.views')}>
      {views.map(({ name, query, isShared }) => (
        <a class="chip" href={`/cases?${query}`}>
          {isShared && <Icon name="users" />}
          {name}
        </a>
      ))}
      <a class="chip chip-quiet" href="/cases/views">
        <Icon name="settings" />
        {t('cases.views-manage')}
      </a>
    </nav>
  );
};

/** Keeps what the list shows now under a name. */
export const SaveView = ({ values }: { readonly values: Readonly<Record<string, string>> }) => {
  const { t } = usePage();
  const query = queryWith(values, {}).slice(1);
  if (query === '') return null;
  return (
    <details class="card">
      <summary>{t('cases.view-save')}</summary>
      <ViewForm action="/cases/views" form={EMPTY_FORM} query={query} />
    </details>
  );
};

interface ViewFormProps {
  readonly action: string;
  readonly form: FormState;
  readonly query?: string;
  readonly view?: SavedView;
}

const ViewForm = ({ action, form, query, view }: ViewFormProps) => {
  const { t } = usePage();
  return (
    <form method="post" action={action}>
      <ErrorSummary form={form} />
      {query !== undefined && <input type="hidden" name="query" value={query} />}
      <Input
        name="name"
        label={t('cases.view-name')}
        form={form}
        value={view?.name}
        more={{ required: true, maxlength: 60 }}
      />
      <Checkbox name="share" label={t('cases.view-share')} form={form} value={view?.isShared ? 'yes' : ''} />
      <button type="submit">
        <Icon name="save" />
        {t('cases.save')}
      </button>
    </form>
  );
};

interface ViewsPageProps {
  readonly views: readonly SavedView[];
  readonly form: FormState;
  /** A view that is to be saved came back. */
  readonly isNew?: boolean;
}

/** One's own views: rename, share, remove. Those of colleagues are theirs. */
export const SavedViewsPage = ({ views, form, isNew = false }: ViewsPageProps) => {
  const { t } = usePage();
  const own = views.filter(({ madeBy }) => madeBy === null);
  return (
    <Layout title={t('cases.views')} kind="desk">
      <p>
        <a href="/cases">{t('cases.back-to-list')}</a>
      </p>
      <h1>{t('cases.views')}</h1>
      {isNew && (
        <section class="card">
          <h2>{t('cases.view-save')}</h2>
          <ViewForm action="/cases/views" form={form} query={form.values.query ?? ''} />
        </section>
      )}
      {own.length === 0 && (
        <div class="empty">
          <Icon name="save" />
          <p>{t('cases.views-none')}</p>
          <a class="button" href="/cases">
            {t('cases.back-to-list')}
          </a>
        </div>
      )}
      {own.map((view) => (
        <OwnView view={view} />
      ))}
    </Layout>
  );
};

const OwnView = ({ view }: { readonly view: SavedView }) => {
  const { t } = usePage();
  return (
    <section class="card">
      <h2>
        <a href={`/cases?${view.query}`}>{view.name}</a>
      </h2>
      {view.isShared && <p class="hint">{t('cases.view-is-shared')}</p>}
      <form method="post" action={`/cases/views/${view.id}/remove`} class="actions">
        <a class="button small" href={`/cases/views/${view.id}`}>
          {t('cases.view-change')}
          <span class="visually-hidden"> {view.name}</span>
        </a>
        <button type="submit" class="plain">
          {t('cases.view-remove', { name: view.name })}
        </button>
      </form>
    </section>
  );
};

/** Rename a view of one's own, share it, or no longer. */
export const ChangeViewPage = ({ view, form }: { readonly view: SavedView; readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Layout title={t('cases.view-change')} kind="form">
      <p>
        <a href="/cases/views">{t('cases.views')}</a>
      </p>
      <h1>{view.name}</h1>
      <ViewForm action={`/cases/views/${view.id}`} form={form} view={view} />
    </Layout>
  );
};
