import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { WaitingReports } from '../../components/waiting-reports.tsx';
import { usePage } from '../../page.tsx';

/** What the service worker shows where there is no line. */
export const Offline = () => {
  const { t } = usePage();
  return (
    <Layout title={t('app.offline-title')} kind="form">
      <h1>{t('app.offline-title')}</h1>
      <p class="lede">{t('app.offline-what')}</p>
      <div class="actions">
        <a class="button main" href="/report">
          <Icon name="eye" />
          {t('page.report')}
        </a>
      </div>
      <WaitingReports />
    </Layout>
  );
};
