import type { Context } from 'hono';
import type { Platform } from '../platform.ts';
import { Layout } from './components/layout.tsx';
import type { Env } from './env.ts';
import { renderPage, usePage } from './page.tsx';
import { type Problem, problemResponse, reportProblem } from './problem.ts';

const SIGN_IN = '/account/sign-in';
const SECOND_FACTOR = '/account/second-factor';

/** Answer with what went wrong: to people with a page, to programs with problem+json. */
export function errorResponse(app: Platform, c: Context<Env>, error: unknown): Response {
  // Before the page's middleware has run there is nothing to make a page with.
  if (!c.var.page) return problemResponse(app, c, error);
  // What the script of a page asked is told to a person all the same.
  if (wantsJson(c)) return problemResponse(app, c, error, c.var.page.texts.message);
  const problem = reportProblem(app, c, error);
  const { actor } = c.var;
  const isReading = c.req.method === 'GET';
  if (problem.status === 401)
    return c.redirect(isReading ? `${SIGN_IN}?next=${encodeURIComponent(c.var.page.path)}` : SIGN_IN, 303);
  if (problem.status === 403 && actor.kind === 'account' && actor.isSecondFactorMissing)
    return c.redirect(SECOND_FACTOR, 303);
  return renderPage(c, <ErrorPage problem={problem} />, problem.status);
}

function wantsJson(c: Context<Env>): boolean {
  return c.req.path.startsWith('/api/') || (c.req.header('accept') ?? '').startsWith('application/json');
}

const ErrorPage = ({ problem }: { readonly problem: Problem }) => {
  const { t, texts } = usePage();
  return (
    <Layout title={t('error.title', { status: String(problem.status) })} kind="form">
      <h1>{t('error.title', { status: String(problem.status) })}</h1>
      <p class="lede">{problem.status === 500 ? t('error.fault') : texts.message(problem.detail)}</p>
      <p>
        <a class="button" href="/">
          {t('error.home')}
        </a>
      </p>
      {problem.status >= 500 && <p class="hint">{t('error.request', { id: problem.requestId })}</p>}
    </Layout>
  );
};
