import { AppError } from '../core/errors.ts';

/** The refusal of a photo with too many pixels, of whatever format. */
export function tooManyPixels(maxPixels: number): AppError {
  const limit = Math.round(maxPixels / 1e6);
  return new AppError('invalid', `This photo has more than ${limit} megapixels. Send a smaller copy of it.`);
}

/** The refusal of a photo that cannot be read, or of which too little arrived. */
export function damaged(options?: ErrorOptions): AppError {
  return new AppError('invalid', 'This photo is damaged or cut off. Send it again.', options);
}
