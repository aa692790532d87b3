import type { CaseListItem } from '../../../services/cases/list.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

/** A case of one's own, with what comes next. */
export interface OwnCase extends CaseListItem {
  readonly faceUrl: string | null;
}

export const GuardianList = ({ cases }: { readonly cases: readonly OwnCase[] }) => {
  const { t } = usePage();
  return (
    <Layout title={t('guardian.list')}>
      <h1>{t('guardian.list')}</h1>
      {cases.length === 0 ? (
        <div class="empty">
          <Icon name="heart" />
          <p>{t('guardian.list-empty')}</p>
          <p>
            <a class="button main" href="/cases/new">
              {t('guardian.list-first')}
            </a>
          </p>
        </div>
      ) : (
        <>
          <ul class="photo-list">
            {cases.map((item) => (
              <CaseItem item={item} />
            ))}
          </ul>
          <p>
            <a class="button" href="/cases/new">
              <Icon name="plus" />
              {t('guardian.list-another')}
            </a>
          </p>
        </>
      )}
      <div class="notice">
        <Icon name="phone" />
        <p>
          {t('guardian.urgent')} <a href="/emergency">{t('guardian.urgent-numbers')}</a>
        </p>
      </div>
    </Layout>
  );
};

const CaseItem = ({ item }: { readonly item: OwnCase }) => {
  const { t } = usePage();
  return (
    <li class="photo-card">
      <div class="photo-frame">
        {item.faceUrl ? (
          <img class="thumbnail" src={item.faceUrl} alt="" />
        ) : (
          <span class="thumbnail face-none">{t('guardian.list-no-face')}</span>
        )}
      </div>
      <div class="photo-words">
        <h2>
          <a href={`/cases/${item.id}`}>{item.childName}</a>
        </h2>
        <p>
          <StateTag state={item.state} isRead={item.officerId !== null} />
        </p>
        <p class="hint">{t('guardian.case-number', { number: item.number })}</p>
      </div>
    </li>
  );
};

/** Where a case stands, in a word. */
export const StateTag = ({ state, isRead }: { readonly state: CaseListItem['state']; readonly isRead: boolean }) => {
  const { t } = usePage();
  const now = state === 'draft' && isRead ? 'read' : state;
  return (
    <span class={state === 'open' || state === 'resolved' ? 'tag tag-good' : 'tag tag-accent'}>
      {t('guardian.state', { state: now })}
    </span>
  );
};
