import { type Context, Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { reachOf } from '../../../services/policy.ts';
import { ProbeAnalysis } from '../../../services/reviews/analysis.ts';
import { viewFacts } from '../../../services/reviews/facts.ts';
import { findPairLandmarks } from '../../../services/reviews/images.ts';
import { addRemark, judgePair } from '../../../services/reviews/judge.ts';
import { listSensitivities, viewOwnSensitivity } from '../../../services/reviews/measures.ts';
import { viewOwnWork } from '../../../services/reviews/own-work.ts';
import { takeProbe, viewQueue } from '../../../services/reviews/queue.ts';
import type { SessionView } from '../../../services/reviews/session-view.ts';
import { analyseProbe, giveBack, viewSession } from '../../../services/reviews/sessions.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, fieldsOf, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { imageUrl } from '../../images.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { AnalysisPage } from './analysis-page.tsx';
import { FactsPage } from './facts-page.tsx';
import { faultsOf, judgementFrom, judgementState } from './judgement-form.ts';
import { LapsedReview } from './lease.tsx';
import { MeasuresPage } from './measures-page.tsx';
import { ReviewOverview } from './overview.tsx';
import { PairPage } from './pair-page.tsx';
import { reviewPictures } from './pictures.ts';

export function reviewPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .route('/', reviewPictures(app))
    .get('/review', async (c) => {
      const [queue, own] = [await viewQueue(app, c.var.actor), await viewOwnWork(app, c.var.actor)];
      return renderPage(c, <ReviewOverview queue={queue} {...own} />);
    })
    .post('/review/next', async (c) => {
      const { session } = await takeProbe(app, c.var.actor);
      if (!session) return redirectWith(c, '/review', 'review.none-left');
      return redirectWith(c, `/review/${session.id}`);
    })
    .get('/review/measures', async (c) => {
      const own = await viewOwnSensitivity(app, c.var.actor);
      const isLead = reachOf(c.var.actor, 'review.measure') !== 'none';
      const agency = isLead ? await listSensitivities(app, c.var.actor) : [];
      return renderPage(c, <MeasuresPage own={own} agency={agency} />);
    })
    .get(`/review/:id${ID}`, (c) => showSession(app, c, c.req.param('id')))
    .post(`/review/:id${ID}`, (c) => analyse(app, c, c.req.param('id')))
    .post(`/review/:id${ID}/give-back`, async (c) => {
      await giveBack(app, c.var.actor, c.req.param('id'));
      return redirectWith(c, '/review', 'review.given-back');
    })
    .get(`/review/:id${ID}/facts`, async (c) => {
      const sessionId = c.req.param('id');
      const { pairs } = await viewFacts(app, c.var.actor, sessionId);
      return renderPage(c, <FactsPage sessionId={sessionId} pairs={pairs} />);
    })
    .get(`/review/:id${ID}/pairs/:pairId${ID}`, async (c) => {
      const session = await viewSession(app, c.var.actor, c.req.param('id'));
      const pair = session.pairs.find(({ id }) => id === c.req.param('pairId'));
      if (!pair || pair.isJudged) return redirectWith(c, `/review/${session.id}`);
      return showPair(app, c, { session, pairId: pair.id, form: EMPTY_FORM });
    })
    .post(`/review/:id${ID}/pairs/:pairId${ID}`, (c) => judge(app, c, c.req.param()))
    .post(`/review/:id${ID}/pairs/:pairId${ID}/remarks`, async (c) => {
      const { id, pairId } = c.req.param();
      const text = (await readForm(c))[`remark-${pairId}`]?.trim();
      if (text) await addRemark(app, c.var.actor, pairId, text.slice(0, 2000));
      return redirectWith(c, `/review/${id}/facts`, text ? 'review.remark-kept' : undefined);
    });
}

/** What comes next in a session: the analysis, the first pair that is left, the facts. */
async function showSession(app: Platform, c: Context<Env>, id: string): Promise<Response> {
  const session = await viewSession(app, c.var.actor, id);
  if (session.isFinished) return redirectWith(c, `/review/${id}/facts`);
  if (isLapsed(app, session)) return renderPage(c, <LapsedReview />);
  if (!session.analysis) return showAnalysis(app, c, { session, form: EMPTY_FORM, limits: [] });
  const next = session.pairs.find(({ isJudged }) => !isJudged);
  // Others have decided what was left: taking up the work again ends this and goes on.
  return next ? redirectWith(c, `/review/${id}/pairs/${next.id}`) : renderPage(c, <LapsedReview />);
}

async function analyse(app: Platform, c: Context<Env>, id: string): Promise<Response> {
  const values = await readForm(c);
  const limits = await fieldsOf(c, 'limits');
  const visibleMarks = (values.visibleMarks ?? '').split('\n').filter((line) => line.trim() !== '');
  const remark = values.remark?.trim();
  try {
    const given = { quality: values.quality, limits, visibleMarks, ...(remark && { remark }) };
    await analyseProbe(app, c.var.actor, id, ProbeAnalysis.parse(given));
  } catch (error) {
    const form = formStateOf(c, values, error);
    const session = await viewSession(app, c.var.actor, id);
    if (session.analysis) return redirectWith(c, `/review/${id}`);
    return showAnalysis(app, c, { session, form, limits });
  }
  return redirectWith(c, `/review/${id}`);
}

function showAnalysis(
  app: Platform,
  c: Context<Env>,
  { session, form, limits }: { session: SessionView; form: FormState; limits: readonly string[] },
): Response {
  const url = imageUrl(app, c, `/images/reviews/${session.id}`);
  const view = <AnalysisPage session={session} probeUrl={url} form={form} limits={limits} />;
  return renderPage(c, view, statusOf(form));
}

interface PairState {
  readonly session: SessionView;
  readonly pairId: string;
  readonly form: FormState;
  readonly isConfirming?: boolean;
}

async function showPair(
  app: Platform,
  c: Context<Env>,
  { session, pairId, form, isConfirming = false }: PairState,
): Promise<Response> {
  if (isLapsed(app, session)) return renderPage(c, <LapsedReview />);
  const points = await findPairLandmarks(app, c.var.actor, pairId);
  const probe = { url: imageUrl(app, c, `/images/reviews/${session.id}`), points: points.probe };
  const references = points.references.map((each, position) => ({
    url: imageUrl(app, c, `/images/reviews/pairs/${pairId}/${position}`),
    points: each,
  }));
  const view = <PairPage {...{ session, pairId, probe, references, form, isConfirming }} />;
  return renderPage(c, view, statusOf(form));
}

/** Take a judgement, once it is complete and somebody has said that it is final. */
async function judge(app: Platform, c: Context<Env>, { id, pairId }: Record<'id' | 'pairId', string>) {
  const values = await readForm(c);
  const show = async (form: FormState, isConfirming: boolean) => {
    const session = await viewSession(app, c.var.actor, id);
    return showPair(app, c, { session, pairId, form, isConfirming });
  };
  const faults = faultsOf(c, values);
  if (faults) return show(faults, false);
  if (values.confirm !== 'yes') return show({ values, errors: {} }, values.confirm !== 'no');
  try {
    const { isFinished } = await judgePair(app, c.var.actor, pairId, judgementFrom(values));
    return redirectWith(c, isFinished ? `/review/${id}/facts` : `/review/${id}`, 'review.recorded');
  } catch (error) {
    return show(judgementState(c, values, error), false);
  }
}

function isLapsed(app: Platform, { leaseUntil }: SessionView): boolean {
  return new Date(leaseUntil) <= app.clock();
}

function statusOf({ errors }: FormState): number {
  return Object.keys(errors).length > 0 ? 422 : 200;
}
