import type { Child } from 'hono/jsx';
import type { TextKey } from '../../../adapters/texts.ts';
import { type Action, reachOf } from '../../../services/policy.ts';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

interface Tab {
  readonly path: string;
  readonly text: TextKey;
  readonly action: Action;
}

/** What one runs: the whole system, or the own agency. */
export type Base = '/admin' | '/agency';

const TABS: { readonly [base in Base]: readonly Tab[] } = {
  '/admin': [
    { path: '/admin', text: 'admin.overview', action: 'system.view' },
    { path: '/admin/people', text: 'admin.people', action: 'account.change-role' },
    { path: '/admin/agencies', text: 'admin.agencies', action: 'agency.create' },
    { path: '/admin/jobs', text: 'admin.jobs', action: 'job.list' },
    { path: '/admin/messages', text: 'admin.outbox', action: 'message.overview' },
    { path: '/admin/audit', text: 'admin.audit', action: 'audit.read' },
    { path: '/admin/audit/verify', text: 'admin.audit-verify', action: 'audit.verify' },
    { path: '/admin/models', text: 'admin.models', action: 'model.view' },
    { path: '/admin/calibration', text: 'admin.calibration', action: 'model.view' },
    { path: '/admin/retention', text: 'admin.retention', action: 'retention.view' },
    { path: '/admin/keys', text: 'admin.keys', action: 'account.change-role' },
    { path: '/admin/configuration', text: 'admin.configuration', action: 'system.view' },
  ],
  '/agency': [
    { path: '/agency', text: 'agency.overview', action: 'agency.edit' },
    { path: '/agency/people', text: 'admin.people', action: 'account.list' },
    { path: '/agency/messages', text: 'admin.outbox', action: 'message.list' },
    { path: '/agency/webhooks', text: 'agency.webhooks', action: 'webhook.manage' },
    { path: '/agency/keys', text: 'admin.keys', action: 'key.create' },
    { path: '/admin/audit', text: 'admin.audit', action: 'audit.read' },
    { path: '/admin/calibration', text: 'admin.calibration', action: 'model.view' },
    { path: '/admin/models', text: 'admin.models', action: 'model.view' },
    { path: '/admin/retention', text: 'admin.retention', action: 'retention.view' },
  ],
};

interface FrameProps {
  readonly title: string;
  /** One line under the title. */
  readonly lede?: string;
  readonly children?: Child;
}

/** The frame of the pages of whoever runs the system or an agency. */
export const Frame = ({ title, lede, children }: FrameProps) => {
  const { t, path, actor } = usePage();
  const [pathname = ''] = path.split('?');
  const isOfAgency = actor.kind === 'account' && actor.agencyId !== null;
  const tabs = TABS[isOfAgency ? '/agency' : '/admin'].filter(({ action }) => reachOf(actor, action) !== 'none');
  const here = tabs
    .map((tab) => tab.path)
    .filter((tab) => pathname === tab || pathname.startsWith(`${tab}/`))
    .sort((a, b) => b.length - a.length)[0];
  return (
    <Layout title={title} kind="desk">
      {tabs.length > 1 && (
        <nav class="tabs" aria-label={t('admin.parts')}>
          {tabs.map(({ path: target, text }) => (
            <a href={target} {...(target === here && { 'aria-current': 'page' })}>
              {t(text)}
            </a>
          ))}
        </nav>
      )}
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {children}
    </Layout>
  );
};
