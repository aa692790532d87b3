import type { Child } from 'hono/jsx';
import { LEAST_PASSWORD } from '../../../services/accounts/passwords.ts';
import { Checkbox, ErrorSummary, Input } from '../../components/field.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** Somebody whose child is missing makes an account. */
export const Register = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.register')} kind="form">
      <h1>{t('account.register')}</h1>
      <p class="lede">{t('account.register-why')}</p>
      <ErrorSummary form={form} />
      <form method="post" action="/account/register">
        <Input name="name" label={t('account.your-name')} form={form} more={{ autocomplete: 'name', required: true }} />
        <Input
          name="email"
          type="email"
          label={t('account.email')}
          hint={t('account.email-hint')}
          form={form}
          more={{ autocomplete: 'email', required: true }}
        />
        <NewPassword form={form} />
        <Checkbox name="agreed" label={t('account.agree')} form={form} />
        <p>
          <a href="/privacy">{t('page.privacy')}</a>
        </p>
        <div class="actions">
          <button type="submit" class="main">
            {t('account.register')}
          </button>
          <a href="/account/sign-in">{t('page.sign-in')}</a>
        </div>
      </form>
    </Layout>
  );
};

/** Whom an invitation is for. */
export interface Invited {
  readonly token: string;
  /** Null for the first admin, who says it. */
  readonly email: string | null;
  readonly role: string;
  readonly agency: string | null;
}

export const AcceptInvitation = ({ form, invited }: { readonly form: FormState; readonly invited: Invited }) => {
  const { t } = usePage();
  const { token, email, role, agency } = invited;
  return (
    <Layout title={t('account.welcome')} kind="form">
      <h1>{t('account.welcome')}</h1>
      <p class="lede">
        {email === null ? t('account.first-admin') : t('account.invited', { role, agency: agency ?? 'none' })}
      </p>
      <ErrorSummary form={form} />
      <form method="post" action="/account/invitation">
        <input type="hidden" name="token" value={token} />
        {email === null ? (
          <Input
            name="email"
            type="email"
            label={t('account.email')}
            form={form}
            more={{ autocomplete: 'email', required: true }}
          />
        ) : (
          <dl class="facts">
            <dt>{t('account.email')}</dt>
            <dd>{email}</dd>
          </dl>
        )}
        <Input name="name" label={t('account.your-name')} form={form} more={{ autocomplete: 'name', required: true }} />
        <NewPassword form={form} />
        <p class="hint">{t('account.factor-comes')}</p>
        <div class="actions">
          <button type="submit" class="main">
            {t('account.go-on')}
          </button>
        </div>
      </form>
    </Layout>
  );
};

/** A new password, with what makes a good one; with script it can be shown, and is looked at while it is typed. */
export const NewPassword = ({ form, name = 'password' }: { readonly form: FormState; readonly name?: string }) => {
  const { t } = usePage();
  const words = {
    'data-short': t('account.password-short'),
    'data-weak': t('account.password-weak'),
    'data-fair': t('account.password-fair'),
    'data-good': t('account.password-good'),
  };
  return (
    <new-password data-least={LEAST_PASSWORD} {...words}>
      <Input
        name={name}
        type="password"
        label={t('account.new-password')}
        hint={t('account.password-hint')}
        form={form}
        more={{ autocomplete: 'new-password', required: true, minlength: LEAST_PASSWORD }}
      />
      <div data-tools hidden>
        <p class="hint" role="status" />
        <button type="button" aria-pressed="false">
          {t('account.password-show')}
        </button>
      </div>
      <Island name="new-password" />
    </new-password>
  );
};

/** A page that only says something and shows where to go on. */
export const Message = ({ title, children }: { readonly title: string; readonly children?: Child }) => (
  <Layout title={title} kind="form">
    <h1>{title}</h1>
    {children}
  </Layout>
);
