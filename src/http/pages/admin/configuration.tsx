import type { SettingView } from '../../../services/configuration.ts';
import { DataTable } from '../../components/data-table.tsx';
import { usePage } from '../../page.tsx';
import { Frame } from './frame.tsx';

/** Every setting as it is now; to be changed where the server is started. */
export const ConfigurationPage = ({ settings }: { readonly settings: readonly SettingView[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.configuration')} lede={t('admin.configuration-lede')}>
      <DataTable
        caption={t('admin.configuration')}
        isCaptionHidden
        head={[t('admin.setting'), t('admin.value'), t('admin.fallback'), t('admin.means')]}
        rows={settings.map((setting) => [
          <code class="breaks">{setting.name}</code>,
          <Value setting={setting} />,
          setting.fallback === null ? '–' : <code class="breaks">{setting.fallback}</code>,
          <span lang="en" dir="ltr">
            {setting.description
              .split('`')
              .map((part, index) => (index % 2 ? <code class="breaks">{part}</code> : part))}
          </span>,
        ])}
      />
    </Frame>
  );
};

const Value = ({ setting: { value, isSecret, fallback } }: { readonly setting: SettingView }) => {
  const { t } = usePage();
  if (value === null) return <span class="hint">{t('admin.unset')}</span>;
  if (isSecret) return <span class="tag">{t('admin.secret-set')}</span>;
  return (
    <>
      <code class="breaks">{value}</code>
      {fallback !== null && fallback !== value && <span class="tag tag-accent">{t('admin.changed')}</span>}
    </>
  );
};
