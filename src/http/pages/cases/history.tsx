import type { TimelineEvent } from '../../../services/cases/timeline.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { CaseFrame } from './case-frame.tsx';
import { eventText } from './events.ts';
import type { CaseHead } from './open-case.tsx';
import { fieldName } from './words.ts';

export interface HistoryData extends CaseHead {
  readonly events: readonly TimelineEvent[];
  readonly onlyLooks: boolean;
  readonly next: number | null;
}

/** What happened to the case, or who looked at it: newest first. */
export const History = (data: HistoryData) => {
  const { t } = usePage();
  const { file, events, onlyLooks, next } = data;
  const address = `/cases/${file.id}/history`;
  return (
    <CaseFrame {...data} tab="history">
      <h2>{t(onlyLooks ? 'cases.who-looked' : 'cases.what-happened')}</h2>
      <p>
        <a href={onlyLooks ? address : `${address}?looks=1`}>
          {t(onlyLooks ? 'cases.show-changes' : 'cases.show-looks')}
        </a>
      </p>
      {events.length === 0 && <p class="empty">{t('cases.history-none')}</p>}
      <ol class="events">
        {events.map((event) => (
          <Event event={event} />
        ))}
      </ol>
      {next !== null && (
        <nav class="pager" aria-label={t('cases.pages')}>
          <span />
          <a class="button" href={`${address}?before=${next}${onlyLooks ? '&looks=1' : ''}`}>
            {t('cases.older')}
          </a>
        </nav>
      )}
    </CaseFrame>
  );
};

const Event = ({ event }: { readonly event: TimelineEvent }) => {
  const { t, format } = usePage();
  const fields = [...new Set(event.fields.map((name) => fieldName(t, name)))];
  return (
    <li>
      <time datetime={event.at} class="hint">
        {format.dateTime(event.at)}
      </time>
      <span>
        <strong>{t(eventText(event.action), { action: event.action })}</strong>
        {fields.length > 0 && `: ${format.list(fields)}`}
        {event.reasonCode && ` – ${t('cases.reason', { reason: selector(event.reasonCode) })}`}
        <span class="hint">
          {' '}
          {event.by}
          {event.role && ` (${t('cases.role', { role: event.role })})`}
        </span>
      </span>
    </li>
  );
};
