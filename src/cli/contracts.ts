import { z } from 'zod';

/**
 * What `--json` answers, command by command. docs/cli.md is generated from these schemas.
 *
 * Boxes and points are in pixels of the upright photo, x to the right, y down. A command that was given one photo answers
 * with one object; given several, with an array in their order.
 */
const Point = z.object({ x: z.number(), y: z.number() });
const PartialDateText = z.string().describe('`2021`, `2021-05` or `2021-05-03`');
const Sentence = z.string().describe('a sentence for people');

const QualityJson = z.object({
  score: z.number().min(0).max(100).describe('unified quality score after ISO/IEC 29794-5, higher is better'),
  components: z
    .record(z.string(), z.number().min(0).max(100))
    .describe('size, sharpness, exposure, contrast, pose, occlusion'),
  reasons: z.array(Sentence).describe('what is wrong and what to do; empty when nothing is'),
});

export const FaceJson = z.object({
  number: z.int().min(1).describe('what `--face` takes'),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  score: z.number().min(0).max(1).describe('certainty of the detector that this is a face; not a similarity'),
  detectors: z.array(z.string()).describe('which detectors found it, best first'),
  landmarks: z
    .array(Point)
    .length(5)
    .describe('right eye (left in the picture), left eye, nose tip, right and left mouth corner'),
  quality: QualityJson,
});
export type FaceJson = z.infer<typeof FaceJson>;

export const FacesJson = z.object({
  photo: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  capturedAt: z.iso.datetime().nullable().describe('what the camera wrote; UTC where it wrote no offset'),
  faces: z.array(FaceJson).describe('all faces, the largest and best first'),
  refused: z
    .array(z.object({ box: FaceJson.shape.box, score: z.number(), reason: Sentence }))
    .describe('what a detector proposed and the engine does not take for a face'),
  warnings: z.array(Sentence),
  problem: Sentence.nullable().describe('why the photo could not be used'),
});
export type FacesJson = z.infer<typeof FacesJson>;

const EvidenceJson = z.object({
  photo: z.string().describe('path inside the folder of the child'),
  taken: PartialDateText.nullable(),
  ageYears: z.number().nullable().describe('age of the child in this photo'),
  similarity: z.number().describe('fused similarity of this photo in impostor deviations; 0 is an average stranger'),
  perModel: z.record(z.string(), z.number()).describe('cosine of each model, -1 … 1'),
});

const CandidateJson = z.object({
  rank: z.int().min(1),
  child: z.string().describe('name of the folder'),
  score: z.number().describe('normalised score; higher is more alike; comparable within one gallery only'),
  oneIn: z
    .number()
    .nullable()
    .describe(
      'about one search in this many for an unrelated child brings somebody this high in a gallery of this size; null when the method has no calibration',
    ),
  strength: z.string().describe('the same in words'),
  photos: z.array(EvidenceJson).describe('most similar first'),
});

export const IdentifyJson = z.object({
  probe: z.string(),
  face: FaceJson.nullable().describe('the face that was searched for; null when no search was made'),
  mode: z.enum(['investigation', 'identification']),
  fpir: z
    .number()
    .nullable()
    .describe('proportion of searches for strangers that may return anybody; identification mode only'),
  candidates: z.array(CandidateJson),
  nobody: z.boolean().describe('true: a search was made and nobody in this gallery reaches the threshold'),
  gallery: z.object({ dir: z.string(), children: z.int(), photos: z.int() }),
  method: z.enum(['fusion', 'euclidean']),
  basis: z.string().nullable().describe('what strength rests on: start values, a blend, or this gallery’s own scores'),
  notes: z.array(Sentence).describe('what limits the answer'),
  problem: Sentence.nullable().describe('why no search was made'),
});
export type IdentifyJson = z.infer<typeof IdentifyJson>;

export const CompareJson = z.object({
  photos: z.array(z.object({ photo: z.string(), face: FaceJson })).length(2),
  perModel: z.record(z.string(), z.number()),
  score: z.number().describe('fused similarity in impostor deviations; 0 is an average stranger'),
  oneIn: z.number().describe('about one pair of unrelated people in this many is this alike'),
  strength: z.string(),
  notes: z.array(Sentence),
});
export type CompareJson = z.infer<typeof CompareJson>;

const ProblemJson = z.object({ where: z.string().describe('photo, folder or row'), message: Sentence });

export const EnrolJson = z.object({
  dir: z.string(),
  children: z.array(
    z.object({
      child: z.string(),
      name: z.string().nullable(),
      sex: z.string().nullable(),
      birthDate: PartialDateText.nullable(),
      photos: z.array(
        z.object({
          photo: z.string(),
          face: z.int().describe('number of the face that is the child’s'),
          faces: z.int().describe('how many faces the photo shows'),
          quality: z.number(),
          reasons: z.array(Sentence),
          taken: PartialDateText.nullable(),
          ageYears: z.number().nullable(),
        }),
      ),
    }),
  ),
  problems: z.array(ProblemJson),
  changes: z
    .object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) })
    .nullable()
    .describe('against the last time; null at the first'),
});
export type EnrolJson = z.infer<typeof EnrolJson>;

export const ForgetJson = z.object({ dir: z.string(), erased: z.boolean() });
