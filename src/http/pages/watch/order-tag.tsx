import type { OrderStatus } from '../../../services/watch/order-view.ts';
import { usePage } from '../../page.tsx';

const TAGS = { planned: 'tag', valid: 'tag tag-good', ended: 'tag', stopped: 'tag tag-warn' } as const;

export const OrderTag = ({ status }: { readonly status: OrderStatus }) => (
  <span class={TAGS[status]}>{usePage().t('order.status', { status })}</span>
);
