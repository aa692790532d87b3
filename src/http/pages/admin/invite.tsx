import { ErrorSummary, Input, Radios, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import type { AgencyNames } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';

const ROLES = {
  '/admin': ['officer', 'lead', 'partner', 'admin', 'auditor'],
  '/agency': ['officer', 'lead', 'partner'],
} as const;

interface InviteProps {
  readonly base: Base;
  readonly agencies: AgencyNames;
  readonly form: FormState;
}

/** Invite somebody to the staff. */
export const InvitePage = ({ base, agencies, form }: InviteProps) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.invite')} lede={t('admin.invite-lede')}>
      <form method="post" class="narrow">
        <ErrorSummary form={form} />
        <Input
          name="email"
          type="email"
          label={t('admin.email')}
          form={form}
          more={{ required: true, autocomplete: 'off' }}
        />
        <Radios
          name="role"
          label={t('admin.role-label')}
          form={form}
          choices={ROLES[base].map((role) => ({
            value: role,
            label: t('admin.role', { role }),
            hint: t('admin.role-means', { role }),
          }))}
        />
        {base === '/admin' && (
          <Select
            name="agencyId"
            label={t('admin.agency')}
            hint={t('admin.agency-hint')}
            form={form}
            empty={t('admin.no-agency')}
            choices={[...agencies].map(([value, label]) => ({ value, label }))}
          />
        )}
        <div class="actions">
          <button type="submit" class="main">
            <Icon name="mail" />
            {t('admin.invite-send')}
          </button>
          <a href={`${base}/people`}>{t('admin.cancel')}</a>
        </div>
      </form>
    </Frame>
  );
};
