import type { SourceTest } from '../../../services/watch/contract.ts';
import { ErrorSummary } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { Facts, Moment } from '../admin/parts.tsx';
import { CoverageDrawing } from './coverage.tsx';
import { WatchFrame } from './frame.tsx';
import { numbersOf } from './numbers.ts';
import { StateTag } from './state-tag.tsx';
import type { Watched } from './wall.tsx';

interface SourcePageProps extends Watched {
  readonly form: FormState;
  /** What a test has just shown. */
  readonly seen: SourceTest | null;
}

/** One camera: where it looks, how it is doing, and what it shows when it is tried. */
export const SourcePage = ({ source, state, form, seen }: SourcePageProps) => {
  const { t, texts, can } = usePage();
  const isThere = source.removedAt === null;
  return (
    <WatchFrame title={source.name} lede={source.place}>
      <ErrorSummary form={form} />
      {source.removedAt && (
        <p class="notice notice-warn">
          <span>
            {t('source.removed')} <Moment at={source.removedAt} />
          </span>
        </p>
      )}
      <LiveList id="state" topics={['watch']}>
        <p class="tags">
          {isThere && <StateTag state={state} />}
          <span class="hint">{numbersOf(state, t)}</span>
        </p>
        {state?.isFresh && state.message && <p class="error">{texts.message(state.message)}</p>}
      </LiveList>
      {seen && <Seen seen={seen} />}
      <div class="sighting-columns">
        <section class="card">
          <h2>{t('source.about')}</h2>
          <SourceFacts source={source} />
        </section>
        <section class="card">
          <h2>{t('source.coverage')}</h2>
          <CoverageDrawing of={source} />
        </section>
      </div>
      {isThere && can('watch.source-edit') && <Actions source={source} />}
    </WatchFrame>
  );
};

const SourceFacts = ({ source }: Pick<Watched, 'source'>) => {
  const { t, format } = usePage();
  const { host, latitude, longitude } = source;
  const degrees = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  return (
    <Facts
      of={[
        [t('source.kind-of'), t('source.kind', { kind: source.kind })],
        ...(host ? [[t('source.host'), <bdi>{host}</bdi>] as const] : []),
        [t('source.coordinates'), `${format.number(latitude, degrees)}, ${format.number(longitude, degrees)}`],
        [t('source.time-zone'), <bdi>{source.timeZone}</bdi>],
        [t('source.added'), <Moment at={source.createdAt} />],
        [t('watch.hits'), <a href={`/watch/hits?source=${source.id}`}>{t('source.to-hits')}</a>],
      ]}
    />
  );
};

const Actions = ({ source }: Pick<Watched, 'source'>) => {
  const { t } = usePage();
  return (
    <>
      {source.kind === 'stream' && (
        <form method="post" action={`/watch/sources/${source.id}/test`} class="card">
          <h2>{t('source.test')}</h2>
          <p>{t('source.test-means')}</p>
          <button type="submit" class="main">
            <Icon name="eye" />
            {t('source.test-now')}
          </button>
        </form>
      )}
      {source.kind === 'camera' && (
        <p>
          <a class="button main" href="/watch/camera">
            <Icon name="camera" />
            {t('watch.camera')}
          </a>
        </p>
      )}
      <div class="actions">
        <a class="button" href={`/watch/sources/${source.id}/edit`}>
          <Icon name="pencil" />
          {t('source.edit')}
        </a>
        <a class="button danger" href={`/watch/sources/${source.id}/remove`}>
          <Icon name="trash-2" />
          {t('source.remove')}
        </a>
      </div>
    </>
  );
};

const Seen = ({ seen }: { readonly seen: SourceTest }) => {
  const { t, format } = usePage();
  const still = `data:image/jpeg;base64,${Buffer.from(seen.still).toString('base64')}`;
  return (
    <section class="card seen">
      <h2>{t('source.shows')}</h2>
      <img src={still} alt={t('source.shows-alt')} />
      <Facts
        of={[
          [t('source.resolution'), <bdi>{`${seen.width} × ${seen.height}`}</bdi>],
          [t('source.frame-rate'), format.number(seen.framesPerSecond, { maximumFractionDigits: 1 })],
          [t('source.faces-a-minute'), format.number(seen.facesPerMinute, { maximumFractionDigits: 0 })],
          [t('source.codec'), <bdi>{seen.codec}</bdi>],
        ]}
      />
      <p class="hint">{t('source.shows-hint')}</p>
    </section>
  );
};
