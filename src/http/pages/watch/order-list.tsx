import type { OrderView } from '../../../services/watch/order-view.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Empty, Moment, Pager } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';
import { OrderTag } from './order-tag.tsx';

interface OrderListProps {
  readonly orders: readonly OrderView[];
  readonly first: string | null;
  readonly next: string | null;
}

/** What was authorised, newest first. */
export const OrderListPage = ({ orders, first, next }: OrderListProps) => {
  const { t, can } = usePage();
  return (
    <WatchFrame title={t('watch.orders')} lede={t('order.lede')}>
      {can('watch.authorise') ? (
        <p>
          <a class="button" href="/watch/orders/new">
            <Icon name="plus" />
            {t('order.new')}
          </a>
        </p>
      ) : (
        <p class="hint">{t('order.leads-only')}</p>
      )}
      <LiveList id="orders" topics={['watch']}>
        {orders.length === 0 ? <Empty icon="file-text">{t('order.none')}</Empty> : <Orders orders={orders} />}
        <Pager first={first} next={next} />
      </LiveList>
    </WatchFrame>
  );
};

const Orders = ({ orders }: Pick<OrderListProps, 'orders'>) => {
  const { t, format } = usePage();
  return (
    <DataTable
      caption={t('watch.orders')}
      isCaptionHidden
      head={[
        t('order.incident'),
        t('order.status-of'),
        t('order.who'),
        t('order.until'),
        t('order.searches'),
        t('watch.hits'),
      ]}
      rows={orders.map((order) => [
        <a href={`/watch/orders/${order.id}`}>
          <bdi>{order.incident}</bdi>
        </a>,
        <OrderTag status={order.status} />,
        order.scope === 'gallery' ? t('order.all-children') : t('order.cases-count', { count: order.cases.length }),
        <Moment at={order.stoppedAt ?? order.endsAt} />,
        format.number(order.searches),
        format.number(order.hits),
      ])}
    />
  );
};
