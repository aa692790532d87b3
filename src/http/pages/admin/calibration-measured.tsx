import type { CalibrationView } from '../../../services/search/calibration.ts';
import { usePage } from '../../page.tsx';
import { Empty } from './parts.tsx';

/** What people found about the alerts so far, against what was wanted. */
export const MeasuredFpir = ({ view: { outcomes, wantedFpir } }: { readonly view: CalibrationView }) => {
  const { t, format } = usePage();
  const { searches, mated, falseAlerts, openAlerts } = outcomes;
  const strangers = searches - mated;
  if (strangers === 0)
    return (
      <>
        <h2>{t('admin.fpir-measured')}</h2>
        <Empty icon="chart-line">{t('admin.fpir-none')}</Empty>
      </>
    );
  const share = (count: number) => format.percent(count / strangers, 1);
  return (
    <>
      <h2>{t('admin.fpir-measured')}</h2>
      <p class="lede">
        {openAlerts === 0
          ? t('admin.fpir-is', { share: share(falseAlerts) })
          : t('admin.fpir-between', { least: share(falseAlerts), most: share(falseAlerts + openAlerts) })}
      </p>
      <p>
        {t('admin.fpir-from', { searches, mated, strangers, falseAlerts, openAlerts })}{' '}
        {t(
          'admin.fpir-interval',
          intervalOf(falseAlerts, strangers, (value) => format.percent(value, 1)),
        )}{' '}
        {t('admin.fpir-compare', { wanted: format.percent(wantedFpir, 2) })}
      </p>
    </>
  );
};

/** 95 %, after Wilson. */
function intervalOf(count: number, total: number, format: (share: number) => string) {
  const z = 1.96;
  const share = count / total;
  const middle = (share + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half = (z / (1 + (z * z) / total)) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return { least: format(Math.max(0, middle - half)), most: format(Math.min(1, middle + half)) };
}
