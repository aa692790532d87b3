import { Hono } from 'hono';
import type { AccountParts } from '../../auth.ts';
import { ErrorSummary, Input } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage, usePage } from '../../page.tsx';
import { callAuth } from './auth-call.ts';
import { Message, NewPassword } from './join.tsx';

/** For who has forgotten the password. */
export const passwordRoutes = (parts: AccountParts) =>
  new Hono<Env>()
    .get('/account/forgotten', (c) => renderPage(c, <Forgotten form={EMPTY_FORM} />))
    .post('/account/forgotten', async (c) => {
      const { email = '' } = await readForm(c);
      try {
        const order = { path: '/request-password-reset', body: { email } };
        await callAuth(parts, c, order);
        return renderPage(c, <Sent email={email} />);
      } catch (error) {
        return renderPage(c, <Forgotten form={formStateOf(c, { email }, error)} />, 422);
      }
    })
    .get('/account/reset-password', (c) =>
      renderPage(c, <Reset form={EMPTY_FORM} token={c.req.query('token') ?? ''} />),
    )
    .post('/account/reset-password', async (c) => {
      const { token = '', password = '' } = await readForm(c);
      try {
        await callAuth(parts, c, { path: '/reset-password', body: { token, newPassword: password } });
        return redirectWith(c, '/account/sign-in', 'account.password-changed');
      } catch (error) {
        return renderPage(c, <Reset form={formStateOf(c, {}, error)} token={token} />, 422);
      }
    });

const Forgotten = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.forgotten-title')} kind="form">
      <h1>{t('account.forgotten-title')}</h1>
      <p class="lede">{t('account.forgotten-why')}</p>
      <ErrorSummary form={form} />
      <form method="post" action="/account/forgotten">
        <Input
          name="email"
          type="email"
          label={t('account.email')}
          form={form}
          more={{ autocomplete: 'email', required: true }}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('account.forgotten-send')}
          </button>
          <a href="/account/sign-in">{t('page.sign-in')}</a>
        </div>
      </form>
    </Layout>
  );
};

/** The same for everybody: who has an account here is nobody else's business. */
const Sent = ({ email }: { readonly email: string }) => {
  const { t } = usePage();
  return (
    <Message title={t('account.check-mail')}>
      <p class="lede">{t('account.forgotten-sent', { email })}</p>
      <p class="hint">{t('account.check-mail-spam')}</p>
    </Message>
  );
};

const Reset = ({ form, token }: { readonly form: FormState; readonly token: string }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.reset-title')} kind="form">
      <h1>{t('account.reset-title')}</h1>
      <ErrorSummary form={form} />
      <form method="post" action="/account/reset-password">
        <input type="hidden" name="token" value={token} />
        <NewPassword form={form} />
        <p class="hint">{t('account.reset-ends-sessions')}</p>
        <div class="actions">
          <button type="submit" class="main">
            {t('account.reset-save')}
          </button>
        </div>
      </form>
    </Layout>
  );
};
