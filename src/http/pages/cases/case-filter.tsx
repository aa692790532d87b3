import { SEXES } from '../../../services/cases/case-fields.ts';
import { CaseSort } from '../../../services/cases/list.ts';
import { ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

const MORE = ['sex', 'ageFrom', 'ageTo', 'place', 'lastSeenFrom', 'lastSeenTo', 'whose', 'hasCandidates'];

/** What to look for: words first, all else folded away until it is used. */
export const CaseFilterForm = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const isOpen = MORE.some((name) => form.values[name] || form.errors[name]);
  return (
    <search>
      <form method="get" action="/cases" class="card case-filter">
        <ErrorSummary form={form} />
        {form.values.state && <input type="hidden" name="state" value={form.values.state} />}
        <div class="row">
          <Input
            name="text"
            type="search"
            label={t('cases.filter-text')}
            hint={t('cases.filter-text-hint')}
            form={form}
            more={{ autocomplete: 'off' }}
          />
          <Select name="sort" label={t('cases.sort')} form={form} choices={sorts(t)} />
          <button type="submit" class="main">
            <Icon name="search" />
            {t('cases.filter-go')}
          </button>
        </div>
        <details open={isOpen}>
          <summary>{t('cases.filter-more')}</summary>
          <More form={form} />
          <p>
            <a href="/cases">{t('cases.filter-clear')}</a>
          </p>
        </details>
      </form>
    </search>
  );
};

const More = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const any = t('cases.filter-any');
  const age = { type: 'number', form, more: { min: 0, max: 120, inputmode: 'numeric' } } as const;
  return (
    <div class="filter-grid">
      <Select name="sex" label={t('cases.field-sex')} form={form} empty={any} choices={sexChoices(t)} />
      <Input name="ageFrom" label={t('cases.filter-age-from')} {...age} />
      <Input name="ageTo" label={t('cases.filter-age-to')} {...age} />
      <Input name="place" label={t('cases.field-last-place')} form={form} />
      <Input name="lastSeenFrom" type="date" label={t('cases.filter-seen-from')} form={form} />
      <Input name="lastSeenTo" type="date" label={t('cases.filter-seen-to')} form={form} />
      <Select
        name="whose"
        label={t('cases.field-officer')}
        form={form}
        empty={any}
        choices={[
          { value: 'mine', label: t('cases.filter-mine') },
          { value: 'none', label: t('cases.filter-unassigned') },
        ]}
      />
      <Select
        name="hasCandidates"
        label={t('cases.candidates')}
        form={form}
        empty={any}
        choices={[
          { value: 'true', label: t('cases.filter-with-candidates') },
          { value: 'false', label: t('cases.filter-without-candidates') },
        ]}
      />
    </div>
  );
};

type Translate = ReturnType<typeof usePage>['t'];

const sorts = (t: Translate) =>
  CaseSort.options.map((sort) => ({ value: sort, label: t('cases.sort-by', { sort: selector(sort) }) }));

export const sexChoices = (t: Translate) => SEXES.map((sex) => ({ value: sex, label: t('cases.sex', { sex }) }));

/** The query of the list with something changed. */
export function queryWith(values: Readonly<Record<string, string>>, change: Readonly<Record<string, string>>): string {
  const { cursor: _, ...others } = values;
  const query = new URLSearchParams({ ...others, ...change }).toString();
  return query ? `?${query}` : '';
}
