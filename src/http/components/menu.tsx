import type { TextKey } from '../../adapters/texts.ts';
import type { Action } from '../../services/policy.ts';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';

interface Entry {
  readonly path: string;
  readonly text: TextKey;
  readonly icon: IconName;
  /** Shown to whom may do this. */
  readonly action?: Action;
}

const PUBLIC_ENTRIES: readonly Entry[] = [
  { path: '/report', text: 'page.report', icon: 'eye' },
  { path: '/children', text: 'page.children', icon: 'heart' },
  { path: '/follow', text: 'page.follow', icon: 'history' },
];

const GUARDIAN_ENTRIES: readonly Entry[] = [
  { path: '/cases', text: 'page.my-cases', icon: 'folder' },
  { path: '/cases/new', text: 'page.new-case', icon: 'folder-plus' },
];

const STAFF_ENTRIES: readonly Entry[] = [
  { path: '/desk', text: 'page.desk', icon: 'layout-dashboard', action: 'case.list' },
  { path: '/cases', text: 'page.cases', icon: 'folder', action: 'case.list' },
  { path: '/sightings', text: 'page.sightings', icon: 'inbox', action: 'sighting.list' },
  { path: '/review', text: 'page.review', icon: 'clipboard-check', action: 'review.list' },
  { path: '/matches', text: 'page.matches', icon: 'heart-handshake', action: 'match.list' },
  { path: '/map', text: 'page.map', icon: 'map', action: 'sighting.list' },
  { path: '/watch', text: 'page.watch', icon: 'video', action: 'watch.view' },
  { path: '/search', text: 'page.search', icon: 'scan-face', action: 'search.ad-hoc' },
  { path: '/agency', text: 'page.agency', icon: 'users', action: 'webhook.manage' },
  { path: '/admin', text: 'page.admin', icon: 'server', action: 'system.view' },
  { path: '/admin/audit', text: 'page.audit', icon: 'list-checks', action: 'audit.read' },
];

/** Head of every page: who we are, where one can go, who is signed in. */
export const Menu = () => {
  const { t, viewer, can, path } = usePage();
  const entries = entriesFor(viewer?.role).filter(({ action }) => !action || can(action));
  const here = currentOf(entries, path);
  return (
    <header class="site-header">
      <a class="brand" href={viewer && viewer.role !== 'guardian' ? '/desk' : '/'}>
        <Mark />
        Homeward
      </a>
      <nav class="site-nav" aria-label={t('page.menu')}>
        {entries.map(({ path: target, text, icon }) => (
          <a href={target} {...(target === here && { 'aria-current': 'page' })}>
            <Icon name={icon} />
            {t(text)}
          </a>
        ))}
      </nav>
      <div class="site-tools">
        <a href="/preferences" class="tool" aria-label={t('page.preferences')} title={t('page.preferences')}>
          <Icon name="globe" />
        </a>
        {viewer ? <AccountMenu name={viewer.name} /> : <a href="/account/sign-in">{t('page.sign-in')}</a>}
      </div>
    </header>
  );
};

const AccountMenu = ({ name }: { readonly name: string }) => {
  const { t } = usePage();
  return (
    <details class="menu">
      <summary aria-label={name}>
        <Icon name="user" />
        <span class="menu-name">{name}</span>
      </summary>
      <div class="menu-list">
        <a href="/account">{t('page.account')}</a>
        <a href="/account/alerts">{t('page.alerts')}</a>
        <form method="post" action="/account/sign-out">
          <button type="submit" class="plain">
            {t('page.sign-out')}
          </button>
        </form>
      </div>
    </details>
  );
};

/** A roof and a lit window. */
const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
    <path class="roof" d="M3 11.5 12 4l9 7.5" />
    <path class="roof" d="M5.5 10v9.5h13V10" />
    <path class="window" d="M10 13h4v6.5h-4z" />
  </svg>
);

function entriesFor(role: string | undefined): readonly Entry[] {
  if (role === undefined) return PUBLIC_ENTRIES;
  return role === 'guardian' ? GUARDIAN_ENTRIES : STAFF_ENTRIES;
}

/** The entry that the page belongs to: the longest that its path begins with. */
function currentOf(entries: readonly Entry[], path: string): string | undefined {
  const [pathname = ''] = path.split('?');
  return entries
    .map((entry) => entry.path)
    .filter((target) => pathname === target || pathname.startsWith(`${target}/`))
    .sort((a, b) => b.length - a.length)[0];
}
