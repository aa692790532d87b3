import type { OrderView } from '../../../services/watch/order-view.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Facts, Moment } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';
import { OrderTag } from './order-tag.tsx';

interface OrderPageProps {
  readonly order: OrderView;
  /** Of stopping it. */
  readonly form: FormState;
}

/** One order: what was signed, and what came of it. */
export const OrderPage = ({ order, form }: OrderPageProps) => {
  const { t, can } = usePage();
  const isRunning = order.status === 'planned' || order.status === 'valid';
  return (
    <WatchFrame title={t('order.title', { incident: order.incident })}>
      <LiveList id="order" topics={['watch']}>
        <p class="tags">
          <OrderTag status={order.status} />
        </p>
        <div class="sighting-columns">
          <section class="card">
            <h2>{t('order.signed')}</h2>
            <Signed order={order} />
          </section>
          <section class="card">
            <h2>{t('order.work')}</h2>
            <Work order={order} />
          </section>
        </div>
        <Sources order={order} />
      </LiveList>
      {isRunning && can('watch.stop') && (
        <ConfirmForm
          action={`/watch/orders/${order.id}/stop`}
          title={t('order.stop')}
          explanation={t('order.stop-means')}
          reasonLabel={t('order.stop-reason')}
          submit={t('order.stop')}
          form={form}
          isDanger
        />
      )}
    </WatchFrame>
  );
};

const Signed = ({ order }: Pick<OrderPageProps, 'order'>) => {
  const { t } = usePage();
  return (
    <Facts
      of={[
        [t('order.signed-by'), <bdi>{order.authorisedBy ?? '–'}</bdi>],
        [t('order.signed-at'), <Moment at={order.createdAt} />],
        [t('order.legal-basis'), t('sightings.search-basis', { value: selector(order.legalBasis) })],
        [t('order.purpose'), order.purpose],
        [t('order.who'), <Who order={order} />],
        [t('order.from'), <Moment at={order.startsAt} />],
        [t('order.until'), <Moment at={order.endsAt} />],
      ]}
    />
  );
};

const Who = ({ order: { scope, cases } }: Pick<OrderPageProps, 'order'>) => {
  const { t } = usePage();
  if (scope === 'gallery') return <>{t('order.all-children')}</>;
  return (
    <ul>
      {cases.map(({ id, number, childName }) => (
        <li>
          <a href={`/cases/${id}`}>
            <bdi>{childName}</bdi> · <span class="code">{number}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};

const Work = ({ order }: Pick<OrderPageProps, 'order'>) => {
  const { t, format } = usePage();
  const { stoppedAt, stoppedBy, stopReason } = order;
  return (
    <Facts
      of={[
        [t('order.searches'), format.number(order.searches)],
        [t('watch.hits'), <a href={`/watch/hits?order=${order.id}`}>{t('order.hits-count', { count: order.hits })}</a>],
        ...(stoppedAt
          ? [
              [t('order.stopped-at'), <Moment at={stoppedAt} />] as const,
              [t('order.stopped-by'), <bdi>{stoppedBy ?? '–'}</bdi>] as const,
              [t('order.stop-reason'), stopReason ?? '–'] as const,
            ]
          : []),
      ]}
    />
  );
};

const Sources = ({ order }: Pick<OrderPageProps, 'order'>) => {
  const { t, format } = usePage();
  return (
    <DataTable
      caption={t('order.sources')}
      head={[t('source.name'), t('source.place'), t('order.searches'), t('order.done')]}
      rows={order.sources.map(({ id, name, kind, place, searches, finishedAt, isRemoved }) => [
        <>
          <a href={kind === 'file' ? `/watch/films/${id}` : `/watch/sources/${id}`}>{name}</a>{' '}
          {isRemoved && <span class="tag">{t('order.source-removed')}</span>}
        </>,
        place,
        format.number(searches),
        finishedAt ? <Moment at={finishedAt} /> : '–',
      ])}
    />
  );
};
