import { usePage } from '../../page.tsx';

const STEPS = ['look', 'compare', 'facts'] as const;

/** Where one is in a review: look, compare, facts. */
export const ReviewSteps = ({ now }: { readonly now: (typeof STEPS)[number] }) => {
  const { t } = usePage();
  const at = STEPS.indexOf(now);
  return (
    <ol class="review-steps" aria-label={t('review.steps')}>
      {STEPS.map((step, index) => (
        <li {...(index === at && { 'aria-current': 'step' })}>
          {t(`review.step-${step}`)}
          {index < at && <span class="visually-hidden"> ({t('review.step-done')})</span>}
        </li>
      ))}
    </ol>
  );
};
