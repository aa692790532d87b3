import type { RgbImage } from '../../core/face.ts';

/** Share of the picture that must look otherwise for a cut; people who walk through change far less (film.test). */
const CUT_SHARE = 0.45;

/** Every so manyth pixel in each direction is enough for a histogram. */
const STRIDE = 8;

/** Whether a picture goes on from the one before. */
export interface SceneWatch {
  /** Cut, or another size. */
  isNew(image: RgbImage): boolean;
}

/** Compares coarse colour histograms: half of the distance is the share of pixels whose colour went elsewhere. */
export function openSceneWatch(): SceneWatch {
  let before: { histogram: Float32Array; width: number; height: number } | null = null;
  return {
    isNew: (image) => {
      const histogram = histogramOf(image);
      const last = before;
      before = { histogram, width: image.width, height: image.height };
      if (!last) return false;
      if (last.width !== image.width || last.height !== image.height) return true;
      return (
        histogram.reduce((sum, share, bin) => sum + Math.abs(share - (last.histogram[bin] ?? 0)), 0) / 2 > CUT_SHARE
      );
    },
  };
}

/** Four steps of each colour; shares of all pixels. */
function histogramOf({ data, width, height }: RgbImage): Float32Array {
  const histogram = new Float32Array(64);
  let pixels = 0;
  for (let y = 0; y < height; y += STRIDE)
    for (let x = 0; x < width; x += STRIDE) {
      const at = 3 * (y * width + x);
      const bin = (((data[at] ?? 0) >> 6) << 4) | (((data[at + 1] ?? 0) >> 6) << 2) | ((data[at + 2] ?? 0) >> 6);
      histogram[bin] = (histogram[bin] ?? 0) + 1;
      pixels++;
    }
  return histogram.map((count) => count / pixels);
}
