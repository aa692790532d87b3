import type { Child } from 'hono/jsx';
import type { TextKey } from '../../../adapters/texts.ts';
import type { Action } from '../../../services/policy.ts';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

interface Tab {
  readonly path: string;
  readonly text: TextKey;
  readonly action: Action;
}

const TABS: readonly Tab[] = [
  { path: '/watch', text: 'watch.wall', action: 'watch.view' },
  { path: '/watch/hits', text: 'watch.hits', action: 'watch.view' },
  { path: '/watch/orders', text: 'watch.orders', action: 'watch.view' },
  { path: '/watch/sources', text: 'watch.sources', action: 'watch.view' },
  { path: '/watch/films', text: 'watch.films', action: 'watch.view' },
  { path: '/watch/camera', text: 'watch.camera', action: 'watch.look' },
];

interface WatchFrameProps {
  readonly title: string;
  /** One line under the title. */
  readonly lede?: string;
  /** Further style sheets by the name of their source. */
  readonly styles?: readonly string[];
  readonly children?: Child;
}

/** The frame of the pages about cameras and films. */
export const WatchFrame = ({ title, lede, styles = [], children }: WatchFrameProps) => {
  const { t, path, can } = usePage();
  const [pathname = ''] = path.split('?');
  const here = TABS.map((tab) => tab.path)
    .filter((tab) => pathname === tab || pathname.startsWith(`${tab}/`))
    .sort((a, b) => b.length - a.length)[0];
  return (
    <Layout title={title} kind="desk" styles={[...styles]}>
      <nav class="tabs" aria-label={t('watch.parts')}>
        {TABS.filter(({ action }) => can(action)).map(({ path: target, text }) => (
          <a href={target} {...(target === here && { 'aria-current': 'page' })}>
            {t(text)}
          </a>
        ))}
      </nav>
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {children}
    </Layout>
  );
};
