import type { CameraNow } from '../../../services/watch/camera.ts';
import { Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { WatchFrame } from './frame.tsx';

/** An officer looks with this device: faces are framed as they are seen, and searched under an order. */
export const CameraPage = ({ cameras }: { readonly cameras: readonly CameraNow[] }) => {
  const { t } = usePage();
  return (
    <WatchFrame title={t('watch.camera')} lede={t('camera.lede')}>
      {cameras.length === 0 ? <NoCamera /> : <Camera cameras={cameras} />}
    </WatchFrame>
  );
};

const NoCamera = () => {
  const { t } = usePage();
  return (
    <div class="empty">
      <Icon name="camera" />
      <p>{t('camera.none')}</p>
      <p>
        <a href="/watch/sources/new">{t('source.new')}</a> · <a href="/watch/orders">{t('watch.orders')}</a>
      </p>
    </div>
  );
};

const Camera = ({ cameras }: { readonly cameras: readonly CameraNow[] }) => {
  const { t, format } = usePage();
  return (
    <watch-camera {...useCameraTexts()}>
      <noscript>
        <p class="notice notice-warn">{t('camera.needs-script')}</p>
      </noscript>
      <Select
        name="camera"
        label={t('camera.which')}
        form={EMPTY_FORM}
        choices={cameras.map(({ orderId, sourceId, name, incident, endsAt }) => ({
          value: `order=${orderId}&source=${sourceId}`,
          label: `${name} · ${t('camera.under', { incident, until: format.dateTime(endsAt) })}`,
        }))}
      />
      <div class="look">
        <video muted playsinline aria-label={t('camera.preview')} />
        <svg aria-hidden="true" />
        <Icon name="camera" />
      </div>
      <p role="status" class="look-said" />
      <p class="hint look-numbers" />
      <div class="actions">
        <button type="button" class="main" data-do="start">
          <Icon name="eye" />
          {t('camera.start')}
        </button>
        <button type="button" data-do="stop" hidden>
          <Icon name="x" />
          {t('camera.stop')}
        </button>
        <button type="button" data-do="switch" hidden>
          <Icon name="refresh-cw" />
          {t('camera.switch')}
        </button>
      </div>
      <div class="notice">
        <Icon name="shield-check" />
        <div>
          <h2>{t('camera.know')}</h2>
          <ul>
            <li>{t('camera.know-kept')}</li>
            <li>{t('camera.know-log')}</li>
            <li>{t('camera.know-people')}</li>
          </ul>
        </div>
      </div>
      <Island name="watch-camera" />
    </watch-camera>
  );
};

function useCameraTexts() {
  const { t } = usePage();
  return {
    'say-starting': t('camera.starting'),
    'say-watching': t('camera.watching'),
    'say-again': t('camera.again'),
    'say-denied': t('camera.denied'),
    'say-stopped': t('camera.stopped'),
    'say-numbers': t('camera.numbers', { faces: '{faces}', lag: '{lag}' }),
  };
}
