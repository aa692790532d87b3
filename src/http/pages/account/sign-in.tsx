import { ErrorSummary, Input } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

interface SignInProps {
  readonly form: FormState;
  readonly next: string | undefined;
}

export const SignIn = ({ form, next }: SignInProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('page.sign-in')} kind="form">
      <h1>{t('page.sign-in')}</h1>
      <ErrorSummary form={form} />
      <form method="post" action="/account/sign-in">
        {next && <input type="hidden" name="next" value={next} />}
        <Input
          name="name"
          label={t('account.name-or-mail')}
          form={form}
          more={{ autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' }}
        />
        <Input
          name="password"
          type="password"
          label={t('account.password')}
          form={form}
          more={{ autocomplete: 'current-password', required: true }}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('page.sign-in')}
          </button>
          <a href="/account/forgotten">{t('account.forgotten')}</a>
        </div>
      </form>
      <p>
        {t('account.no-account')} <a href="/account/register">{t('account.register')}</a>
      </p>
      <p class="hint">{t('account.staff-by-invitation')}</p>
    </Layout>
  );
};

/** The code of the authenticator app, after the password. */
export const SecondFactor = ({ form, next }: SignInProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.code-title')} kind="form">
      <h1>{t('account.code-title')}</h1>
      <ErrorSummary form={form} />
      <form method="post" action="/account/second-factor">
        {next && <input type="hidden" name="next" value={next} />}
        <Input
          name="code"
          label={t('account.code')}
          hint={t('account.code-hint')}
          form={form}
          size="medium"
          more={{ autocomplete: 'one-time-code', required: true, spellcheck: 'false' }}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('account.go-on')}
          </button>
          <a href="/account/sign-in">{t('account.start-again')}</a>
        </div>
      </form>
      <p class="hint">{t('account.lost-phone')}</p>
    </Layout>
  );
};
