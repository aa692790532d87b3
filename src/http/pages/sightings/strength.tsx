import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

/** How strongly two faces speak for one child: words, and how rarely strangers come as far. Never a percentage. */
export const Strength = ({ strength, oneIn }: { readonly strength: string; readonly oneIn: number }) => {
  const { t } = usePage();
  return (
    <>
      <strong>{t('sightings.strength', { strength: selector(strength) })}</strong>
      {strength !== 'not enough data' && (
        <p class="hint">{t('sightings.one-in', { oneIn: Math.max(1, Math.round(oneIn)) })}</p>
      )}
    </>
  );
};
