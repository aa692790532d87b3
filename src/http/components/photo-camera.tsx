import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';

/** The camera in the page: what it sees, an oval for the face, a shutter. */
export const PhotoCamera = () => {
  const { t } = usePage();
  return (
    <template data-part="camera">
      <dialog class="camera" aria-label={t('photo.camera')}>
        <div class="camera-view">
          <video playsinline muted aria-label={t('photo.camera-sees')} />
          <canvas hidden role="img" aria-label={t('photo.camera-shot')} />
          <svg class="camera-guide" viewBox="0 0 100 100" aria-hidden="true">
            <ellipse cx="50" cy="47" rx="25" ry="34" />
          </svg>
        </div>
        <p class="camera-hint" data-part="guide" role="status">
          {t('photo.camera-guide')}
        </p>
        <p class="camera-hint" data-part="refused" role="alert" hidden>
          {t('photo.camera-refused')}
        </p>
        <div class="camera-tools" data-part="before">
          <button type="button" data-do="close">
            {t('photo.camera-close')}
          </button>
          <button type="button" class="shutter" data-do="shoot" aria-label={t('photo.camera-shoot')} />
          <button type="button" class="main" data-do="plain" hidden>
            {t('photo.choose', { many: 'no' })}
          </button>
          <button type="button" data-do="switch" hidden>
            <Icon name="refresh-cw" />
            {t('photo.camera-switch')}
          </button>
        </div>
        <div class="camera-tools" data-part="after" hidden>
          <button type="button" data-do="again">
            {t('photo.camera-again')}
          </button>
          <button type="button" class="main" data-do="use">
            {t('photo.camera-use')}
          </button>
        </div>
        <input type="file" accept="image/*" capture="environment" hidden />
      </dialog>
    </template>
  );
};
