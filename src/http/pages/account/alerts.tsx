import type { AlertPreference } from '../../../services/alerts/messages.ts';
import { Radios } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

const MODES = ['at-once', 'digest', 'off'] as const;

/** How one is told of candidates and matches. Push to a device belongs to the device, which subscribes by itself. */
export const Alerts = ({ chosen }: { readonly chosen: readonly AlertPreference[] }) => {
  const { t } = usePage();
  const mode = chosen.find(({ channel }) => channel === 'email')?.mode ?? 'at-once';
  const choices = MODES.map((value) => ({
    value,
    label: t('account.alert-mode', { mode: selector(value) }),
    hint: t('account.alert-mode-hint', { mode: selector(value) }),
  }));
  return (
    <Layout title={t('page.alerts')} kind="form">
      <h1>{t('page.alerts')}</h1>
      <p class="lede">{t('account.alerts-why')}</p>
      <form method="post" action="/account/alerts">
        <Radios name="email" label={t('account.by-mail')} form={EMPTY_FORM} value={mode} choices={choices} />
        <div class="actions">
          <button type="submit" class="main">
            {t('account.save')}
          </button>
        </div>
      </form>
    </Layout>
  );
};
