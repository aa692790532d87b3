import type { Account } from '../../../db/accounts.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Radios, Select } from '../../components/field.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import type { AgencyNames } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';
import { ReasonField } from './parts.tsx';

interface RoleProps {
  readonly base: Base;
  readonly person: Account;
  readonly agencies: AgencyNames;
  readonly form: FormState;
}

/** Give somebody another role or another agency. */
export const RolePage = ({ base, person, agencies, form }: RoleProps) => {
  const { t } = usePage();
  const roles = ['officer', 'lead', 'partner', 'admin', 'auditor'] as const;
  return (
    <Frame title={t('admin.change-role')}>
      <ConfirmForm
        action={`${base}/people/${person.id}/role`}
        title={person.name}
        explanation={t('admin.change-role-means', { name: person.name })}
        submit={t('admin.change-role')}
        cancel={`${base}/people/${person.id}`}
        form={form}
        isDanger
      >
        <Radios
          name="role"
          label={t('admin.role-label')}
          form={form}
          value={person.role}
          choices={roles.map((role) => ({
            value: role,
            label: t('admin.role', { role }),
            hint: t('admin.role-means', { role }),
          }))}
        />
        <Select
          name="agencyId"
          label={t('admin.agency')}
          hint={t('admin.agency-hint')}
          form={form}
          value={person.agencyId ?? ''}
          empty={t('admin.no-agency')}
          choices={[...agencies].map(([value, label]) => ({ value, label }))}
        />
        <ReasonField form={form} />
      </ConfirmForm>
    </Frame>
  );
};
