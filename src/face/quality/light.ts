import { FACE_REGION, type FaceCrop, valuesIn } from './face-crop.ts';
import { onScale, quantile } from './scale.ts';

/** Luma at and above which a pixel is burnt out, at and below which it is crushed (ISO/IEC 29794-5, exposure). */
const BURNT = 248;
const CRUSHED = 15;

/** The face's bright tenth: even very dark skin reaches 60 in good light, so this judges the light and not the skin. */
const HIGHLIGHT_SCALE = [
  [10, 0],
  [30, 50],
  [60, 100],
] as const;

const BURNT_SCALE = [
  [0.05, 100],
  [0.4, 60],
  [0.9, 0],
] as const;

const CRUSHED_SCALE = [
  [0.1, 100],
  [0.8, 0],
] as const;

/** Range of luma within the face, from the 5th to the 95th percentile → component. */
const RANGE_SCALE = [
  [4, 0],
  [20, 50],
  [50, 100],
] as const;

/** The light on a face. Components 0 … 100. */
export interface Light {
  readonly exposure: number;
  readonly contrast: number;
  /** What limits the exposure. */
  readonly fault: 'too-dark' | 'too-bright';
}

/** Measure exposure and contrast on the skin of an aligned face. */
export function measureLight(crop: FaceCrop): Light {
  const values = valuesIn(crop, 'luma', FACE_REGION);
  if (values.length === 0) return { exposure: 0, contrast: 0, fault: 'too-dark' };
  const share = (test: (value: number) => boolean) => values.filter(test).length / values.length;
  const bright = onScale(
    share((value) => value >= BURNT),
    BURNT_SCALE,
  );
  const dark = Math.min(
    onScale(quantile(values, 0.9), HIGHLIGHT_SCALE),
    onScale(
      share((value) => value <= CRUSHED),
      CRUSHED_SCALE,
    ),
  );
  const contrast = onScale(quantile(values, 0.95) - quantile(values, 0.05), RANGE_SCALE);
  return { exposure: Math.min(bright, dark), contrast, fault: dark <= bright ? 'too-dark' : 'too-bright' };
}
