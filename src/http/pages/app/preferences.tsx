import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { LOCALES } from '../../middleware/page.ts';
import { usePage } from '../../page.tsx';

export const THEMES = ['auto', 'light', 'dark'] as const;

const THEME_ICONS = { auto: 'contrast', light: 'sun', dark: 'moon' } as const;

/** Language and look. @param back where one came from */
export const Preferences = ({ back }: { readonly back: string }) => {
  const { t, texts, theme, format } = usePage();
  return (
    <Layout title={t('page.preferences')} kind="form">
      <h1>{t('page.preferences')}</h1>
      <form method="post" action="/preferences">
        <input type="hidden" name="back" value={back} />
        <fieldset class="field">
          <legend>{t('app.language')}</legend>
          {LOCALES.map((locale) => (
            <div class="choice">
              <input
                type="radio"
                id={`locale-${locale}`}
                name="locale"
                value={locale}
                checked={locale === texts.locale}
              />
              <label for={`locale-${locale}`}>
                <bdi lang={locale}>{format.language(locale, { isOwn: true })}</bdi>
              </label>
            </div>
          ))}
        </fieldset>
        <fieldset class="field">
          <legend>{t('app.look')}</legend>
          {THEMES.map((each) => (
            <div class="choice">
              <input type="radio" id={`theme-${each}`} name="theme" value={each} checked={each === theme} />
              <label for={`theme-${each}`}>
                <Icon name={THEME_ICONS[each]} /> {t('app.theme', { theme: each })}
              </label>
            </div>
          ))}
        </fieldset>
        <div class="actions">
          <button type="submit" class="main">
            {t('app.keep')}
          </button>
          <a href={back}>{t('app.back')}</a>
        </div>
      </form>
      <p class="hint">{t('app.cookies')}</p>
    </Layout>
  );
};
