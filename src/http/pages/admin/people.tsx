import type { Account } from '../../../db/accounts.ts';
import type { Invitation } from '../../../db/invitations.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import type { AgencyNames } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';
import { Ago, Empty, Pager } from './parts.tsx';

const ROLES = ['guardian', 'officer', 'lead', 'partner', 'admin', 'auditor'] as const;

interface PeopleProps {
  readonly base: Base;
  readonly query: { readonly role?: string | undefined; readonly search?: string | undefined };
  readonly items: readonly Account[];
  readonly invitations: readonly Invitation[];
  readonly agencies: AgencyNames;
  readonly paths: { readonly first: string | null; readonly next: string | null };
}

/** Who has an account, and who was invited. */
export const PeoplePage = (props: PeopleProps) => {
  const { t } = usePage();
  const { base, invitations, paths } = props;
  return (
    <Frame title={t('admin.people')} lede={t('admin.people-lede')}>
      <p class="actions">
        <a class="button main" href={`${base}/people/invite`}>
          <Icon name="user-plus" />
          {t('admin.invite')}
        </a>
      </p>
      <Search {...props} />
      <People {...props} />
      <Pager {...paths} />
      {invitations.length > 0 && <Invitations {...props} />}
    </Frame>
  );
};

const Search = ({ base, query }: PeopleProps) => {
  const { t } = usePage();
  const roles = base === '/admin' ? ROLES : (['officer', 'lead', 'partner'] as const);
  return (
    <search>
      <form class="row filter" method="get">
        <Input name="search" type="search" label={t('admin.search-people')} form={EMPTY_FORM} value={query.search} />
        <Select
          name="role"
          label={t('admin.role-label')}
          form={EMPTY_FORM}
          value={query.role}
          empty={t('admin.all')}
          choices={roles.map((role) => ({ value: role, label: t('admin.role', { role }) }))}
        />
        <button type="submit">
          <Icon name="search" />
          {t('admin.filter')}
        </button>
      </form>
    </search>
  );
};

const People = ({ base, items, agencies }: PeopleProps) => {
  const { t } = usePage();
  if (items.length === 0) return <Empty icon="users">{t('admin.people-none')}</Empty>;
  return (
    <DataTable
      caption={t('admin.people')}
      isCaptionHidden
      head={[
        t('admin.name'),
        t('admin.email'),
        t('admin.role-label'),
        ...(base === '/admin' ? [t('admin.agency')] : []),
        t('admin.state'),
      ]}
      rows={items.map((person) => [
        <a href={`${base}/people/${person.id}`}>{person.name}</a>,
        <span class="breaks">{person.email}</span>,
        t('admin.role', { role: person.role }),
        ...(base === '/admin' ? [agencyName(agencies, person.agencyId)] : []),
        <PersonState person={person} />,
      ])}
    />
  );
};

/** Whether somebody can sign in, and how safely. */
export const PersonState = ({ person }: { readonly person: Account }) => {
  const { t } = usePage();
  if (person.disabledAt) return <span class="tag tag-wrong">{t('admin.state-disabled')}</span>;
  if (person.role !== 'guardian' && !person.hasSecondFactor)
    return <span class="tag tag-warn">{t('admin.state-no-second-factor')}</span>;
  return <span class="tag tag-good">{t('admin.state-active')}</span>;
};

const Invitations = ({ base, invitations, agencies }: PeopleProps) => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('admin.invitations')}</h2>
      <DataTable
        caption={t('admin.invitations-caption')}
        head={[t('admin.email'), t('admin.role-label'), t('admin.agency'), t('admin.valid-until'), t('admin.action')]}
        rows={invitations.map(({ id, email, role, agencyId, expiresAt }) => [
          <span class="breaks">{email}</span>,
          t('admin.role', { role }),
          agencyName(agencies, agencyId),
          <Ago at={expiresAt} />,
          <a href={`${base}/people/invitations/${id}/withdraw`}>{t('admin.withdraw')}</a>,
        ])}
      />
    </>
  );
};

export function agencyName(agencies: AgencyNames, id: string | null): string {
  return id === null ? '–' : (agencies.get(id) ?? id);
}
