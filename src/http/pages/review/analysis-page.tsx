import { LIMITS, QUALITIES } from '../../../services/reviews/analysis.ts';
import type { SessionView } from '../../../services/reviews/session-view.ts';
import { Checkboxes, ErrorSummary, Radios, TextArea } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { CompareView } from './compare-view.tsx';
import { Lease } from './lease.tsx';
import { ReviewSteps } from './steps.tsx';

interface AnalysisProps {
  readonly session: SessionView;
  readonly probeUrl: string;
  readonly form: FormState;
  readonly limits: readonly string[];
}

/** The probe alone: nobody to compare it with is on this page. */
export const AnalysisPage = ({ session, probeUrl, form, limits }: AnalysisProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('review.probe')} kind="desk">
      <div class="review-head">
        <h1>{t('review.probe')}</h1>
        <ReviewSteps now="look" />
        <Lease session={session} draft={session.id} />
      </div>
      <div class="review-desk">
        <CompareView probe={{ url: probeUrl, points: null }} references={[]} />
        <form method="post" action={`/review/${session.id}`} class="review-form" data-keep>
          <ErrorSummary form={form} />
          <p>{t('review.probe-lede')}</p>
          <Radios
            name="quality"
            label={t('review.quality')}
            form={form}
            choices={QUALITIES.map((value) => ({ value, label: t('review.quality-value', { value }) }))}
          />
          <Checkboxes
            name="limits"
            label={t('review.limits')}
            hint={t('review.limits-hint')}
            form={form}
            chosen={limits}
            choices={LIMITS.map((value) => ({
              value,
              label: t('review.limit-value', { value: selector(value) }),
            }))}
          />
          <TextArea
            name="visibleMarks"
            label={t('review.marks')}
            hint={t('review.marks-hint')}
            form={form}
            isOptional
          />
          <TextArea name="remark" label={t('review.remark')} form={form} rows={2} isOptional />
          <div class="actions">
            <button type="submit" class="main">
              {t('review.analysed')}
            </button>
          </div>
        </form>
      </div>
    </Layout>
  );
};
