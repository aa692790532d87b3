import { ErrorSummary } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { PhotoInput } from '../../components/photo-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { PhotoGuide } from './photo-guide.tsx';
import { type OwnPhoto, PhotoList } from './photo-list.tsx';
import { StepPage } from './step-page.tsx';
import { stepPath } from './steps.ts';

interface PhotosData {
  readonly caseId: string;
  readonly photos: readonly OwnPhoto[];
  readonly form: FormState;
  readonly mostBytes: number;
}

/** Photos of the child: which help, what each is good for, and more of them. */
export const PhotosStep = ({ caseId, photos, form, mostBytes }: PhotosData) => {
  const { t, viewer } = usePage();
  const isGuardian = viewer?.role === 'guardian';
  return (
    <StepPage step="photos" caseId={caseId} lede={t('guardian.photos-lede')}>
      {photos.length > 0 && (
        <>
          <h2>{t('guardian.photos-have')}</h2>
          <PhotoList caseId={caseId} photos={photos} back={stepPath(caseId, 'photos')} isEditable />
        </>
      )}
      {isGuardian && <PhotoGuide />}
      <h2>{t('guardian.photos-add')}</h2>
      <AddPhotos action={stepPath(caseId, 'photos')} form={form} mostBytes={mostBytes} />
      <div class="actions">
        <a class={photos.length > 0 ? 'button main' : 'button'} href={stepPath(caseId, 'consent')}>
          {t(photos.length > 0 ? 'guardian.go-on' : 'guardian.photos-later')}
        </a>
      </div>
    </StepPage>
  );
};

interface AddProps {
  readonly action: string;
  readonly form: FormState;
  readonly mostBytes: number;
}

export const AddPhotos = ({ action, form, mostBytes }: AddProps) => {
  const { t } = usePage();
  return (
    <form method="post" action={action} enctype="multipart/form-data">
      <ErrorSummary form={form} />
      <PhotoInput kind="reference" form={form} label={t('guardian.photos-choose')} multiple mostBytes={mostBytes} />
      <button type="submit">
        <Icon name="upload" />
        {t('guardian.photos-send')}
      </button>
    </form>
  );
};
