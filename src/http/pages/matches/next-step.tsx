import { Resolution } from '../../../services/cases/state.ts';
import type { MatchSummary } from '../../../services/matches/match-view.ts';
import { ErrorSummary, Select, TextArea } from '../../components/field.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

interface NextStepProps {
  readonly matchId: string;
  readonly status: MatchSummary['status'];
  readonly form: FormState;
}

/** The one step that can follow, and what to write down about it. */
export const NextStep = ({ matchId, status, form }: NextStepProps) => {
  const { t } = usePage();
  const value = selector(status);
  return (
    <section class="card">
      <h2>
        {t('matches.next')}: {t('matches.next-value', { value })}
      </h2>
      <form method="post" action={`/matches/${matchId}/steps`}>
        <ErrorSummary form={form} />
        <input type="hidden" name="status" value={status} />
        <TextArea
          name="remark"
          label={t('matches.remark')}
          hint={t('matches.next-explain', { value })}
          form={form}
          more={{ maxlength: 2000, required: true }}
        />
        {status === 'confirmed' && <Closing form={form} />}
        <button type="submit" class="main">
          {t('matches.save-step', { value })}
        </button>
      </form>
    </section>
  );
};

const Closing = ({ form }: Pick<NextStepProps, 'form'>) => {
  const { t } = usePage();
  const reasons = Resolution.shape.reason.options;
  return (
    <Select
      name="closeCase"
      label={t('matches.close-case')}
      hint={t('matches.close-warning')}
      form={form}
      empty={t('matches.close-value', { value: 'no' })}
      choices={reasons.map((value) => ({
        value,
        label: t('matches.close-value', { value: selector(value) }),
      }))}
    />
  );
};
