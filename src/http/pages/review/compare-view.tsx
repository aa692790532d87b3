import type { Point } from '../../../core/geometry.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-names.ts';
import { Island } from '../../components/island.tsx';
import { usePage } from '../../page.tsx';

/** A picture and where eyes, nose and mouth lie in it, as shares of its side. */
export interface ComparedPicture {
  readonly url: string;
  readonly points: readonly Point[] | null;
}

interface CompareProps {
  readonly probe: ComparedPicture;
  /** Empty while the probe is looked at alone. */
  readonly references: readonly ComparedPicture[];
}

/**
 * One face, or two side by side: all pictures are aligned alike, and the script treats all of them alike. Without
 * script they stand still, and several photos are scrolled through.
 */
export const CompareView = ({ probe, references }: CompareProps) => {
  const { t } = usePage();
  return (
    <>
      <Island name="compare-view" />
      <compare-view class={references.length > 0 ? 'compare' : 'compare compare-one'}>
        <figure>
          <figcaption>{t('review.probe')}</figcaption>
          <section class="compare-window" tabindex={0} aria-label={t('review.probe')}>
            <Picture {...probe} alt={t('review.probe-alt')} />
          </section>
        </figure>
        {references.length > 0 && <References probe={probe} references={references} />}
        <Tools isPair={references.length > 0} />
      </compare-view>
    </>
  );
};

const References = ({ probe, references }: CompareProps) => {
  const { t } = usePage();
  const count = references.length;
  return (
    <figure>
      <figcaption>{t('review.reference')}</figcaption>
      <section class="compare-window" tabindex={0} aria-label={t('review.reference')}>
        {references.map((picture, index) => (
          <Picture {...picture} alt={t('review.reference-alt', { number: index + 1 })} isReference />
        ))}
        <div class="compare-over" hidden>
          <div class="compare-picture">
            <img src={probe.url} width="512" height="512" alt="" decoding="sync" draggable="false" />
          </div>
        </div>
      </section>
      {count > 1 && (
        <fieldset class="compare-film" aria-label={t('review.photos')}>
          <noscript>{t('review.scroll-photos')}</noscript>
          {references.map(({ url }, index) => (
            <button type="button" class="plain" data-photo={index} aria-pressed={index === 0 ? 'true' : 'false'}>
              <img src={url} width="56" height="56" alt={t('review.photo', { number: index + 1, count })} />
            </button>
          ))}
        </fieldset>
      )}
    </figure>
  );
};

const Picture = ({ url, points, alt, isReference }: ComparedPicture & { alt: string; isReference?: boolean }) => (
  <div class="compare-picture" {...(isReference && { 'data-reference': '' })}>
    <img src={url} width="512" height="512" alt={alt} decoding="sync" draggable="false" />
    <Guides points={points} />
  </div>
);

/** Lines on which the eyes lie, alike in every picture, and the five points that it was aligned by. */
const Guides = ({ points }: Pick<ComparedPicture, 'points'>) => (
  <svg class="compare-guides" viewBox="0 0 100 100" hidden aria-hidden="true">
    <path d="M0 44H100M35 0V100M65 0V100" />
    {points?.map(({ x, y }) => (
      <circle cx={100 * x} cy={100 * y} r="0.9" />
    ))}
  </svg>
);

const Tools = ({ isPair }: { readonly isPair: boolean }) => {
  const { t } = usePage();
  return (
    <fieldset class="compare-tools" hidden aria-label={t('review.tools')}>
      <Tool tool="zoom-out" icon="zoom-out" />
      <Tool tool="zoom-in" icon="zoom-in" />
      {(['brightness', 'contrast'] as const).map((name) => (
        <label>
          {t(`review.${name}`)}
          <input type="range" data-filter={name} min="40" max="240" step="5" value="100" />
        </label>
      ))}
      {isPair && <Tool tool="flicker" icon="refresh-cw" isToggle />}
      {isPair && <Tool tool="split" icon="contrast" isToggle />}
      <Tool tool="guides" icon="scan-face" isToggle />
      <Tool tool="reset" icon="undo-2" />
      {isPair && (
        <label hidden data-split-at>
          {t('review.split-at')}
          <input type="range" dir="ltr" data-split min="0" max="100" value="50" />
        </label>
      )}
      <p class="hint">{t('review.stage-hint')}</p>
    </fieldset>
  );
};

type ToolName = 'zoom-in' | 'zoom-out' | 'flicker' | 'split' | 'guides' | 'reset';

const Tool = ({ tool, icon, isToggle }: { tool: ToolName; icon: IconName; isToggle?: boolean }) => (
  <button type="button" class="small" data-tool={tool} {...(isToggle && { 'aria-pressed': 'false' })}>
    <Icon name={icon} />
    {usePage().t(`review.${tool}`)}
  </button>
);
