import type { Page } from '../../page-data.ts';

/** What a phone needs to know to put Homeward beside its other apps, in the language of whoever asks. */
export function appManifest({ texts: { text, locale } }: Page): object {
  return {
    id: '/',
    name: 'Homeward',
    short_name: 'Homeward',
    description: text('app.description'),
    lang: locale,
    dir: text('page.direction'),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#faf6ef',
    theme_color: '#faf6ef',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: text('page.report'), url: '/report' },
      { name: text('page.follow'), url: '/follow' },
    ],
  };
}
