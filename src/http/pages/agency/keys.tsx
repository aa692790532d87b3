import type { ApiKey } from '../../../db/api-keys.ts';
import { SCOPES } from '../../../services/accounts/api-keys.ts';
import { Checkboxes, ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { Frame } from '../admin/frame.tsx';
import { Keys } from '../admin/keys.tsx';

export const AgencyKeysPage = ({ keys }: { readonly keys: readonly ApiKey[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.keys')} lede={t('agency.keys-lede')}>
      <p class="actions">
        <a class="button main" href="/agency/keys/new">
          <Icon name="plus" />
          {t('agency.key-new')}
        </a>
      </p>
      <Keys base="/agency" keys={keys} agencies={new Map()} />
    </Frame>
  );
};

const DAYS = ['30', '90', '365', 'never'] as const;

export const NewKeyPage = ({ form, scopes }: { readonly form: FormState; readonly scopes: readonly string[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.key-new')} lede={t('agency.key-new-lede')}>
      <form method="post" class="narrow">
        <ErrorSummary form={form} />
        <Input
          name="name"
          label={t('agency.key-name')}
          hint={t('agency.key-name-hint')}
          form={form}
          more={{ required: true, maxlength: 100 }}
        />
        <Checkboxes
          name="scopes"
          label={t('admin.scopes')}
          hint={t('agency.scopes-hint')}
          form={form}
          chosen={scopes}
          choices={SCOPES.map((scope) => ({
            value: scope,
            label: t('admin.scope', { scope: scope.replace(':', '_') }),
          }))}
        />
        <Select
          name="expiresInDays"
          label={t('agency.key-ends')}
          form={form}
          value="365"
          choices={DAYS.map((days) => ({
            value: days,
            label: days === 'never' ? t('admin.no-end') : t('admin.kept-days', { days: Number(days) }),
          }))}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('agency.key-new')}
          </button>
          <a href="/agency/keys">{t('admin.cancel')}</a>
        </div>
      </form>
    </Frame>
  );
};
