import { z } from 'zod';

/** Ranks, false accept rates and FPIRs that the report quotes; the keys of the JSON contract. */
export const RANKS = [1, 5, 10, 20, 50] as const;
export const FALSE_ACCEPT_RATES = [0.01, 0.001] as const;
export const FALSE_POSITIVE_RATES = [0.003, 0.01, 0.1] as const;

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
  intervals: z.object(metrics(Interval)).describe('95 %, bootstrap on identities'),
  fixedThreshold: z.object({ label: z.string(), fnir: MaybeProportion, fpir: MaybeProportion }).nullable(),
  cmc: z.array(MaybeProportion).describe('identification rate at rank 1, 2, 3 …'),
  det: z.array(z.object({ fpir: Proportion, fnir: Proportion })).describe('rising FPIR'),
  histogram: z
    .object({ from: z.number(), to: z.number(), mated: z.array(Proportion), nonMated: z.array(Proportion) })
    .nullable()
    .describe('mate scores and best scores of non-mated searches, in bins of equal width'),
});
export type MethodResult = z.output<typeof MethodResult>;

/** One way round: these photos enrolled, those searched with. */
export const Direction = z.object({
  enrolled: z.string().describe('which photos were enrolled, in words'),
  probes: z.string(),
  methods: z.array(MethodResult),
});
export type Direction = z.output<typeof Direction>;

/** The file that `homeward evaluate --json` writes. */
export const EvaluationResult = z.object({
  ...Direction.shape,
  reverse: Direction.nullable().describe('the same with references and probes exchanged'),
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
  }),
  models: z.array(z.object({ id: z.string(), version: z.string() })),
  environment: z.object({ homeward: z.string(), node: z.string(), platform: z.string(), processor: z.string() }),
  finishedAt: z.iso.datetime(),
  warnings: z.array(z.string()),
});
export type EvaluationResult = z.output<typeof EvaluationResult>;
