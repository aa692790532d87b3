import { ViewReason } from '../../../services/cases/view.ts';
import { ErrorSummary, Radios } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

/** Some agencies ask why somebody looks at a case. The answer is written down with the look. */
export const WhyPage = ({
  id,
  form,
  next,
}: {
  readonly id: string;
  readonly form: FormState;
  readonly next: string;
}) => {
  const { t } = usePage();
  return (
    <Layout title={t('cases.why')} kind="form">
      <h1>{t('cases.why')}</h1>
      <p>{t('cases.why-hint')}</p>
      <form method="post" action={`/cases/${id}/why`}>
        <ErrorSummary form={form} />
        <input type="hidden" name="next" value={form.values.next ?? next} />
        <Radios
          name="reason"
          label={t('cases.why-label')}
          form={form}
          choices={ViewReason.options.map((reason) => ({
            value: reason,
            label: t('cases.view-reason', { reason: selector(reason) }),
          }))}
        />
        <button type="submit" class="main">
          {t('cases.why-go')}
        </button>
      </form>
    </Layout>
  );
};
