import { z } from 'zod';

export const QUALITIES = ['good', 'usable', 'poor', 'unusable'] as const;

/** What can stand in the way of a comparison. */
export const LIMITS = [
  'blur',
  'low-resolution',
  'compression',
  'light',
  'shadow',
  'pose',
  'expression',
  'occlusion',
  'filter',
  'part-of-face',
] as const;

/** What a reviewer sees in the probe, written down before any candidate is seen (the A of ACE-V). */
export const ProbeAnalysis = z.strictObject({
  quality: z.enum(QUALITIES, 'Say how good the picture is.'),
  limits: z.array(z.enum(LIMITS)).max(LIMITS.length),
  /** Scars, moles, birthmarks … that show: where and what. Empty when none does. */
  visibleMarks: z.array(z.string().trim().min(1).max(200)).max(20),
  remark: z.string().trim().max(1000).optional(),
});
export type ProbeAnalysis = z.output<typeof ProbeAnalysis>;
