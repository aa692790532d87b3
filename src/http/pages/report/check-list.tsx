import { MAX_PHOTOS } from '../../../services/sightings/submit.ts';
import { usePage } from '../../page.tsx';

const NEEDED: readonly string[] = ['photo', 'place', 'when'];

/** What was typed, once more before it is sent; filled in by script. */
export const CheckList = () => {
  const { t } = usePage();
  const counts = Array.from({ length: MAX_PHOTOS + 1 }, (_, count) => t('report.photo-count', { count }));
  const rows = [
    ['photo', t('report.photos')],
    ['place', t('report.place')],
    ['when', t('report.when')],
    ['sex', t('report.child')],
    ['ageYears', t('report.age')],
    ['remarks', t('report.remarks')],
    ['contactName', t('report.name')],
    ['contactPhone', t('report.phone')],
    ['contactEmail', t('report.email')],
  ] as const;
  return (
    <dl class="facts check-list" data-none={t('report.none')} data-counts={counts.join('|')} hidden>
      {rows.map(([name, label]) => (
        <>
          <dt>{label}</dt>
          <dd data-of={name} {...(!NEEDED.includes(name) && { 'data-optional': '' })} />
        </>
      ))}
    </dl>
  );
};
