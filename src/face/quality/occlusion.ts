import { ellipse, FACE_REGION, type FaceCrop, type Region, shareInside, valuesIn } from './face-crop.ts';
import { mean, onScale, quantile } from './scale.ts';

const EYES = [ellipse({ x: 38.8, y: 52.2 }, { x: 8, y: 5 }), ellipse({ x: 74, y: 52 }, { x: 8, y: 5 })] as const;
const MOUTH = ellipse({ x: 56.5, y: 92.5 }, { x: 20, y: 10 });

/**
 * Structure (standard deviation of luma, as a share of the face's range) → component.
 *
 * On 23 adult and 32 synthetic faces: eyes 0.05-0.69 (a tenth below 0.20), under drawn dark glasses 0-0.08; mouths
 * 0.09-0.31, under drawn masks of four colours 0-0.08. Blur, darkness, noise and low contrast move them little.
 */
const EYE_SCALE = [
  [0.02, 0],
  [0.1, 100],
] as const;
const MOUTH_SCALE = [
  [0.04, 0],
  [0.085, 100],
] as const;

/** Disagreement of landmarkers, in eye distances → component. */
const SPREAD_SCALE = [
  [0.06, 100],
  [0.4, 0],
] as const;

/** Share of the face inside the photo → component. Tight crops cut chin and cheeks off: that is not a fault yet. */
const INSIDE_SCALE = [
  [0.4, 0],
  [0.85, 100],
] as const;

/** Keeps the shares of a face without any contrast from growing out of its noise; luma. */
const LEAST_RANGE = 8;

/** What is seen of a face. All 0 … 100. */
export interface Visibility {
  /** The least of all parts. */
  readonly component: number;
  readonly eyes: number;
  readonly mouth: number;
  /** What limits it. */
  readonly fault: 'eyes-covered' | 'mouth-covered' | 'cut-off' | 'landmarks-unsure';
}

/**
 * Measure how much of an aligned face is seen, and how sure its landmarks are.
 *
 * Eyes and mouth are the strongest structures of a face: where dark glasses, a mask or a hand cover them, their place in
 * the crop is flat. What covers the cheeks or the forehead only is not noticed.
 *
 * @param spread mean distance of the landmarkers' points from their average, in eye distances; undefined from one alone
 */
export function measureVisibility(crop: FaceCrop, spread: number | undefined): Visibility {
  const values = valuesIn(crop, 'luma', FACE_REGION);
  const range = LEAST_RANGE + quantile(values, 0.95) - quantile(values, 0.05);
  const structure = (region: Region) => deviation(valuesIn(crop, 'smooth', region)) / range;
  const eyes = onScale(mean(EYES.map(structure)), EYE_SCALE);
  const mouth = onScale(structure(MOUTH), MOUTH_SCALE);
  const parts = [
    { component: eyes, fault: 'eyes-covered' },
    { component: mouth, fault: 'mouth-covered' },
    { component: onScale(shareInside(crop, FACE_REGION), INSIDE_SCALE), fault: 'cut-off' },
    { component: onScale(spread ?? 0, SPREAD_SCALE), fault: 'landmarks-unsure' },
  ] as const;
  const [worst] = parts.toSorted((first, second) => first.component - second.component);
  return { eyes, mouth, component: worst?.component ?? 0, fault: worst?.fault ?? 'landmarks-unsure' };
}

function deviation(values: Float32Array): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
