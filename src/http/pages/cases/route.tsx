import type { Leg } from '../../../services/cases/route.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

/** The way of the child in words, and whether there was time for it. */
export const Route = ({ legs }: { readonly legs: readonly Leg[] }) => {
  const { t, format } = usePage();
  if (legs.length === 0) return null;
  const distance = (km: number) =>
    format.number(km, {
      style: 'unit',
      unit: 'kilometer',
      unitDisplay: 'long',
      maximumFractionDigits: km < 10 ? 1 : 0,
    });
  return (
    <section class="card">
      <h2>{t('cases.route')}</h2>
      <ol class="steps">
        {legs.map(({ from, to, km, elapsed, travel }) => (
          <li>
            <div>
              {t('cases.route-leg', { from: from.place ?? t('map.no-words'), to: to.place ?? t('map.no-words') })}
              <p class="hint">
                {t('cases.route-measure', {
                  distance: distance(km),
                  elapsed: format.measure(elapsed),
                })}{' '}
                <strong>{t('cases.route-travel', { travel: selector(travel) })}</strong>
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p class="hint">{t('cases.route-hint')}</p>
    </section>
  );
};
