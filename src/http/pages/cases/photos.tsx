import type { PhotoView } from '../../../services/photos/view.ts';
import { ErrorSummary } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { PhotoInput } from '../../components/photo-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';

/** A photo of the case, ready to be shown. */
export interface ShownPhoto extends PhotoView {
  readonly url: string | null;
  /** Age of the child in it, whole years, as far as it is known. */
  readonly age: number | null;
  readonly faceUrls: Readonly<Record<string, string>>;
}

export interface PhotosData extends CaseHead {
  /** Youngest child first, those of unknown age last. */
  readonly photos: readonly ShownPhoto[];
  readonly form: FormState;
  /** Largest photo that is taken, bytes. */
  readonly mostBytes: number;
}

/** The child through the years, and what each photo is good for. */
export const Photos = (data: PhotosData) => {
  const { t, can } = usePage();
  const { file, photos } = data;
  const isClosed = file.state === 'resolved' || file.state === 'withdrawn';
  return (
    <CaseFrame {...data} tab="photos">
      <h2 class="visually-hidden">{t('cases.photos')}</h2>
      <LiveList id="case-photos" topics={['cases']}>
        {photos.length === 0 && (
          <div class="empty">
            <Icon name="image-plus" />
            <p>{t('cases.photos-none')}</p>
          </div>
        )}
        <ol class="photo-ages">
          {photos.map((photo) => (
            <PhotoCard caseId={file.id} photo={photo} />
          ))}
        </ol>
      </LiveList>
      {isClosed && <p class="hint">{t('cases.photos-closed')}</p>}
      {can('photo.upload') && !isClosed && <AddPhotos {...data} />}
    </CaseFrame>
  );
};

const PhotoCard = ({ caseId, photo }: { readonly caseId: string; readonly photo: ShownPhoto }) => {
  const { t } = usePage();
  return (
    <li class="card">
      <h3>{photo.age === null ? t('cases.age-unknown') : t('cases.at-age', { years: photo.age })}</h3>
      {photo.url ? (
        <a href={`/cases/${caseId}/photos/${photo.id}`}>
          <img class="thumbnail" src={photo.url} alt={t('cases.photo-open')} loading="lazy" />
        </a>
      ) : (
        <span class="thumbnail face-none">
          <Icon name="image" />
        </span>
      )}
      <p>
        <VerdictTag photo={photo} /> <PhotoDate photo={photo} />
      </p>
      <p class="hint">
        <a href={`/cases/${caseId}/photos/${photo.id}`}>
          {t(photo.verdict === 'choose-face' ? 'cases.photo-choose' : 'cases.photo-details')}
        </a>
      </p>
    </li>
  );
};

const VERDICT_TAGS: Readonly<Record<PhotoView['verdict'], string>> = {
  waiting: 'tag',
  refused: 'tag tag-wrong',
  'no-face': 'tag tag-wrong',
  'choose-face': 'tag tag-warn',
  poor: 'tag tag-warn',
  fair: 'tag tag-good',
  good: 'tag tag-good',
};

export const VerdictTag = ({ photo }: { readonly photo: PhotoView }) => (
  <span class={VERDICT_TAGS[photo.verdict]}>{usePage().t('cases.verdict', { verdict: selector(photo.verdict) })}</span>
);

export const PhotoDate = ({ photo }: { readonly photo: PhotoView }) => {
  const { t, format } = usePage();
  if (photo.capturedOn === null) return null;
  const date = format.partialDate(photo.capturedOn);
  return <span class="hint">{photo.capturedBy === 'camera' ? t('cases.date-of-camera', { date }) : date}</span>;
};

const AddPhotos = ({ file, form, mostBytes }: PhotosData) => {
  const { t } = usePage();
  return (
    <section class="card narrow">
      <h2>{t('cases.photo-add')}</h2>
      <form method="post" action={`/cases/${file.id}/photos`} enctype="multipart/form-data">
        <ErrorSummary form={form} />
        <PhotoInput kind="reference" form={form} label={t('cases.photo-file')} multiple mostBytes={mostBytes} />
        <p class="actions">
          <button type="submit" class="main">
            <Icon name="upload" />
            {t('cases.photo-send')}
          </button>
        </p>
      </form>
    </section>
  );
};
