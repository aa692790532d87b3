import type { PhotoView } from '../../../services/photos/view.ts';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';

/** A photo of the own child, with addresses of its pictures. */
export interface OwnPhoto extends PhotoView {
  readonly url: string | null;
  readonly faceUrls: Readonly<Record<string, string>>;
}

interface PhotoListProps {
  readonly caseId: string;
  readonly photos: readonly OwnPhoto[];
  /** Where forms come back to. */
  readonly back: string;
  readonly isEditable: boolean;
}

/** The photos of the child and what each is good for. It keeps itself up to date while photos are looked at. */
export const PhotoList = ({ photos, ...more }: PhotoListProps) => {
  const { t } = usePage();
  if (photos.length === 0)
    return (
      <div class="empty">
        <Icon name="image-plus" />
        <p>{t('guardian.photos-none')}</p>
      </div>
    );
  return (
    <LiveList id="own-photos" topics={['cases']}>
      <ul class="photo-list">
        {photos.map((photo) => (
          <PhotoItem {...more} photo={photo} />
        ))}
      </ul>
    </LiveList>
  );
};

const PhotoItem = ({ photo, ...more }: Omit<PhotoListProps, 'photos'> & { readonly photo: OwnPhoto }) => {
  const { t, format } = usePage();
  const when = photo.capturedOn
    ? t('guardian.photo-taken', { date: format.partialDate(photo.capturedOn) })
    : photo.ageYears === null
      ? t('guardian.photo-undated')
      : t('guardian.photo-age', { years: photo.ageYears });
  return (
    <li class="photo-card">
      <div class="photo-frame">
        {photo.url ? (
          <img class="thumbnail" src={photo.url} alt={t('guardian.photo-alt')} loading="lazy" />
        ) : (
          <p class="hint">{t('guardian.photo-no-picture')}</p>
        )}
      </div>
      <div class="photo-words">
        <Verdict photo={photo} />
        <p class="hint">{when}</p>
        {photo.verdict === 'choose-face' && more.isEditable && <ChooseFace photo={photo} {...more} />}
        {more.isEditable && <Tools photo={photo} {...more} />}
      </div>
    </li>
  );
};

/** What the photo is good for, and what would make it better. */
const Verdict = ({ photo }: { readonly photo: OwnPhoto }) => {
  const { t, texts } = usePage();
  return (
    <div data-verdict={photo.verdict}>
      <p>{t('photo.verdict', { verdict: photo.verdict.replace('-', ''), faces: photo.faces.length })}</p>
      {photo.state === 'waiting' && <div class="hint">{t('guardian.photo-waiting')}</div>}
      {photo.state === 'refused' && <div class="hint">{texts.message(photo.message)}</div>}
      {photo.reasons.length > 0 && (
        <ul>
          {photo.reasons.map((reason) => (
            <li>{texts.message(reason)}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

type ToolProps = Omit<PhotoListProps, 'photos'> & { readonly photo: OwnPhoto };

const ChooseFace = ({ photo, caseId, back }: ToolProps) => {
  const { t } = usePage();
  const faces = photo.faces.filter(({ id }) => photo.faceUrls[id]);
  return (
    <form method="post" action={`/my-cases/${caseId}/photos/${photo.id}/face`}>
      <input type="hidden" name="back" value={back} />
      <fieldset class="field">
        <legend>{t('guardian.which-face')}</legend>
        <div class="row">
          {faces.map(({ id }, index) => (
            <label>
              <img class="face" src={photo.faceUrls[id]} alt="" />
              <input type="radio" name="faceId" value={id} required />{' '}
              {t('guardian.face-number', { number: index + 1 })}
            </label>
          ))}
        </div>
      </fieldset>
      <button type="submit" class="small">
        {t('guardian.choose-face')}
      </button>
    </form>
  );
};

const Tools = ({ photo, caseId, back }: ToolProps) => {
  const { t } = usePage();
  const id = photo.id.slice(0, 8);
  return (
    <>
      <details>
        <summary>{t('guardian.photo-date-change')}</summary>
        <form method="post" action={`/my-cases/${caseId}/photos/${photo.id}/date`}>
          <input type="hidden" name="back" value={back} />
          <div class="field">
            <label for={`date-${id}`}>{t('photo.captured-on')}</label>
            <p class="hint">{t('photo.captured-on-hint')}</p>
            <input
              type="text"
              id={`date-${id}`}
              name="capturedOn"
              class="input-medium"
              maxlength={10}
              value={photo.capturedOn ?? ''}
            />
          </div>
          <button type="submit" class="small">
            {t('guardian.save')}
          </button>
        </form>
      </details>
      <details>
        <summary>{t('guardian.photo-remove')}</summary>
        <form method="post" action={`/my-cases/${caseId}/photos/${photo.id}/remove`}>
          <input type="hidden" name="back" value={back} />
          <p>{t('guardian.photo-remove-text')}</p>
          <button type="submit" class="small danger">
            <Icon name="trash-2" />
            {t('guardian.photo-remove')}
          </button>
        </form>
      </details>
    </>
  );
};
