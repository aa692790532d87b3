import { Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import { Acceptance, acceptInvitation, viewInvitation } from '../../../services/accounts/invitations.ts';
import type { AccountParts } from '../../auth.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { renderPage, usePage } from '../../page.tsx';
import { callAuth } from './auth-call.ts';
import { AcceptInvitation, Message, Register } from './join.tsx';

export const joinRoutes = (parts: AccountParts) =>
  new Hono<Env>()
    .get('/account/register', (c) => renderPage(c, <Register form={EMPTY_FORM} />))
    .post('/account/register', async (c) => {
      const { password = '', ...values } = await readForm(c);
      try {
        if (values.agreed !== 'yes') throw new AppError('invalid', 'Say that you agree.');
        const { name = '', email = '' } = values;
        const body = { name, email, password, locale: c.var.page.texts.locale, timeZone: c.var.page.timeZone };
        await callAuth(parts, c, { path: '/sign-up/email', body });
        return renderPage(c, <CheckMail email={email} />);
      } catch (error) {
        return renderPage(c, <Register form={formStateOf(c, values, error)} />, 422);
      }
    })
    .get('/account/verified', (c) => renderPage(c, <Verified isDone={c.req.query('error') === undefined} />))
    .get('/account/invitation', async (c) => {
      const token = c.req.query('token') ?? '';
      return renderPage(c, <AcceptInvitation form={EMPTY_FORM} invited={await invitedBy(parts, token)} />);
    })
    .post('/account/invitation', async (c) => {
      const { password = '', token = '', ...values } = await readForm(c);
      const invited = await invitedBy(parts, token);
      try {
        const input = { ...values, token, password, locale: c.var.page.texts.locale };
        await acceptInvitation(parts.app, Acceptance.parse(input));
      } catch (error) {
        const form: FormState = formStateOf(c, values, error);
        return renderPage(c, <AcceptInvitation form={form} invited={invited} />, 422);
      }
      // With the password at hand: the second factor comes next.
      const email = invited.email ?? values.email ?? '';
      await callAuth(parts, c, { path: '/sign-in/email', body: { email, password } });
      return c.redirect('/account/second-factor', 303);
    });

async function invitedBy({ app }: AccountParts, token: string) {
  const { email, role, agency } = await viewInvitation(app, token);
  return { token, email, role, agency };
}

const CheckMail = ({ email }: { readonly email: string }) => {
  const { t } = usePage();
  return (
    <Message title={t('account.check-mail')}>
      <p class="lede">{t('account.check-mail-text', { email })}</p>
      <p class="hint">{t('account.check-mail-spam')}</p>
    </Message>
  );
};

const Verified = ({ isDone }: { readonly isDone: boolean }) => {
  const { t } = usePage();
  return (
    <Message title={t(isDone ? 'account.verified' : 'account.link-old')}>
      <p class="lede">{t(isDone ? 'account.verified-text' : 'account.link-old-text')}</p>
      <a class="button main" href="/account/sign-in">
        {t('page.sign-in')}
      </a>
    </Message>
  );
};
