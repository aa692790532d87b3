import type { EmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { usePage } from '../../page.tsx';

/** What to do on seeing a child who may be missing. */
export const SeenSteps = ({ numbers }: { readonly numbers: EmergencyNumbers }) => {
  const { t } = usePage();
  const { emergency: number } = numbers;
  return (
    <ol class="steps">
      <li>
        <p>
          <strong>{t('public.seen.1', { number })}</strong>
        </p>
      </li>
      <li>
        <p>{t('public.seen.2')}</p>
      </li>
      <li>
        <p>{t('public.seen.3')}</p>
      </li>
      <li>
        <p>{t('public.seen.4')}</p>
      </li>
    </ol>
  );
};
