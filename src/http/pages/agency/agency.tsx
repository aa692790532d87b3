import type { Agency } from '../../../db/agencies.ts';
import type { listAlertRecipients } from '../../../services/alerts/messages.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { AgencyFields } from '../admin/agency-fields.tsx';
import { Frame } from '../admin/frame.tsx';
import { Empty, Facts } from '../admin/parts.tsx';

type Recipient = Awaited<ReturnType<typeof listAlertRecipients>>[number];

interface OverviewProps {
  readonly agency: Agency;
  readonly recipients: readonly Recipient[];
}

/** The own agency: how others reach it, and who of it hears of candidates. */
export const OverviewPage = ({ agency, recipients }: OverviewProps) => {
  const { t, format } = usePage();
  return (
    <Frame title={agency.name} lede={t('agency.lede')}>
      <section class="card">
        <h2>{t('agency.data')}</h2>
        <Facts
          of={[
            [t('admin.kind'), t('admin.agency-kind', { kind: agency.kind })],
            [t('admin.country'), format.country(agency.country)],
            [t('admin.phone'), agency.phone ? <bdi>{agency.phone}</bdi> : t('agency.phone-none')],
            [t('admin.email'), agency.email ?? '–'],
            [t('admin.asks-reason'), t(agency.asksViewReason ? 'agency.yes' : 'agency.no')],
          ]}
        />
        <div class="actions">
          <a class="button" href="/agency/edit">
            <Icon name="pencil" />
            {t('agency.edit')}
          </a>
        </div>
      </section>
      <h2>{t('agency.recipients')}</h2>
      <Recipients recipients={recipients} />
      <div class="actions">
        <a class="button" href="/agency/messages">
          <Icon name="mail" />
          {t('agency.to-outbox')}
        </a>
        <a class="button" href="/review/measures">
          <Icon name="chart-line" />
          {t('agency.to-measures')}
        </a>
      </div>
    </Frame>
  );
};

const Recipients = ({ recipients }: { readonly recipients: readonly Recipient[] }) => {
  const { t } = usePage();
  if (recipients.length === 0) return <Empty icon="bell">{t('agency.recipients-none')}</Empty>;
  const isAllOff = recipients.every(({ mode }) => mode === 'off');
  return (
    <>
      {isAllOff && (
        <p class="notice notice-warn">
          <Icon name="triangle-alert" />
          {t('agency.recipients-off')}
        </p>
      )}
      <DataTable
        caption={t('agency.recipients-caption')}
        head={[t('admin.name'), t('admin.email'), t('admin.role-label'), t('agency.told')]}
        rows={recipients.map(({ id, name, email, role, mode }) => [
          <a href={`/agency/people/${id}`}>{name}</a>,
          <span class="breaks">{email}</span>,
          t('admin.role', { role }),
          t('agency.mode', { mode: selector(mode) }),
        ])}
      />
    </>
  );
};

export const EditAgencyPage = ({ agency, form }: { readonly agency: Agency; readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.edit')}>
      <AgencyFields agency={agency} form={form} cancel="/agency" />
    </Frame>
  );
};
