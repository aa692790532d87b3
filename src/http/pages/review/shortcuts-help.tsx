import type { TextKey } from '../../../adapters/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';

const KEYS: readonly (readonly [readonly string[], TextKey])[] = [
  [['j', 'k'], 'review.key-next'],
  [['s', 'd', 'u', 'n'], 'review.key-mark'],
  [['+', '−'], 'review.key-zoom'],
  [['←', '→', '↑', '↓'], 'review.key-pan'],
  [[',', '.'], 'review.key-photo'],
  [['f', 'x', 'g', 'r'], 'review.key-look'],
  [['1', '…', '9', '0'], 'review.key-conclusion'],
  [['Ctrl', 'Enter'], 'review.key-submit'],
  [['?'], 'review.key-help'],
];

/** Which keys do what, and a switch for those who dictate: single keys would act on their words. */
export const ShortcutsHelp = () => {
  const { t } = usePage();
  return (
    <>
      <button type="button" class="small" data-help hidden>
        <Icon name="info" />
        {t('review.shortcuts')} <kbd>?</kbd>
      </button>
      <dialog aria-labelledby="shortcuts-title">
        <h2 id="shortcuts-title">{t('review.shortcuts-title')}</h2>
        <dl class="facts">
          {KEYS.map(([keys, text]) => (
            <>
              <dt>
                {keys.map((key) => (
                  <>
                    <kbd>{key}</kbd>{' '}
                  </>
                ))}
              </dt>
              <dd>{t(text)}</dd>
            </>
          ))}
        </dl>
        <p class="choice">
          <input type="checkbox" id="single-keys" data-single-keys checked />
          <label for="single-keys">{t('review.shortcuts-on')}</label>
        </p>
        <form method="dialog">
          <button type="submit">{t('review.shortcuts-close')}</button>
        </form>
      </dialog>
    </>
  );
};
