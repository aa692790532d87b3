import type { Leg } from '../../../services/cases/route.ts';
import { usePage } from '../../page.tsx';

const UNITS = { hour: 'hour', day: 'day', year: 'year' } as const;

/** The way of the child in words, and whether there was time for it. */
export const Route = ({ legs }: { readonly legs: readonly Leg[] }) => {
  const { t, format } = usePage();
  if (legs.length === 0) return null;
  const inUnit = (value: number, unit: string) =>
    format.number(value, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: value < 10 ? 1 : 0 });
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
                  distance: inUnit(km, 'kilometer'),
                  elapsed: inUnit(elapsed.value, elapsed.unit in UNITS ? elapsed.unit : 'hour'),
                })}{' '}
                <strong>{t('cases.route-travel', { travel: travel.replace('-', '_') })}</strong>
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p class="hint">{t('cases.route-hint')}</p>
    </section>
  );
};
