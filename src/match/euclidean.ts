/**
 * [Note: Euclidean distance]
 *
 * The method of dlib's example and of the face_recognition library, which the first systems for missing children
 * were built on: two photos show the same person when their 128 numbers lie less than 0.6 apart. It is kept for
 * comparison only; it knows no gallery size, and children lie closer together than the adults 0.6 was set for.
 *
 * dlib's vectors are not of unit length, but their lengths hardly differ; our templates are unit vectors. So the
 * distance of unit vectors is stretched by the typical length, and 0.6 keeps the meaning its users know:
 * d = length · √(2 − 2·cosine). Taken on unit vectors without that, 0.6 would accept nearly everybody.
 *
 * @see D. King, «High quality face recognition with deep metric learning», blog.dlib.net, 2017
 */

/** Typical length of the vectors that the dlib128 network gives; `scripts/measure-start-statistics.ts` prints it. */
export const DLIB_DESCRIPTOR_LENGTH = 1.47;

/** The distance below which dlib and face_recognition call two photos the same person. */
export const SAME_PERSON_DISTANCE = 0.6;

/** The distance that dlib's own vectors would have, 0 … 2.94, from the cosine of the unit vectors. */
export function dlibDistance(cosine: number): number {
  return DLIB_DESCRIPTOR_LENGTH * Math.sqrt(Math.max(0, 2 - 2 * cosine));
}
