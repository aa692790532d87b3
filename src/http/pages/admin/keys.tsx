import type { ApiKey } from '../../../db/api-keys.ts';
import { DataTable } from '../../components/data-table.tsx';
import { usePage } from '../../page.tsx';
import type { AgencyNames } from './agency-choices.ts';
import type { Base } from './frame.tsx';
import { Ago, Empty, Moment } from './parts.tsx';
import { agencyName } from './people.tsx';

interface KeysProps {
  readonly base: Base;
  readonly keys: readonly ApiKey[];
  readonly agencies: AgencyNames;
}

/** Keys of programs, with those that no longer work. */
export const Keys = ({ base, keys, agencies }: KeysProps) => {
  const { t } = usePage();
  if (keys.length === 0)
    return <Empty icon="key-round">{t(base === '/agency' ? 'agency.keys-none' : 'admin.keys-none')}</Empty>;
  return (
    <DataTable
      caption={t('admin.keys')}
      isCaptionHidden
      head={[
        t('admin.name'),
        ...(base === '/admin' ? [t('admin.agency')] : []),
        t('admin.key-begins'),
        t('admin.scopes'),
        t('admin.last-used'),
        t('admin.valid-until'),
        t('admin.action'),
      ]}
      rows={keys.map(({ id, name, agencyId, prefix, scopes, lastUsedAt, expiresAt, revokedAt }) => [
        name,
        ...(base === '/admin' ? [agencyName(agencies, agencyId)] : []),
        <code>{prefix}…</code>,
        scopes.map((scope) => t('admin.scope', { scope: scope.replace(':', '_') })).join(' · '),
        lastUsedAt ? <Ago at={lastUsedAt} /> : t('admin.never'),
        expiresAt ? <Moment at={expiresAt} /> : t('admin.no-end'),
        revokedAt ? (
          <span class="tag tag-wrong">{t('admin.revoked')}</span>
        ) : (
          <a href={`${base}/keys/${id}/revoke`}>{t('admin.revoke')}</a>
        ),
      ])}
    />
  );
};
