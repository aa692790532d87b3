import type { Child } from 'hono/jsx';
import { ErrorSummary } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { STEP_TITLES, STEPS, type Step, stepPath } from './steps.ts';

interface StepPageProps {
  readonly step: Step;
  /** Null before the first step was saved. */
  readonly caseId: string | null;
  /** One or two sentences below the heading. */
  readonly lede?: string | undefined;
  readonly children?: Child;
}

/** The frame of a step: where one is, what is asked, and that nothing gets lost. */
export const StepPage = ({ step, caseId, lede, children }: StepPageProps) => {
  const { t } = usePage();
  const at = STEPS.indexOf(step);
  const before = STEPS[at - 1];
  return (
    <Layout title={t(STEP_TITLES[step])} kind="form">
      {caseId && before && (
        <p class="back">
          <a href={stepPath(caseId, before)}>
            <Icon name="arrow-left" /> {t('guardian.back')}
          </a>
        </p>
      )}
      <p class="eyebrow">{t('guardian.step-of', { step: at + 1, steps: STEPS.length })}</p>
      <progress max={STEPS.length} value={at + 1} aria-hidden="true" />
      <h1>{t(STEP_TITLES[step])}</h1>
      {lede && <p class="lede">{lede}</p>}
      {children}
      <p class="hint">{t(caseId ? 'guardian.saved-so-far' : 'guardian.saved-each-step')}</p>
    </Layout>
  );
};

interface StepFormProps {
  readonly step: Step;
  readonly caseId: string | null;
  readonly version: number | null;
  readonly form: FormState;
  readonly submit?: string;
  readonly children?: Child;
}

/** The form of a step; sent, it is saved and the next step comes. */
export const StepForm = ({ step, caseId, version, form, submit, children }: StepFormProps) => {
  const { t } = usePage();
  return (
    <form method="post" action={caseId ? stepPath(caseId, step) : '/cases/new'}>
      <ErrorSummary form={form} />
      {version !== null && <input type="hidden" name="version" value={String(version)} />}
      {children}
      <div class="actions">
        <button type="submit" class="main">
          {submit ?? t('guardian.save-go-on')}
        </button>
        {caseId && <a href={`/cases/${caseId}`}>{t('guardian.later')}</a>}
      </div>
    </form>
  );
};
