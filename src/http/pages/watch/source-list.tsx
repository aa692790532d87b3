import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Empty } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';
import { StateTag } from './state-tag.tsx';
import type { Watched } from './wall.tsx';

/** Cameras of an agency; films have a page of their own. */
export const SourceListPage = ({ watched }: { readonly watched: readonly Watched[] }) => {
  const { t, can } = usePage();
  return (
    <WatchFrame title={t('watch.sources')} lede={t('source.lede')}>
      {can('watch.source-edit') && (
        <p>
          <a class="button" href="/watch/sources/new">
            <Icon name="plus" />
            {t('source.new')}
          </a>
        </p>
      )}
      <LiveList id="sources" topics={['watch']}>
        {watched.length === 0 ? (
          <Empty icon="video">{t('source.none')}</Empty>
        ) : (
          <DataTable
            caption={t('watch.sources')}
            isCaptionHidden
            head={[t('source.name'), t('source.kind-of'), t('source.place'), t('source.state-of')]}
            rows={watched.map(({ source, state }) => [
              <a href={`/watch/sources/${source.id}`}>{source.name}</a>,
              <>
                {t('source.kind', { kind: source.kind })} {source.host && <bdi class="hint">{source.host}</bdi>}
              </>,
              source.place,
              <StateTag state={state} />,
            ])}
          />
        )}
      </LiveList>
    </WatchFrame>
  );
};
