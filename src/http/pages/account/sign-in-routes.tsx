import { type Context, Hono } from 'hono';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, readForm } from '../../forms.ts';
import { ownPath } from '../../own-path.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { type AuthStep, roleIn } from './auth-step.ts';
import { refusedForm } from './refusals.ts';
import { SignIn } from './sign-in.tsx';

/** Sign-in with a password, and sign-out. */
export function signInRoutes(step: AuthStep): Hono<Env> {
  return new Hono<Env>()
    .get('/account/sign-in', (c) => {
      const next = ownPath(c.req.query('next'));
      if (c.var.viewer) return c.redirect(next ?? homeOf(c.var.viewer.role), 303);
      return renderPage(c, <SignIn form={EMPTY_FORM} next={next} />);
    })
    .post('/account/sign-in', (c) => signIn(c, step))
    .post('/account/sign-out', async (c) => {
      await step(c, { path: '/sign-out', body: {} });
      return redirectWith(c, '/', 'account.signed-out');
    });
}

async function signIn(c: Context<Env>, step: AuthStep): Promise<Response> {
  const values = await readForm(c);
  const { name = '', password = '' } = values;
  const next = ownPath(values['next']);
  const who = name.includes('@') ? { email: name.trim() } : { username: name.trim() };
  const path = 'email' in who ? '/sign-in/email' : '/sign-in/username';
  const result = await step(c, { path, body: { ...who, password } });
  if (!result.isDone)
    return renderPage(c, <SignIn form={refusedForm(c, values, blurred(result))} next={next} />, 422);
  if (isHalfWay(result.body)) return c.redirect(secondFactorPath(next), 303);
  const role = roleIn(result.body);
  // Without the second step only guardians may do anything.
  if (role !== 'guardian') return c.redirect(secondFactorPath(next), 303);
  return c.redirect(next ?? homeOf(role), 303);
}

/** A name that cannot be one is a name that nobody has. */
function blurred<R extends { readonly code: string; readonly status: number }>(result: R): R {
  const isPlain = ['SIGN_IN_LOCKED', 'EMAIL_NOT_VERIFIED'].includes(result.code) || result.status === 429;
  return isPlain ? result : { ...result, code: 'INVALID_EMAIL_OR_PASSWORD' };
}

function isHalfWay(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'twoFactorRedirect' in body;
}

function secondFactorPath(next: string | null): string {
  return `/account/second-factor${next ? `?next=${encodeURIComponent(next)}` : ''}`;
}

/** Where somebody's work is. */
export function homeOf(role: string | null): string {
  if (role === 'guardian') return '/cases';
  if (role === 'admin') return '/setup';
  return role === 'auditor' ? '/admin/audit' : '/desk';
}
