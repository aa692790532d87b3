import type { MessageOverview } from '../../../services/alerts/messages.ts';
import { DataTable } from '../../components/data-table.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { queryOf } from './address.ts';
import { Frame } from './frame.tsx';
import { Ago, Empty, Pager } from './parts.tsx';

const STATES = ['queued', 'held', 'digest', 'sending', 'failed', 'bounced', 'sent', 'cancelled'] as const;

interface OutboxProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly MessageOverview[];
  readonly state: string | undefined;
  readonly first: string | null;
  readonly next: string | null;
}

/** What waits, what failed, without anybody's name. */
export const OutboxPage = ({ counts, items, state, first, next }: OutboxProps) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.outbox')} lede={t('admin.outbox-lede')}>
      <StateFilter base="/admin/messages" state={state} counts={counts} />
      {items.length === 0 ? (
        <Empty icon="mail">{t('admin.outbox-none')}</Empty>
      ) : (
        <DataTable
          caption={t('admin.outbox')}
          isCaptionHidden
          head={[
            t('admin.message'),
            t('admin.state'),
            t('admin.tries'),
            t('admin.when'),
            t('admin.error'),
            t('admin.action'),
          ]}
          rows={items.map(({ id, kind, channel, attempts, createdAt, lastError, ...message }) => [
            <MessageKind kind={kind} channel={channel} />,
            <MessageState state={message.state} />,
            attempts,
            <Ago at={createdAt} />,
            <span class="breaks" dir="auto">
              {lastError ?? '–'}
            </span>,
            canRetry(message.state) ? <Act action={`/admin/messages/${id}/retry`} label={t('admin.retry')} /> : '–',
          ])}
        />
      )}
      <Pager first={first} next={next} />
    </Frame>
  );
};

export function canRetry(state: string): boolean {
  return state === 'failed' || state === 'bounced';
}

/** A button that does something at once that can be undone or repeated. */
export const Act = ({ action, label }: { readonly action: string; readonly label: string }) => (
  <form method="post" action={action}>
    <button type="submit" class="small">
      {label}
    </button>
  </form>
);

export const MessageKind = ({ kind, channel }: { readonly kind: string; readonly channel: string }) => {
  const { t } = usePage();
  return (
    <>
      {t('admin.message-kind', { kind: selector(kind) })} <span class="hint">{t('admin.channel', { channel })}</span>
    </>
  );
};

const LOOKS: Readonly<Record<string, string>> = {
  sent: 'tag tag-good',
  held: 'tag tag-accent',
  failed: 'tag tag-wrong',
  bounced: 'tag tag-wrong',
};

export const MessageState = ({ state }: { readonly state: string }) => {
  const { t } = usePage();
  return <span class={LOOKS[state] ?? 'tag'}>{t('admin.message-state', { state })}</span>;
};

interface StateFilterProps {
  readonly base: string;
  readonly state: string | undefined;
  readonly counts?: Readonly<Record<string, number>>;
}

export const StateFilter = ({ base, state, counts }: StateFilterProps) => {
  const { t, format } = usePage();
  return (
    <nav class="chips" aria-label={t('admin.filter')}>
      {[undefined, ...STATES].map((each) => (
        <a
          class={each === state ? 'tag tag-accent' : 'tag'}
          href={base + queryOf({ state: each })}
          {...(each === state && { 'aria-current': 'true' })}
        >
          {each ? t('admin.message-state', { state: each }) : t('admin.all')}
          {each && counts && <> {format.number(counts[each] ?? 0)}</>}
        </a>
      ))}
    </nav>
  );
};
