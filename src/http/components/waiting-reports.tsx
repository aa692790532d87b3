import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';
import { Island } from './island.tsx';

/** Reports that this device keeps because there was no line: stand below the form, and on the page without a line. */
export const WaitingReports = () => {
  const { t } = usePage();
  return (
    <offline-queue>
      <section hidden class="waiting card" aria-labelledby="waiting-title" tabindex={-1}>
        <h2 id="waiting-title">{t('app.waiting-title')}</h2>
        <p data-part="what">{t('app.waiting-what')}</p>
        <ul class="waiting-list" aria-live="polite" />
        <div class="actions" data-part="tools">
          <button type="button" data-do="send">
            <Icon name="send" />
            {t('app.waiting-send')}
          </button>
        </div>
      </section>
      <template data-part="waiting">
        <li class="waiting-report">
          <div class="waiting-photos" />
          <p>
            <span class="tag tag-warn">{t('app.waiting')}</span> <time />
          </p>
          <p data-part="remarks" />
          <p class="error" data-part="error" hidden />
          <button type="button" class="small" data-do="remove">
            <Icon name="trash-2" />
            {t('app.waiting-remove')}
          </button>
        </li>
      </template>
      <template data-part="sent">
        <li class="waiting-report">
          <p>
            <span class="tag tag-good">{t('app.waiting-sent')}</span> <time />
          </p>
          <p>{t('app.waiting-code')}</p>
          <p>
            <strong class="code" data-part="code" />
          </p>
          <div class="row">
            <a class="button small" href="/follow">
              {t('page.follow')}
            </a>
            <button type="button" class="small" data-do="remove">
              {t('app.waiting-noted')}
            </button>
          </div>
        </li>
      </template>
      <Island name="offline-queue" />
    </offline-queue>
  );
};
