import { ConfirmForm } from '../../components/confirm-form.tsx';
import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { CaseFrame } from './case-frame.tsx';
import { Fact } from './facts.tsx';
import type { CaseHead } from './open-case.tsx';
import { PhotoDate, type ShownPhoto, VerdictTag } from './photos.tsx';

export interface PhotoData extends CaseHead {
  readonly photo: ShownPhoto;
  readonly form: FormState;
  /** Which form came back. */
  readonly wrong?: 'date' | 'remove';
}

/** One photo: what it is good for, whose face in it is the child's, when it was taken. */
export const PhotoPage = (data: PhotoData) => {
  const { t, texts } = usePage();
  const { file, photo } = data;
  return (
    <CaseFrame {...data} tab="photos">
      <p>
        <a href={`/cases/${file.id}/photos`}>{t('cases.photos-all')}</a>
      </p>
      <div class="columns">
        <div>
          {photo.url && <img class="photo-large" src={photo.url} alt={t('cases.photo-of-child')} />}
          <Original photo={photo} />
        </div>
        <div>
          <section class="card">
            <h2>{photo.age === null ? t('cases.age-unknown') : t('cases.at-age', { years: photo.age })}</h2>
            <p>
              <VerdictTag photo={photo} /> <PhotoDate photo={photo} />
            </p>
            <p>{texts.message(photo.message)}</p>
            {photo.reasons.length > 0 && (
              <ul>
                {photo.reasons.map((reason) => (
                  <li>{texts.message(reason)}</li>
                ))}
              </ul>
            )}
          </section>
          <Faces {...data} />
          <DateForm {...data} />
          <Remove {...data} />
        </div>
      </div>
    </CaseFrame>
  );
};

const Faces = ({ file, photo }: PhotoData) => {
  const { t, can } = usePage();
  if (photo.faces.length === 0) return null;
  const mayChoose = can('photo.choose-face') && photo.faces.length > 1;
  return (
    <section class="card">
      <h2>{t('cases.faces')}</h2>
      {mayChoose && <p class="hint">{t('cases.faces-hint')}</p>}
      <ul class="face-choices">
        {photo.faces.map((face, index) => (
          <li>
            {photo.faceUrls[face.id] ? (
              <img class="face" src={photo.faceUrls[face.id]} alt={t('cases.face-number', { number: index + 1 })} />
            ) : (
              <span class="face face-none">{t('cases.face-number', { number: index + 1 })}</span>
            )}
            <span class="hint">{t('cases.quality', { quality: qualityOf(face.quality) })}</span>
            {face.isChosen && (
              <span class="tag tag-good">
                <Icon name="check" />
                {t('cases.face-chosen')}
              </span>
            )}
            {mayChoose && !face.isChosen && (
              <form method="post" action={`/cases/${file.id}/photos/${photo.id}/face`}>
                <button type="submit" class="small" name="faceId" value={face.id}>
                  {t('cases.face-choose')}
                  <span class="visually-hidden"> {t('cases.face-number', { number: index + 1 })}</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** The same steps as those of a photo's verdict. */
function qualityOf(quality: number): 'good' | 'fair' | 'poor' {
  if (quality >= 60) return 'good';
  return quality >= 35 ? 'fair' : 'poor';
}

const Original = ({ photo }: Pick<PhotoData, 'photo'>) => {
  const { t, format, can } = usePage();
  return (
    <section class="card">
      <h2>{t('cases.photo-file-facts')}</h2>
      <dl class="facts">
        <Fact name={t('cases.photo-added')}>
          <time datetime={photo.createdAt}>{format.dateTime(photo.createdAt)}</time>
        </Fact>
        <Fact name={t('cases.photo-size')}>
          {photo.width !== null &&
            photo.height !== null &&
            `${format.number(photo.width)} × ${format.number(photo.height)}`}
        </Fact>
        <Fact name={t('cases.photo-camera')}>{photo.exif.camera}</Fact>
        <Fact name="SHA-256">
          <span class="code">{photo.sha256}</span>
        </Fact>
      </dl>
      {can('photo.original') && photo.hasOriginal && (
        <p>
          <a class="button" href={`/api/v1/photos/${photo.id}/original`} download>
            <Icon name="download" />
            {t('cases.photo-original')}
          </a>
        </p>
      )}
      {can('photo.original') && photo.hasOriginal && <p class="hint">{t('cases.photo-original-hint')}</p>}
    </section>
  );
};

const isClosed = ({ state }: CaseHead['file']) => state === 'resolved' || state === 'withdrawn';

const DateForm = ({ file, photo, form, wrong }: PhotoData) => {
  const { t, can } = usePage();
  if (!can('photo.upload') || isClosed(file)) return null;
  return (
    <details class="card" open={wrong === 'date'}>
      <summary>{t('cases.photo-date-correct')}</summary>
      <form method="post" action={`/cases/${file.id}/photos/${photo.id}/date`}>
        {wrong === 'date' && <ErrorSummary form={form} />}
        <Input
          name="capturedOn"
          label={t('cases.photo-date')}
          hint={t('cases.photo-date-hint')}
          form={form}
          value={photo.capturedOn ?? ''}
          isOptional
        />
        <Input
          name="ageYears"
          label={t('cases.photo-age')}
          hint={t('cases.photo-age-hint')}
          form={form}
          value={photo.ageYears?.toString() ?? ''}
          more={{ inputmode: 'decimal' }}
          isOptional
        />
        <button type="submit">{t('cases.save')}</button>
      </form>
    </details>
  );
};

const Remove = ({ file, photo, form, wrong }: PhotoData) => {
  const { t, can } = usePage();
  if (!can('photo.remove') || isClosed(file)) return null;
  return (
    <ConfirmForm
      action={`/cases/${file.id}/photos/${photo.id}/remove`}
      title={t('cases.photo-remove')}
      explanation={t('cases.photo-remove-explained')}
      submit={t('cases.photo-remove-do')}
      reasonLabel={t('cases.reason-words')}
      isDanger
      isFolded
      {...(wrong === 'remove' && { form })}
    />
  );
};
