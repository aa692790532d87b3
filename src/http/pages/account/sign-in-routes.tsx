import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { isStaff } from '../../../services/accounts/actor.ts';
import { actorOfSession } from '../../../services/accounts/sessions.ts';
import type { AccountParts } from '../../auth.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { callAuth } from './auth-call.ts';
import { firstPage, wantedPath } from './next.ts';
import { SecondFactor, SignIn } from './sign-in.tsx';

const SECOND_FACTOR = '/account/second-factor';

const Answer = z.object({ twoFactorRedirect: z.boolean().optional() });

/** An authenticator shows six digits; a backup code looks otherwise. */
const CODE = /^\d{6}$/;

export const signInRoutes = (parts: AccountParts) =>
  new Hono<Env>()
    .get('/account/sign-in', (c) => {
      const { viewer } = c.var;
      const next = wantedPath(c.req.query('next'));
      if (viewer) return c.redirect(next ?? firstPage(viewer.role), 303);
      return renderPage(c, <SignIn form={EMPTY_FORM} next={next} />);
    })
    .post('/account/sign-in', async (c) => {
      const { name = '', password = '', next } = await readForm(c);
      const isMail = name.includes('@');
      const body = isMail ? { email: name.trim(), password } : { username: name.trim(), password };
      try {
        const answer = await callAuth(parts, c, { path: isMail ? '/sign-in/email' : '/sign-in/username', body });
        const isHalf = Answer.parse(answer).twoFactorRedirect === true;
        return isHalf ? c.redirect(withNext(SECOND_FACTOR, next), 303) : await goOn(parts, c, next);
      } catch (error) {
        const form = formStateOf(c, { name }, error);
        return renderPage(c, <SignIn form={form} next={wantedPath(next)} />, 422);
      }
    })
    .post(SECOND_FACTOR, async (c) => {
      const { code: typed = '', next } = await readForm(c);
      const code = typed.replaceAll(/\s/g, '');
      const path = CODE.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
      try {
        await callAuth(parts, c, { path, body: { code } });
        return await goOn(parts, c, next);
      } catch (error) {
        return renderPage(c, <SecondFactor form={formStateOf(c, {}, error)} next={wantedPath(next)} />, 422);
      }
    })
    .post('/account/sign-out', async (c) => {
      await callAuth(parts, c, { path: '/sign-out', body: {} });
      return redirectWith(c, '/', 'account.signed-out');
    });

/** Where somebody goes who has just been let in, by the cookies of this very answer. */
async function goOn({ auth }: AccountParts, c: Context<Env>, next: string | undefined): Promise<Response> {
  const cookies = c.res.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const signed = await actorOfSession(auth, new Headers({ cookie: cookies.join('; ') }));
  const role = signed?.viewer.role ?? 'guardian';
  if (signed?.actor.kind === 'account' && signed.actor.isSecondFactorMissing && isStaff(role))
    return c.redirect(withNext(SECOND_FACTOR, next), 303);
  return c.redirect(wantedPath(next) ?? firstPage(role), 303);
}

function withNext(path: string, next: string | undefined): string {
  const own = wantedPath(next);
  return own ? `${path}?next=${encodeURIComponent(own)}` : path;
}
