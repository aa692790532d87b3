import type { CaseListItem } from '../../../services/cases/list.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { STATE_TAGS } from './words.ts';

/** One case of a list. The whole row leads to it; the name is the link. */
export const CaseRow = ({ item }: { readonly item: CaseListItem & { readonly faceUrl: string | null } }) => {
  const { t, format } = usePage();
  return (
    <li class="case-row">
      <Face url={item.faceUrl} />
      <div class="case-row-who">
        <a href={`/cases/${item.id}`}>{item.childName}</a>
        <span class="hint">
          {[
            item.ageNow === null ? null : t('cases.age', { years: item.ageNow }),
            item.sex && t('cases.sex', { sex: item.sex }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div class="case-row-where">
        <span>{item.lastPlace ?? t('cases.place-unknown')}</span>
        {item.lastSeenAt && (
          <span class="hint">
            <time datetime={item.lastSeenAt}>{format.date(item.lastSeenAt)}</time>
          </span>
        )}
      </div>
      <div class="case-row-state">
        <CaseTags {...item} />
        <bdi class="hint code">{item.number}</bdi>
      </div>
    </li>
  );
};

export const Face = ({ url }: { readonly url: string | null }) =>
  url ? (
    <img class="face" src={url} alt="" width="160" height="160" loading="lazy" />
  ) : (
    <span class="face face-none">
      <Icon name="user" />
    </span>
  );

type Tagged = Pick<CaseListItem, 'state' | 'isPublic' | 'isProtected'> & { readonly officerId?: string | null };

export const CaseTags = ({ state, isPublic, isProtected, officerId }: Tagged) => {
  const { t } = usePage();
  return (
    <span class="tags">
      <span class={STATE_TAGS[state]}>{t('cases.state', { state })}</span>
      {isProtected && (
        <span class="tag tag-wrong">
          <Icon name="shield" />
          {t('cases.protected')}
        </span>
      )}
      {isPublic && (
        <span class="tag">
          <Icon name="globe" />
          {t('cases.public')}
        </span>
      )}
      {officerId === null && state !== 'resolved' && state !== 'withdrawn' && (
        <span class="tag tag-warn">{t('cases.unassigned')}</span>
      )}
    </span>
  );
};
