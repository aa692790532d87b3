import { ErrorSummary, Input } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** The way back to a report. */
export const EnterCode = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Layout title={t('report.follow-title')} kind="form" isFindable>
      <h1>{t('report.follow-title')}</h1>
      <p class="lede">{t('report.follow-lede')}</p>
      <ErrorSummary form={form} />
      <form method="post" action="/follow">
        <Input
          name="code"
          label={t('report.code-label')}
          hint={t('report.code-hint')}
          form={form}
          size="medium"
          more={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: 40, dir: 'ltr' }}
        />
        <button type="submit" class="main">
          {t('report.code-open')}
        </button>
      </form>
      <p class="notice">{t('report.no-answer')}</p>
      <p>{t('report.code-lost')}</p>
    </Layout>
  );
};
