import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';

/** One chosen photo, as the script of `<photo-input>` fills it in. */
export const PhotoCard = ({ kind }: { readonly kind: 'reference' | 'sighting' }) => {
  const { t } = usePage();
  return (
    <template data-part="card">
      <li class="photo-card">
        <div class="photo-frame">
          <img alt="" data-part="picture" />
          <svg viewBox="0 0 1 1" preserveAspectRatio="none" data-part="faces" aria-hidden="true" />
          <p class="hint" data-part="no-picture" hidden>
            {t('photo.no-preview')}
          </p>
        </div>
        <div class="photo-words">
          <p class="photo-name" data-part="name" />
          <div data-part="verdict" role="status">
            <p class="hint">{t('photo.looking')}</p>
          </div>
          <div class="photo-tools">
            <button type="button" class="small" data-do="turn">
              <Icon name="rotate-cw" />
              {t('photo.turn')}
            </button>
            <button type="button" class="small" data-do="remove">
              <Icon name="trash-2" />
              {t('photo.remove')}
            </button>
          </div>
        </div>
        {kind === 'reference' && (
          <div class="field photo-row">
            <label for="date-of-photo">{t('photo.captured-on')}</label>
            <p class="hint">{t('photo.captured-on-hint')}</p>
            <input
              type="text"
              id="date-of-photo"
              class="input-medium"
              data-part="date"
              maxlength={10}
              autocomplete="off"
            />
          </div>
        )}
        <div class="photo-row">
          <progress max={1} value={0} data-part="progress" aria-label={t('photo.sending')} hidden />
          <p class="error" data-part="error" role="alert" hidden />
          <p class="tag tag-good" data-part="sent" hidden>
            <Icon name="check" />
            {t('photo.sent')}
          </p>
        </div>
      </li>
    </template>
  );
};
