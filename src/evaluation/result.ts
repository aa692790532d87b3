import { z } from 'zod';
import { DIMENSIONS } from './bands.ts';

/** Ranks, false accept rates and FPIRs that the report quotes; the keys of the JSON contract. */
export const RANKS = [1, 5, 10, 20, 50] as const;
export const FALSE_ACCEPT_RATES = [0.01, 0.001] as const;
export const FALSE_POSITIVE_RATES = [0.003, 0.01, 0.1] as const;

/** Cells of a breakdown with fewer people are shown in grey: their numbers are chance. */
export const LEAST_PEOPLE = 10;

const Proportion = z.number().min(0).max(1);
/** null: not defined by so few searches. */
const MaybeProportion = Proportion.nullable();
const Interval = z.tuple([Proportion, Proportion]).nullable();

const keyed = <Value extends z.ZodType>(keys: readonly number[], value: Value) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [String(key), value])));

const metrics = <Value extends z.ZodType>(value: Value) => ({
  rank: keyed(RANKS, value).describe('identification rate: mated searches with the mate among the first R'),
  tar: keyed(FALSE_ACCEPT_RATES, value).describe('true accept rate at this false accept rate, 1:1'),
  fnir: keyed(FALSE_POSITIVE_RATES, value).describe('false-negative identification rate at this FPIR, R = 20'),
});

/** Error rates of one method by age, age gap, sex or group; searches of all trials together. */
export const Breakdown = z.object({
  by: z.enum(DIMENSIONS),
  fpir: MaybeProportion.describe('what the one threshold of each trial was set to; null: too few searches to set one'),
  cells: z.array(
    z.object({
      labels: z.array(z.string()).describe('one; two for age at enrolment by gap'),
      people: z.int().describe('searched for while enrolled'),
      matedSearches: z.int(),
      rank1: MaybeProportion,
      fnir: MaybeProportion.describe('at the one threshold, R = 20'),
      strangers: z.int().describe('people searched for while not enrolled'),
      nonMatedSearches: z.int(),
      fpir: MaybeProportion.describe('at the one threshold, among the searches of this cell'),
      intervals: z.object({ rank1: Interval, fnir: Interval, fpir: Interval }),
    }),
  ),
});
export type Breakdown = z.output<typeof Breakdown>;

/** Whether «about one in M» and the thresholds asked for as an FPIR held on strangers. */
export const PromiseCheck = z.object({
  people: z.int().describe('searched for while not enrolled'),
  rates: z.array(
    z.object({
      promised: Proportion.describe('FPIR asked for; 1 in M of the strength shown to people'),
      offered: MaybeProportion.describe('non-mated searches for which there was data enough to promise it'),
      fpir: MaybeProportion.describe('measured on these'),
      interval: Interval,
      fnir: MaybeProportion.describe('mates missed at it, R = 20; all where nothing could be promised'),
    }),
  ),
});
export type PromiseCheck = z.output<typeof PromiseCheck>;

/** What one method did, averaged over the trials. */
export const MethodResult = z.object({
  name: z.string(),
  summary: z.string(),
  identities: z.int().describe('people in the evaluation'),
  gallerySize: z.number().describe('people enrolled, mean of the trials'),
  matedSearches: z.int().describe('sum over the trials'),
  nonMatedSearches: z.int().describe('sum over the trials'),
  ...metrics(MaybeProportion),
  failureToEnrol: MaybeProportion.describe('photos of which no template was made'),
  eer: MaybeProportion.describe('equal error rate, 1:1'),
  comparisons: z.object({ mated: z.int(), strangers: z.int() }).describe('1:1 comparisons, sums over the trials'),
  intervals: z.object({ ...metrics(Interval), eer: Interval }).describe('95 %, bootstrap on identities'),
  fixedThreshold: z.object({ label: z.string(), fnir: MaybeProportion, fpir: MaybeProportion }).nullable(),
  cmc: z.array(MaybeProportion).describe('identification rate at rank 1, 2, 3 …'),
  det: z.array(z.object({ fpir: Proportion, fnir: Proportion })).describe('rising FPIR'),
  histogram: z
    .object({ from: z.number(), to: z.number(), mated: z.array(Proportion), nonMated: z.array(Proportion) })
    .nullable()
    .describe('mate scores and best scores of non-mated searches, in bins of equal width'),
  breakdowns: z.array(Breakdown).describe('only by what is known of the people and photos'),
  promise: PromiseCheck.nullable().describe('null: the method promises no error rate'),
});
export type MethodResult = z.output<typeof MethodResult>;

const change = z.object({ value: z.number().nullable(), interval: z.tuple([z.number(), z.number()]).nullable() });

/** How much better the leading method is than another one, on the same searches; positive: the leading one is better. */
export const Difference = z.object({
  name: z.string(),
  rank: z
    .strictObject({ '1': change, '10': change })
    .describe('identification rate of the leading method less this one’s'),
  fnir: z.strictObject({ '0.01': change, '0.1': change }).describe('FNIR of this method less the leading one’s'),
});
export type Difference = z.output<typeof Difference>;

/** One way round: these photos enrolled, those searched with. */
export const Direction = z.object({
  enrolled: z.string().describe('which photos were enrolled, in words'),
  probes: z.string(),
  methods: z.array(MethodResult),
  differences: z
    .object({ lead: z.string(), others: z.array(Difference) })
    .nullable()
    .describe('paired bootstrap on identities; null with a single method'),
});
export type Direction = z.output<typeof Direction>;

/** How often one method named the right person in a closed set; see closed-set.ts. */
export const ClosedSetResult = z.object({
  name: z.string(),
  accuracy: Proportion.describe('test photos given to the right person, mean of the splits'),
  interval: Interval.describe('95 % of the mean; null with one split'),
  identities: z.int(),
  splits: z.int(),
  trainingPhotos: z.number().describe('mean of the splits'),
  tests: z.int().describe('sum over the splits'),
});
export type ClosedSetResult = z.output<typeof ClosedSetResult>;

const stressed = <Value extends z.ZodType>(value: Value) => ({
  rank1: value,
  fnir: z.strictObject({ '0.01': value, '0.1': value }),
});

/** What is left of each method when every photo searched with is made worse in one way. */
export const StressResult = z.object({
  name: z.string().describe('`none`: the photos as they are'),
  label: z.string(),
  methods: z.array(
    z.object({
      name: z.string(),
      ...stressed(MaybeProportion),
      intervals: z.object(stressed(Interval)),
      failed: MaybeProportion.describe('photos searched with of which no template was made; counted as missed'),
    }),
  ),
});
export type StressResult = z.output<typeof StressResult>;

/** The file that `homeward evaluate --json` writes. */
export const EvaluationResult = z.object({
  ...Direction.shape,
  reverse: Direction.nullable().describe('the same with references and probes exchanged'),
  closedSet: z.array(ClosedSetResult).nullable().describe('the seed paper’s protocol; null: not asked for'),
  stress: z.array(StressResult).nullable().describe('of the first direction; null: not asked for'),
  folder: z.string(),
  seed: z.int(),
  splits: z.int(),
  trials: z.int(),
  data: z.object({
    identities: z.int(),
    photos: z.int(),
    sha256: z.string().describe('of the sorted photo digests: the same photos, the same value'),
    unreadable: z.int(),
    withoutFace: z.int(),
    withSeveralFaces: z.int().describe('the largest face was taken'),
    withAge: z.int().describe('photos whose age at capture is known from dates'),
    withSex: z.int().describe('people'),
    withGroup: z.int().describe('people with a label in the column «group» of children.csv'),
  }),
  models: z.array(z.object({ id: z.string(), version: z.string() })),
  environment: z.object({ homeward: z.string(), node: z.string(), platform: z.string(), processor: z.string() }),
  finishedAt: z.iso.datetime(),
  warnings: z.array(z.string()),
});
export type EvaluationResult = z.output<typeof EvaluationResult>;
