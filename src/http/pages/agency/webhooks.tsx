import type { listOwnWebhooks } from '../../../services/alerts/webhooks.ts';
import { WebhookEvent } from '../../../services/alerts/webhooks.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Checkboxes, ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Frame } from '../admin/frame.tsx';
import { Empty, Moment } from '../admin/parts.tsx';

type Webhook = Awaited<ReturnType<typeof listOwnWebhooks>>[number];

export const WebhooksPage = ({ webhooks }: { readonly webhooks: readonly Webhook[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.webhooks')} lede={t('agency.webhooks-lede')}>
      <p class="actions">
        <a class="button main" href="/agency/webhooks/new">
          <Icon name="plus" />
          {t('agency.webhook-new')}
        </a>
      </p>
      {webhooks.length === 0 ? (
        <Empty icon="link">{t('agency.webhooks-none')}</Empty>
      ) : (
        <DataTable
          caption={t('agency.webhooks')}
          isCaptionHidden
          head={[t('agency.address'), t('agency.events'), t('admin.since'), t('admin.action')]}
          rows={webhooks.map(({ id, url, events, createdAt, disabledAt }) => [
            <>
              <bdi class="breaks">{url}</bdi>{' '}
              {disabledAt && <span class="tag tag-wrong">{t('admin.state-disabled')}</span>}
            </>,
            events.map((event) => t('agency.event', { event: selector(event) })).join(' · '),
            <Moment at={createdAt} />,
            <a href={`/agency/webhooks/${id}/remove`}>{t('agency.remove')}</a>,
          ])}
        />
      )}
    </Frame>
  );
};

export const NewWebhookPage = ({ form, events }: { readonly form: FormState; readonly events: readonly string[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.webhook-new')} lede={t('agency.webhook-new-lede')}>
      <form method="post" class="narrow">
        <ErrorSummary form={form} />
        <Input
          name="url"
          type="url"
          label={t('agency.address')}
          hint={t('agency.address-hint')}
          form={form}
          more={{ required: true, placeholder: 'https://', dir: 'ltr' }}
        />
        <Checkboxes
          name="events"
          label={t('agency.events')}
          form={form}
          chosen={events}
          choices={WebhookEvent.options.map((event) => ({
            value: event,
            label: t('agency.event', { event: selector(event) }),
          }))}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('agency.webhook-new')}
          </button>
          <a href="/agency/webhooks">{t('admin.cancel')}</a>
        </div>
      </form>
    </Frame>
  );
};

export const RemoveWebhookPage = ({ webhook }: { readonly webhook: Webhook }) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.webhook-remove')}>
      <ConfirmForm
        action={`/agency/webhooks/${webhook.id}/remove`}
        title={webhook.url}
        explanation={t('agency.webhook-remove-means')}
        submit={t('agency.remove')}
        cancel="/agency/webhooks"
        isDanger
      />
    </Frame>
  );
};
