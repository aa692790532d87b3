import { createRoute, z } from '@hono/zod-openapi';
import type { Platform } from '../../platform.ts';
import { ProbeAnalysis } from '../../services/reviews/analysis.ts';
import { JudgedPairs, viewFacts } from '../../services/reviews/facts.ts';
import { addRemark, Judgement, judgePair } from '../../services/reviews/judge.ts';
import {
  listSensitivities,
  ReviewerMeasures,
  SensitivityView,
  viewOwnSensitivity,
} from '../../services/reviews/measures.ts';
import { QueueView, Taken, takeProbe, viewQueue } from '../../services/reviews/queue.ts';
import { ReviewForm, reviewForm } from '../../services/reviews/review-form.ts';
import { SessionView } from '../../services/reviews/session-view.ts';
import { analyseProbe, giveBack, viewSession } from '../../services/reviews/sessions.ts';
import { body, IdParam, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Reviews'];

const queue = createRoute({
  method: 'get',
  path: '/reviews',
  summary: 'How many probes wait for this reviewer',
  tags,
  responses: { 200: json(QueueView, 'A count; which probe comes next is not chosen'), ...PROBLEMS },
});

const form = createRoute({
  method: 'get',
  path: '/reviews/form',
  summary: 'Checklist and scale of conclusions',
  tags,
  responses: { 200: json(ReviewForm, 'What a judgement consists of'), ...PROBLEMS },
});

const next = createRoute({
  method: 'post',
  path: '/reviews/next',
  summary: 'Take the most urgent probe, or go on with the one at hand',
  tags,
  responses: { 200: json(Taken, 'Null when nothing waits'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/reviews/{id}',
  summary: 'A probe and its pairs, without any facts',
  tags,
  request: { params: IdParam },
  responses: { 200: json(SessionView, 'As far as it is done'), ...PROBLEMS },
});

const analyse = createRoute({
  method: 'post',
  path: '/reviews/{id}/analysis',
  summary: 'Write down what the probe shows, before any candidate is shown',
  tags,
  request: { params: IdParam, body: body(ProbeAnalysis) },
  responses: { 200: json(SessionView, 'With the pairs to judge'), ...PROBLEMS },
});

const back = createRoute({
  method: 'post',
  path: '/reviews/{id}/give-back',
  summary: 'Let others do the rest',
  tags,
  request: { params: IdParam },
  responses: { 204: { description: 'Others may take it' }, ...PROBLEMS },
});

const facts = createRoute({
  method: 'get',
  path: '/reviews/{id}/facts',
  summary: 'What was hidden, once all pairs of the probe are judged',
  tags,
  request: { params: IdParam },
  responses: { 200: json(JudgedPairs, 'The judged pairs with their facts'), ...PROBLEMS },
});

const judge = createRoute({
  method: 'post',
  path: '/reviews/pairs/{id}/judgement',
  summary: 'Judge a pair, once and for good',
  tags,
  request: { params: IdParam, body: body(Judgement) },
  responses: { 200: json(SessionView, 'What is left to judge'), ...PROBLEMS },
});

const remark = createRoute({
  method: 'post',
  path: '/reviews/pairs/{id}/remarks',
  summary: 'Add to an own judgement, or correct it in words',
  tags,
  request: { params: IdParam, body: body(z.strictObject({ text: z.string().trim().min(1).max(2000) })) },
  responses: { 204: { description: 'Kept beside the judgement' }, ...PROBLEMS },
});

const ownMeasures = createRoute({
  method: 'get',
  path: '/reviews/measures/me',
  summary: 'How well I tell children apart',
  tags,
  responses: { 200: json(SensitivityView, 'Own counts and d′'), ...PROBLEMS },
});

const measures = createRoute({
  method: 'get',
  path: '/reviews/measures',
  summary: 'The same for everybody who reviews in the agency, for its lead',
  tags,
  responses: { 200: json(z.object({ items: z.array(ReviewerMeasures) }), 'By name'), ...PROBLEMS },
});

export const reviewRoutes = (app: Platform) =>
  openApi()
    .openapi(queue, async (c) => c.json(await viewQueue(app, c.var.actor), 200))
    .openapi(form, (c) => c.json(reviewForm(c.var.actor), 200))
    .openapi(next, async (c) => c.json(await takeProbe(app, c.var.actor), 200))
    .openapi(ownMeasures, async (c) => c.json(await viewOwnSensitivity(app, c.var.actor), 200))
    .openapi(measures, async (c) => c.json({ items: await listSensitivities(app, c.var.actor) }, 200))
    .openapi(view, async (c) => c.json(await viewSession(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(analyse, async (c) =>
      c.json(await analyseProbe(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(back, async (c) => {
      await giveBack(app, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(facts, async (c) => c.json(await viewFacts(app, c.var.actor, c.req.valid('param').id), 200))
    .openapi(judge, async (c) =>
      c.json(await judgePair(app, c.var.actor, c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(remark, async (c) => {
      await addRemark(app, c.var.actor, c.req.valid('param').id, c.req.valid('json').text);
      return c.body(null, 204);
    });
