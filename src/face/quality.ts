import type { Quality, QualityComponent } from '../core/face.ts';
import { cropFace } from './quality/face-crop.ts';
import {
  eyeDistance,
  type FaceEvidence,
  type FalseFaceReason,
  judgeFace,
  TURNED,
  templateResidual,
} from './quality/false-face.ts';
import { type Light, measureLight } from './quality/light.ts';
import { measureVisibility, type Visibility } from './quality/occlusion.ts';
import { estimatePose, type Pose, poseComponent } from './quality/pose.ts';
import { QUALITY_REASONS, type QualityReason } from './quality/reasons.ts';
import { onScale } from './quality/scale.ts';
import { measureSharpness, type Sharpness } from './quality/sharpness.ts';
import type { Pyramid } from './warp.ts';

export type { FaceEvidence } from './quality/false-face.ts';

/** What {@link assessQuality} finds. */
export interface Assessment {
  readonly quality: Quality;
  /** The keys of `quality.reasons`, in the same order, for translation. */
  readonly reasonKeys: readonly QualityReason[];
  /** Why this is no face; null for a face, however bad. */
  readonly falseFace: FalseFaceReason | null;
  readonly pose: Pose;
}

/**
 * Eye distance in pixels → component. ISO/IEC 29794-5 wants 90 for passports; the networks see about 35, and below 20
 * hardly anything is left.
 */
const SIZE_SCALE = [
  [5, 0],
  [10, 25],
  [20, 50],
  [35, 80],
  [60, 95],
  [90, 100],
] as const;

const COMPONENTS = [
  'size',
  'sharpness',
  'exposure',
  'contrast',
  'pose',
  'occlusion',
] as const satisfies QualityComponent[];

/** Exponents of the unified score. They sum up to 1. */
const WEIGHTS: Readonly<Record<QualityComponent, number>> = {
  size: 0.2,
  sharpness: 0.3,
  exposure: 0.1,
  contrast: 0.1,
  pose: 0.15,
  occlusion: 0.15,
};

/** The part of the worst component in the score: what ruins a face is not made up for by the rest. */
const WORST_PART = 0.4;

/** A component of 0 counts as this, so that the others still order faces that share it. */
const FLOOR = 3;

/** Components below this are told to the person. */
const REASON_LIMIT = 60;

/**
 * Assess the quality of one face, in the manner of ISO/IEC 29794-5: components 0 … 100, and a unified score that is their
 * weighted geometric mean, so that one ruined component is not outvoted.
 *
 * Each component falls with its own degradation and, as far as can be, with no other; none looks at the colour of skin.
 * A low score is an answer. A false face (a pattern that a detector fell for) is told apart from it.
 *
 * @param photo the photo, with the halved copies that the engine makes anyway
 * @see ISO/IEC 29794-5:2025 and its open implementation OFIQ for the components
 */
export function assessQuality(photo: Pyramid, face: FaceEvidence): Assessment {
  if (!Number.isFinite(templateResidual(face.landmarks))) return NO_FACE;
  const crop = cropFace(photo, face.landmarks);
  const sharpness = measureSharpness(crop);
  const light = measureLight(crop);
  const pose = estimatePose(face.landmarks);
  const visibility = measureVisibility(crop, face.landmarkSpread);
  const components = {
    size: onScale(eyeDistance(face.landmarks), SIZE_SCALE),
    sharpness: sharpness.component,
    exposure: light.exposure,
    contrast: light.contrast,
    pose: poseComponent(pose),
    occlusion: visibility.component,
  };
  const reasonKeys = findReasons(components, { sharpness, light, pose, visibility });
  const reasons = reasonKeys.map((key) => QUALITY_REASONS[key]);
  const quality = { score: unifiedScore(components), components: rounded(components), reasons };
  return { quality, reasonKeys, falseFace: judgeFace(face, visibility), pose };
}

/** The answer to landmarks that are no points, or all the same one. */
const NO_FACE: Assessment = {
  quality: {
    score: 0,
    components: { size: 0, sharpness: 0, exposure: 0, contrast: 0, pose: 0, occlusion: 0 },
    reasons: [QUALITY_REASONS['landmarks-unsure']],
  },
  reasonKeys: ['landmarks-unsure'],
  falseFace: 'not-shaped',
  pose: { yaw: 0, pitch: 0, roll: 0 },
};

type Components = Record<QualityComponent, number>;

function unifiedScore(components: Components): number {
  const logarithms = COMPONENTS.map((name) => WEIGHTS[name] * Math.log(Math.max(FLOOR, components[name])));
  const all = logarithms.reduce((sum, value) => sum + value, 0);
  const worst = Math.log(Math.max(FLOOR, Math.min(...COMPONENTS.map((name) => components[name]))));
  return Math.round(Math.exp((1 - WORST_PART) * all + WORST_PART * worst));
}

function rounded(components: Components): Components {
  const result = { ...components };
  for (const name of COMPONENTS) result[name] = Math.round(components[name]);
  return result;
}

interface Measures {
  readonly sharpness: Sharpness;
  readonly light: Light;
  readonly pose: Pose;
  readonly visibility: Visibility;
}

/** What to tell, worst first. */
function findReasons(components: Components, { sharpness, light, pose, visibility }: Measures): QualityReason[] {
  const reasons: Record<QualityComponent, QualityReason> = {
    size: 'too-small',
    sharpness: sharpness.isGrainy ? 'grainy' : 'blurred',
    exposure: light.fault,
    contrast: 'low-contrast',
    pose: Math.abs(pose.yaw) >= Math.abs(pose.pitch) ? 'turned-away' : 'tilted',
    occlusion: Math.abs(pose.yaw) > TURNED && visibility.fault !== 'cut-off' ? 'turned-away' : visibility.fault,
  };
  const poor = COMPONENTS.filter((name) => components[name] < REASON_LIMIT);
  poor.sort((first, second) => components[first] - components[second]);
  return [...new Set(poor.map((name) => reasons[name]))];
}
