import { ErrorSummary, Input } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { PasswordInput } from './password-input.tsx';

/** @param next where to go then */
export const SignIn = ({ form, next }: { readonly form: FormState; readonly next: string | null }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.sign-in')} kind="form">
      <h1>{t('account.sign-in')}</h1>
      <form method="post" action="/account/sign-in">
        <ErrorSummary form={form} />
        <Input
          name="name"
          label={t('account.sign-in-name')}
          form={form}
          more={{ autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true, maxlength: 320 }}
        />
        <PasswordInput form={form} label={t('account.password')} />
        {next && <input type="hidden" name="next" value={next} />}
        <div class="actions">
          <button type="submit" class="main wide">
            {t('account.sign-in')}
          </button>
        </div>
      </form>
      <p>
        <a href="/account/forgotten">{t('account.forgotten')}</a>
      </p>
      <hr />
      <h2>{t('account.new-here')}</h2>
      <p>{t('account.new-here-text')}</p>
      <p>
        <a class="button" href="/account/register">
          {t('account.register')}
        </a>
      </p>
    </Layout>
  );
};
