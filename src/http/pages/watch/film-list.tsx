import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { Empty, Moment } from '../admin/parts.tsx';
import { FilmProgress } from './film-progress.tsx';
import { WatchFrame } from './frame.tsx';
import type { Watched } from './wall.tsx';

/** Films that were sent in, and how far each was seen. */
export const FilmListPage = ({
  films,
  keepDays,
}: {
  readonly films: readonly Watched[];
  readonly keepDays: number;
}) => {
  const { t } = usePage();
  return (
    <WatchFrame title={t('watch.films')} lede={t('film.lede', { days: keepDays })}>
      <p>
        <a class="button" href="/watch/films/new">
          <Icon name="upload" />
          {t('film.new')}
        </a>
      </p>
      <LiveList id="films" topics={['watch']}>
        {films.length === 0 ? (
          <Empty icon="video">{t('film.none')}</Empty>
        ) : (
          <DataTable
            caption={t('watch.films')}
            isCaptionHidden
            head={[t('source.name'), t('source.place'), t('film.begins'), t('source.state-of')]}
            rows={films.map(({ source, state }) => [
              <a href={`/watch/films/${source.id}`}>{source.name}</a>,
              source.place,
              source.filmStartedAt ? <Moment at={source.filmStartedAt} /> : '–',
              <FilmProgress state={state} />,
            ])}
          />
        )}
      </LiveList>
    </WatchFrame>
  );
};
