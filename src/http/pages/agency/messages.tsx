import type { MessageRow } from '../../../services/alerts/messages.ts';
import { DataTable } from '../../components/data-table.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Frame } from '../admin/frame.tsx';
import { Act, canRetry, MessageKind, MessageState, StateFilter } from '../admin/outbox.tsx';
import { Ago, Empty, Pager } from '../admin/parts.tsx';

interface MessagesProps {
  readonly items: readonly MessageRow[];
  readonly state: string | undefined;
  readonly first: string | null;
  readonly next: string | null;
}

export const MessagesPage = ({ items, state, first, next }: MessagesProps) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.outbox')} lede={t('agency.outbox-lede')}>
      <StateFilter base="/agency/messages" state={state} />
      <LiveList id="messages" topics={['messages']}>
        {items.length === 0 ? (
          <Empty icon="mail">{t('agency.outbox-none')}</Empty>
        ) : (
          <DataTable
            caption={t('admin.outbox')}
            isCaptionHidden
            head={[
              t('admin.message'),
              t('agency.to'),
              t('admin.state'),
              t('admin.when'),
              t('admin.error'),
              t('admin.action'),
            ]}
            rows={items.map((message) => [
              <MessageKind {...message} />,
              <Address message={message} />,
              <MessageState state={message.state} />,
              <Ago at={message.sentAt ?? message.createdAt} />,
              <span class="breaks" dir="auto">
                {message.lastError ?? '–'}
              </span>,
              <Actions message={message} />,
            ])}
          />
        )}
      </LiveList>
      <Pager first={first} next={next} />
    </Frame>
  );
};

/** Webhooks and devices are kept by their ids, which tell a person nothing. */
const Address = ({ message: { channel, address, caseId } }: { readonly message: MessageRow }) => {
  const { t } = usePage();
  return (
    <>
      <span class="breaks">{channel === 'email' ? address : t('admin.channel', { channel })}</span>
      {caseId && (
        <>
          {' · '}
          <a href={`/cases/${caseId}`}>{t('agency.case')}</a>
        </>
      )}
    </>
  );
};

const Actions = ({ message: { id, state } }: { readonly message: MessageRow }) => {
  const { t } = usePage();
  const to = (action: string) => `/agency/messages/${id}/${action}`;
  const isWaiting = state === 'held' || state === 'queued' || state === 'digest';
  if (!isWaiting && !canRetry(state)) return <>–</>;
  return (
    <div class="chips">
      {state === 'held' && <Act action={to('release')} label={t('agency.release')} />}
      {canRetry(state) && <Act action={to('retry')} label={t('admin.retry')} />}
      {isWaiting && <Act action={to('cancel')} label={t('agency.do-not-send')} />}
    </div>
  );
};
