import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { Frame } from '../admin/frame.tsx';

interface SecretProps {
  readonly kind: 'webhook' | 'key';
  readonly secret: string;
  readonly back: string;
}

/** Shown once: it is stored nowhere in a form that could be read again. */
export const SecretPage = ({ kind, secret, back }: SecretProps) => {
  const { t } = usePage();
  return (
    <Frame title={t('agency.secret', { kind })}>
      <p class="notice notice-warn">
        <Icon name="key-round" />
        {t('agency.secret-once')}
      </p>
      <div class="field narrow">
        <label for="secret">{t('agency.secret-label', { kind })}</label>
        <input id="secret" class="code" value={secret} readonly dir="ltr" autocomplete="off" spellcheck={false} />
      </div>
      <p>{t('agency.secret-use', { kind })}</p>
      <div class="actions">
        <a class="button main" href={back}>
          {t('agency.secret-kept')}
        </a>
      </div>
    </Frame>
  );
};
