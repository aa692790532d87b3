import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Platform } from '../../platform.ts';
import { newChallenge } from '../../services/protection/proof-of-work.ts';
import { networkOf } from '../../services/protection/sources.ts';
import {
  EmergencyNumbers,
  emergencyNumbers,
  listEmergencyNumbers,
} from '../../services/sightings/emergency-numbers.ts';
import { NewSighting, text } from '../../services/sightings/new-sighting.ts';
import { addToReport, Report, viewReport, withdrawContact } from '../../services/sightings/report.ts';
import {
  chooseReportFace,
  FaceChoice,
  listFaceChoices,
  openReportFace,
} from '../../services/sightings/report-faces.ts';
import { Receipt, submitSighting } from '../../services/sightings/submit.ts';
import { clientAddress } from '../client-address.ts';
import type { Env } from '../env.ts';
import { pictureResponse } from '../images.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { formBody, inspectPhoto, receiveReport } from './report-upload.ts';
import { body, json, openApi, PROBLEMS } from './route.ts';

const tags = ['Reports of the public'];

const Track = z.object({ trackingCode: z.string().max(40) });

const AdditionFields = z.object({ text: text(4000).describe('What you want to add') });

const challenge = createRoute({
  method: 'get',
  path: '/proof-of-work',
  summary: 'A challenge to be solved before a report is sent, for the ALTCHA widget',
  tags,
  responses: {
    200: json(
      z.object({ parameters: z.unknown(), signature: z.string() }),
      'Challenge of ALTCHA, version 2; valid for an hour',
    ),
    ...PROBLEMS,
  },
});

const numbers = createRoute({
  method: 'get',
  path: '/emergency-numbers',
  summary: 'Whom to call, by country',
  tags,
  responses: { 200: json(z.object({ items: z.array(EmergencyNumbers) }), 'All countries'), ...PROBLEMS },
});

const numbersOf = createRoute({
  method: 'get',
  path: '/emergency-numbers/{country}',
  summary: 'Whom to call in a country',
  tags,
  request: { params: z.object({ country: z.string().regex(/^[A-Z]{2}$/, 'Give two capital letters') }) },
  responses: { 200: json(EmergencyNumbers, 'Numbers; general ones where the country is not known'), ...PROBLEMS },
});

const inspect = createRoute({
  method: 'post',
  path: '/sightings/inspect-photo',
  summary: 'Time and place that a photo tells, to be offered to the reporter; nothing is kept',
  tags,
  request: { body: formBody(z.object({})) },
  responses: {
    200: json(
      z.object({
        takenAt: z.string().nullable().describe('2026-06-01T14:30:00; with Z only where the zone is known'),
        place: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
      }),
      'What the camera wrote: often right, easily forged',
    ),
    ...PROBLEMS,
  },
});

const submit = createRoute({
  method: 'post',
  path: '/sightings',
  summary: 'Report that a missing child may have been seen; no account is needed',
  tags,
  request: { body: formBody(NewSighting) },
  responses: { 201: json(Receipt, 'Received. The answer is the same whatever is found'), ...PROBLEMS },
});

const view = createRoute({
  method: 'get',
  path: '/sightings/track/{trackingCode}',
  summary: 'Your report',
  tags,
  request: { params: Track },
  responses: { 200: json(Report, 'What you sent; never what came of it'), ...PROBLEMS },
});

const add = createRoute({
  method: 'post',
  path: '/sightings/track/{trackingCode}/additions',
  summary: 'Add words or photos to your report',
  tags,
  request: { params: Track, body: formBody(AdditionFields) },
  responses: { 201: json(Report, 'Your report'), ...PROBLEMS },
});

const withdraw = createRoute({
  method: 'delete',
  path: '/sightings/track/{trackingCode}/contact',
  summary: 'Let us forget how you can be reached',
  tags,
  request: { params: Track },
  responses: { 200: json(Report, 'Your report'), ...PROBLEMS },
});

const faces = createRoute({
  method: 'get',
  path: '/sightings/track/{trackingCode}/faces',
  summary: 'Photos of your report with several faces, for an hour',
  tags,
  request: { params: Track },
  responses: {
    200: json(z.object({ items: z.array(FaceChoice) }), 'Where you are asked which face you mean'),
    ...PROBLEMS,
  },
});

const face = createRoute({
  method: 'get',
  path: '/sightings/track/{trackingCode}/faces/{faceId}',
  summary: 'Picture of one of these faces',
  tags,
  request: { params: Track.extend({ faceId: z.uuid() }) },
  responses: { 200: { description: 'JPEG', content: { 'image/jpeg': {} } }, ...PROBLEMS },
});

const choose = createRoute({
  method: 'post',
  path: '/sightings/track/{trackingCode}/choose',
  summary: 'Say which face you mean',
  tags,
  request: { params: Track, body: body(z.object({ photoId: z.uuid(), faceId: z.uuid() })) },
  responses: { 204: { description: 'Thank you' }, ...PROBLEMS },
});

/** What everybody may do without an account. */
export const reportRoutes = (app: Platform) => {
  const address = (c: Context<Env>) => clientAddress(c, app.config.trustedProxies);
  const trackedIn = (c: Context<Env>, { trackingCode }: z.output<typeof Track>) => ({
    trackingCode,
    address: address(c),
  });
  const routes = openApi();
  routes.use('/sightings/inspect-photo', rateLimit(app, { name: 'inspect-photo', requests: 60, seconds: 3600 }));
  // What the code opens is for its holder alone.
  routes.use('/sightings/track/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  return routes
    .openapi(challenge, async (c) => {
      const { parameters, signature = '' } = await newChallenge(app, networkOf(address(c)));
      return c.json({ parameters, signature }, 200);
    })
    .openapi(numbers, async (c) => c.json({ items: await listEmergencyNumbers(app) }, 200))
    .openapi(numbersOf, async (c) => c.json(await emergencyNumbers(app, c.req.valid('param').country), 200))
    .openapi(inspect, async (c) => c.json(await inspectPhoto(app, c), 200))
    .openapi(submit, async (c) =>
      receiveReport(app, c, async ({ fields, ...report }) =>
        c.json(await submitSighting(app, c.var.actor, NewSighting.parse(fields), report), 201),
      ),
    )
    .openapi(view, async (c) => c.json(await viewReport(app, c.var.actor, trackedIn(c, c.req.valid('param'))), 200))
    .openapi(add, async (c) =>
      receiveReport(app, c, async ({ fields, ...report }) => {
        const { text: words = null } = AdditionFields.parse(fields);
        return c.json(
          await addToReport(app, c.var.actor, trackedIn(c, c.req.valid('param')), { text: words, ...report }),
          201,
        );
      }),
    )
    .openapi(withdraw, async (c) =>
      c.json(await withdrawContact(app, c.var.actor, trackedIn(c, c.req.valid('param'))), 200),
    )
    .openapi(faces, async (c) =>
      c.json({ items: await listFaceChoices(app, c.var.actor, trackedIn(c, c.req.valid('param'))) }, 200),
    )
    .openapi(face, async (c) => {
      const params = c.req.valid('param');
      return pictureResponse(c, await openReportFace(app, c.var.actor, trackedIn(c, params), params.faceId));
    })
    .openapi(choose, async (c) => {
      await chooseReportFace(app, c.var.actor, trackedIn(c, c.req.valid('param')), c.req.valid('json'));
      return c.body(null, 204);
    });
};
