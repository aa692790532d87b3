import type { Child } from 'hono/jsx';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';
import { Island } from './island.tsx';
import { Menu } from './menu.tsx';

interface LayoutProps {
  /** Of the window; «· Homeward» is added. */
  readonly title: string;
  /** `public`: a reading column. `form`: narrower still. `desk`: the whole width, for work with lists and pictures. */
  readonly kind?: 'public' | 'form' | 'desk';
  /** Tells search engines to leave the page alone. Only pages that name nobody may be found. */
  readonly isFindable?: boolean;
  /** For previews in messengers. */
  readonly share?: { readonly title: string; readonly description: string; readonly image?: string };
  /** Further style sheets by the name of their source, such as `staff.css`. */
  readonly styles?: readonly string[];
  readonly children?: Child;
}

/** The frame of every page. */
export const Layout = ({ title, kind = 'public', isFindable = false, share, styles = [], children }: LayoutProps) => {
  const { texts, theme, t, assets, flash, viewer } = usePage();
  return (
    <html lang={texts.locale} dir={t('page.direction') === 'rtl' ? 'rtl' : 'ltr'} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Homeward`}</title>
        {!isFindable && <meta name="robots" content="noindex, nofollow, noarchive" />}
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        <meta name="theme-color" content="#faf6ef" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1b1815" media="(prefers-color-scheme: dark)" />
        <link rel="stylesheet" href={assets.url('app.css')} />
        {[...(kind === 'desk' ? ['staff.css'] : []), ...styles].map((name) => (
          <link rel="stylesheet" href={assets.url(name)} />
        ))}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/app.webmanifest" crossorigin="use-credentials" />
        {share && <ShareTags {...share} />}
        <Island name="app" />
      </head>
      <body class={`page-${kind}`}>
        <a class="skip" href="#main">
          {t('page.skip')}
        </a>
        <Menu />
        <main id="main" tabindex={-1}>
          {flash && (
            <p class="notice notice-done" role="status">
              <Icon name="circle-check" />
              {t(flash)}
            </p>
          )}
          {children}
        </main>
        {(kind !== 'desk' || !viewer) && <Footer />}
      </body>
    </html>
  );
};

const ShareTags = ({ title, description, image }: NonNullable<LayoutProps['share']>) => (
  <>
    <meta property="og:title" content={title} />
    <meta property="og:description" content={description} />
    {image && <meta property="og:image" content={image} />}
    {image && <meta name="twitter:card" content="summary_large_image" />}
  </>
);

const Footer = () => {
  const { t } = usePage();
  return (
    <footer class="site-footer">
      <nav aria-label={t('page.footer')}>
        <a href="/report">{t('page.report')}</a>
        <a href="/follow">{t('page.follow')}</a>
        <a href="/privacy">{t('page.privacy')}</a>
        <a href="/accessibility">{t('page.accessibility')}</a>
        <a href="/preferences">{t('page.preferences')}</a>
      </nav>
      <p>{t('page.motto')}</p>
    </footer>
  );
};
