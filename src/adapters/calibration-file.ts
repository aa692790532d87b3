import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.ts';

/**
 * [Note: Calibration file]
 *
 * What `homeward calibrate` found on labelled people, as JSON that anybody can read. It holds aggregates only: how models
 * count, how alike strangers are, the mean face of an age group (never of fewer than 200 faces; a smaller group is left
 * out). No template, no name and no photo of anybody is in it.
 *
 * It speaks of embeddings by their version, so it is refused where other models are installed; and it carries the
 * sha256 of its own content, so that damage and hand-made changes show. That is no signature: it protects from
 * accidents, not from somebody who wants to deceive.
 */
export const KIND = 'homeward calibration';

/** Raise when the content changes its meaning: older files are then to be made anew. */
export const FORMAT = 1;

const Proportion = z.number().min(0).max(1).nullable().describe('null: not defined by so few searches');

const measure = <Value extends z.ZodType>(value: Value) => ({
  value: value.describe('mean of the held-out folds'),
  interval: z.tuple([z.number(), z.number()]).nullable().describe('95 %, by resampling people'),
});
const Measured = z.strictObject(measure(z.number().nullable()));

const Measures = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({
    rank1: value.describe('mated searches with the right person first'),
    fnir1: value.describe('FNIR at FPIR 1 %'),
    fnir10: value.describe('FNIR at FPIR 10 %'),
    cllr: value.describe('cost of the likelihood ratios in bits; lower is better'),
  });

/** What was measured on people whom nothing was fitted on. */
export const HeldOut = z.strictObject({
  trials: z.int().min(1),
  gallerySize: z.number(),
  matedSearches: z.int(),
  nonMatedSearches: z.int(),
  default: Measures(Measured).extend({ cllrMin: Proportion }),
  fitted: Measures(Measured).extend({ cllrMin: Proportion }),
  difference: Measures(Measured).describe('fitted − default on the same searches; negative is better but for rank1'),
  reliability: z
    .array(
      z.strictObject({
        stated: z.number().describe('mean decimal logarithm of the likelihood ratio stated'),
        observed: z.number().nullable().describe('that of the shares of mates and strangers; null when one is missing'),
        matedPeople: z.int(),
        strangerPeople: z.int(),
      }),
    )
    .describe('fitted; comparisons grouped by the ratio stated'),
  better: z.boolean().describe('whether the fitted scoring was found better than the default'),
  verdict: z.string(),
});
export type HeldOut = z.infer<typeof HeldOut>;

const ModelVersion = { model: z.string().min(1), version: z.string().min(1) };

const Content = z.strictObject({
  kind: z.literal(KIND),
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  homeward: z.string().describe('version of the program'),
  seed: z.int(),
  splits: z.int(),
  people: z.int(),
  photos: z.int(),
  models: z
    .array(
      z.strictObject({
        ...ModelVersion,
        weight: z.number().min(0),
        mean: z.number().min(-1).max(1).describe('of the cosines between different people'),
        deviation: z.number().positive(),
      }),
    )
    .min(1),
  domainMeans: z.array(
    z.strictObject({
      ...ModelVersion,
      domain: z.enum(['child', 'youth', 'adult']),
      values: z.base64().describe('32-bit floats, little endian'),
    }),
  ),
  cohortSize: z.int().min(0).max(1000),
  likelihood: z.strictObject({
    gallerySize: z.int().describe('people enrolled where the map was fitted; scores shift with the size'),
    map: z.array(z.strictObject({ score: z.number(), log10: z.number() })).min(1),
  }),
  measured: HeldOut,
});

/** The content of a calibration file, without its own digest. */
export type CalibrationContent = z.infer<typeof Content>;

/** The text of a calibration file. */
export function writeCalibration(content: CalibrationContent): string {
  return `${JSON.stringify({ ...content, sha256: digestOf(content) }, null, 2)}\n`;
}

/**
 * Read a calibration file.
 *
 * @throws AppError `not-found` when it cannot be read, `invalid` when it is damaged or of another kind
 */
export async function readCalibration(file: string): Promise<CalibrationContent> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('not-found', `Cannot read the calibration ${file}: ${messageOf(cause)}.`, { cause });
  });
  return parseCalibration(text, file);
}

/** @param file what messages call it @throws AppError `invalid` */
export function parseCalibration(text: string, file: string): CalibrationContent {
  const { sha256, ...content } = jsonOf(text, file);
  if (content.kind !== KIND) throw invalid(file, 'is not a calibration file');
  if (content.format !== FORMAT)
    throw invalid(file, `has format ${content.format}, and this version reads format ${FORMAT}`);
  if (sha256 !== digestOf(content)) throw invalid(file, 'was damaged or changed after it was made');
  const parsed = Content.safeParse(content);
  if (!parsed.success) throw invalid(file, `does not hold what it should (${z.prettifyError(parsed.error)})`);
  return parsed.data;
}

/** What is looked at before the digest is. */
const Envelope = z.looseObject({ kind: z.unknown(), format: z.unknown(), sha256: z.unknown() });
type Envelope = z.infer<typeof Envelope>;

function jsonOf(text: string, file: string): Envelope {
  try {
    return Envelope.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('invalid', `${file} is not a calibration file, or was cut off.`, { cause });
  }
}

function invalid(file: string, what: string): AppError {
  return new AppError('invalid', `${file} ${what}: run «homeward calibrate DIR --out ${file}».`);
}

/** White space does not count, all else does. */
function digestOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
