import type { PublicCase } from '../../../services/cases/public.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

interface ChildrenProps {
  readonly items: readonly PublicCase[];
  /** Id of the last one of this page, where there are more. */
  readonly next: string | null;
  readonly isFirst: boolean;
}

/** Children whose families want the public to know. */
export const Children = ({ items, next, isFirst }: ChildrenProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('public.children.title')}>
      <h1>{t('public.children.title')}</h1>
      <p class="lede">{t('public.children.lede')}</p>
      {items.length === 0 ? <NoChildren /> : <ChildList items={items} />}
      {(next !== null || !isFirst) && (
        <nav class="pager" aria-label={t('public.children.title')}>
          {isFirst ? <span /> : <a href="/children">{t('public.children.first')}</a>}
          {next !== null && (
            <a class="button" href={`/children?after=${next}`}>
              {t('public.children.more')}
              <Icon name="arrow-right" />
            </a>
          )}
        </nav>
      )}
    </Layout>
  );
};

const ChildList = ({ items }: Pick<ChildrenProps, 'items'>) => {
  const { t } = usePage();
  return (
    <ul class="children">
      {items.map(({ id, firstName, ageNow, lastPlace, hasPicture }) => (
        <li>
          <a href={`/children/${id}`}>
            {hasPicture ? (
              <img class="thumbnail" src={`/children/${id}/photo`} alt="" width="192" height="192" loading="lazy" />
            ) : (
              <span class="thumbnail" />
            )}
            <strong>{firstName}</strong>
            {ageNow !== null && <span class="hint">{t('public.children.age', { years: ageNow })}</span>}
            {lastPlace && <span class="hint"> · {lastPlace}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
};

const NoChildren = () => {
  const { t } = usePage();
  return (
    <div class="empty">
      <Icon name="heart" />
      <h2>{t('public.children.empty')}</h2>
      <p>{t('public.children.empty-text')}</p>
      <a class="button main" href="/report">
        {t('public.home.seen')}
      </a>
    </div>
  );
};
