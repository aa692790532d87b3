import type { Agency } from '../../../db/agencies.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { AgencyFields } from './agency-fields.tsx';
import { Frame } from './frame.tsx';
import { Empty, Pager } from './parts.tsx';

interface AgenciesProps {
  readonly items: readonly Agency[];
  readonly first: string | null;
  readonly next: string | null;
}

export const AgenciesPage = ({ items, first, next }: AgenciesProps) => {
  const { t, format } = usePage();
  return (
    <Frame title={t('admin.agencies')} lede={t('admin.agencies-lede')}>
      <p class="actions">
        <a class="button main" href="/admin/agencies/new">
          <Icon name="plus" />
          {t('admin.agency-new')}
        </a>
      </p>
      {items.length === 0 ? (
        <Empty icon="house">{t('admin.agencies-none')}</Empty>
      ) : (
        <DataTable
          caption={t('admin.agencies')}
          isCaptionHidden
          head={[t('admin.name'), t('admin.kind'), t('admin.country'), t('admin.phone'), t('admin.email')]}
          rows={items.map(({ id, name, kind, country, phone, email }) => [
            <a href={`/admin/agencies/${id}`}>{name}</a>,
            t('admin.agency-kind', { kind }),
            format.country(country),
            phone ? <bdi>{phone}</bdi> : '–',
            <span class="breaks">{email ?? '–'}</span>,
          ])}
        />
      )}
      <Pager first={first} next={next} />
    </Frame>
  );
};

export const AgencyPage = ({ agency, form }: { readonly agency: Agency | null; readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Frame title={agency?.name ?? t('admin.agency-new')}>
      <AgencyFields agency={agency} form={form} cancel="/admin/agencies" />
      {agency && (
        <p>
          <a href={`/admin/people/invite`}>{t('admin.invite')}</a>
        </p>
      )}
    </Frame>
  );
};
