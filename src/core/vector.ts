/**
 * Scale a vector to unit length, in a new array.
 *
 * @throws RangeError when the vector is zero or not finite: such an embedding is no evidence of anything
 */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (!(length > 0) || !Number.isFinite(length)) throw new RangeError('cannot scale a vector of length 0 or infinity');
  return vector.map((value) => value / length);
}

/** Inner product; of unit vectors it is the cosine, −1 … 1. @throws RangeError when the lengths differ */
export function dot(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length)
    throw new RangeError(`cannot compare vectors of ${first.length} and ${second.length} numbers`);
  let sum = 0;
  for (let index = 0; index < first.length; index++) sum += (first[index] ?? 0) * (second[index] ?? 0);
  return sum;
}

/** The unit vector in the direction of the mean of unit vectors. @throws RangeError for none, or when they cancel out */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  return normalise(meanVector(vectors));
}

/** The arithmetic mean of vectors of one length. @throws RangeError for none */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const first = vectors[0];
  if (!first) throw new RangeError('no vectors to average');
  const sum = new Float64Array(first.length);
  for (const vector of vectors)
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0);
  return Float32Array.from(sum, (value) => value / vectors.length);
}
