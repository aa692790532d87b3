import type { Readable } from 'node:stream';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Platform } from '../../platform.ts';
import { discardPhoto } from '../../services/photos/intake.ts';
import { type Admission, admitReport } from '../../services/sightings/admission.ts';
import { hintOfPhoto, type PhotoHint } from '../../services/sightings/photo-hint.ts';
import { MAX_PHOTOS, type ReportPhoto, receiveReportPhoto } from '../../services/sightings/submit.ts';
import { clientAddress } from '../client-address.ts';
import type { Env } from '../env.ts';
import { receivePhotoForm } from '../sent-ahead.ts';
import { receiveUpload, type UploadLimits } from '../upload.ts';

/** A report as it came in. */
export interface ReceivedReport {
  readonly fields: Readonly<Record<string, string>>;
  readonly photos: readonly ReportPhoto[];
  readonly admission: Admission;
}

/** Name of the field of the ALTCHA widget. */
const PROOF = 'altcha';
/** People do not see this field; programs that fill in everything do. */
const TRAP = 'website';

/** The fields of a form beside those of its schema. */
const FORM_FIELDS = {
  photo: { type: 'array', maxItems: MAX_PHOTOS, items: { type: 'string', format: 'binary' } },
  [PROOF]: {
    type: 'string',
    description:
      'Solved challenge of GET /proof-of-work; stands before the photos. Without it, few reports are let in.',
  },
} as const;

/** The body of a route that reads its form itself, as a stream: described, and left alone by the framework. */
export function formBody(schema: z.ZodType) {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const described = { type: 'object' as const, properties: { ...properties, ...FORM_FIELDS } };
  return { required: true, content: { 'multipart/form-data': { schema: JSON.parse(JSON.stringify(described)) } } };
}

/** Read a report with its photos from the request; what was kept is dropped when `use` throws. */
export async function receiveReport<Result>(
  app: Platform,
  c: Context<Env>,
  use: (report: ReceivedReport) => Promise<Result>,
): Promise<Result> {
  let admission: Admission | undefined;
  const plan = {
    limits: limitsOf(app, MAX_PHOTOS),
    admit: async (fields: URLSearchParams) => {
      const given = { proof: fields.get(PROOF), trap: fields.get(TRAP) };
      admission = await admitReport(app, c.var.actor, clientAddress(c, app.config.trustedProxies), given);
    },
    store: (content: Readable) => receiveReportPhoto(app, content),
    discard: ({ received }: ReportPhoto) => discardPhoto(app, received),
  };
  return receivePhotoForm(app, c, plan, ({ fields, files }) => {
    if (!admission) throw new RangeError('a form was read without admission');
    const photos = files.map(({ stored }) => stored);
    return use({ fields: Object.fromEntries(fields), photos, admission });
  });
}

/** Read one photo's time and place out of the request, and keep nothing. */
export async function inspectPhoto(app: Platform, c: Context<Env>): Promise<PhotoHint> {
  const plan = {
    limits: limitsOf(app, 1),
    store: (content: Readable) => hintOfPhoto(content, app.clock()),
    discard: async () => {},
  };
  return receiveUpload(c, plan, async ({ files }) => files[0]?.stored ?? { takenAt: null, place: null });
}

function limitsOf({ config }: Platform, files: number): UploadLimits {
  const { maxPhotoBytes } = config;
  return { files, fileBytes: maxPhotoBytes, totalBytes: files * maxPhotoBytes + 1e6, fields: 30, fieldBytes: 20_000 };
}
