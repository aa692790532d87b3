import type { Agency } from '../../../db/agencies.ts';
import { Checkbox, ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

interface AgencyFieldsProps {
  /** Null: a new one. */
  readonly agency: Agency | null;
  readonly form: FormState;
  readonly cancel: string;
}

/** What is known of an agency, as a form. */
export const AgencyFields = ({ agency, form, cancel }: AgencyFieldsProps) => {
  const { t } = usePage();
  const kinds = ['police', 'ngo', 'other'] as const;
  return (
    <form method="post" class="narrow">
      <ErrorSummary form={form} />
      <Input name="name" label={t('admin.name')} form={form} value={agency?.name} more={{ required: true }} />
      <Select
        name="kind"
        label={t('admin.kind')}
        form={form}
        value={agency?.kind}
        empty={t('admin.choose')}
        choices={kinds.map((kind) => ({ value: kind, label: t('admin.agency-kind', { kind }) }))}
      />
      <Input
        name="country"
        label={t('admin.country')}
        hint={t('admin.country-hint')}
        form={form}
        value={agency?.country}
        size="short"
        more={{ maxlength: 2, autocapitalize: 'characters', required: true }}
      />
      <Input
        name="phone"
        type="tel"
        label={t('admin.phone')}
        hint={t('admin.phone-hint')}
        form={form}
        value={agency?.phone ?? ''}
        isOptional
      />
      <Input name="email" type="email" label={t('admin.email')} form={form} value={agency?.email ?? ''} isOptional />
      <Checkbox
        name="asksViewReason"
        label={t('admin.asks-reason')}
        hint={t('admin.asks-reason-hint')}
        form={form}
        value={agency?.asksViewReason ? 'yes' : ''}
      />
      <div class="actions">
        <button type="submit" class="main">
          <Icon name="save" />
          {t('admin.save')}
        </button>
        <a href={cancel}>{t('admin.cancel')}</a>
      </div>
    </form>
  );
};
