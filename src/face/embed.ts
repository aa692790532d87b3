import type { Embedding } from '../core/face.ts';
import { meanDirection, normalise } from '../core/vector.ts';
import { type AlignmentPoints, alignFace, mirror } from './align.ts';
import { type Network, type NetworkOutputs, outputFor } from './networks.ts';
import type { Pyramid } from './warp.ts';

/**
 * Faces in one run, each with its mirror image. A small network is quickest with one face, whose images stay in the
 * processor's cache; a large one must fetch its weights for each run, so several faces share them.
 */
const BATCH = { small: 1, large: 4 } as const;

/** Bytes from which a network is large. */
const LARGE = 8e6;

/**
 * The embeddings of the faces of a photo by one network.
 *
 * Each face is aligned to the network's template and embedded together with its mirror image; the embedding is the
 * direction of the mean of both unit vectors, of unit length. A child looking to either side then lies closer to
 * itself.
 *
 * @param faces landmarks of each face, in pixels of the photo
 * @returns one embedding a face, in their order
 * @throws RangeError when a network gives a vector that is zero or not finite
 */
export async function embedFaces(
  network: Network,
  photo: Pyramid,
  faces: readonly AlignmentPoints[],
): Promise<Embedding[]> {
  const embeddings: Embedding[] = [];
  const batch = network.entry.bytes < LARGE ? BATCH.small : BATCH.large;
  for (let start = 0; start < faces.length; start += batch) {
    const crops = faces.slice(start, start + batch).map((points) => alignFace(photo, points, network.entry));
    const outputs = await network.run(crops.flatMap((crop) => [crop, mirror(crop)]));
    const vectors = vectorsOf(network, outputs, 2 * crops.length);
    crops.forEach((_, index) => {
      const vector = meanDirection(vectors.slice(2 * index, 2 * index + 2));
      embeddings.push({ model: network.entry.id, version: network.version, vector });
    });
  }
  return embeddings;
}

/**
 * The embeddings of faces by one network without their mirror images: half the work, good enough to follow a face.
 *
 * @returns a unit vector a face, in their order @see embedFaces
 */
export async function embedOnce(
  network: Network,
  photo: Pyramid,
  faces: readonly AlignmentPoints[],
): Promise<Float32Array[]> {
  const looks: Float32Array[] = [];
  for (const points of faces) {
    const outputs = await network.run([alignFace(photo, points, network.entry)]);
    looks.push(...vectorsOf(network, outputs, 1));
  }
  return looks;
}

/** The vectors of a batch: the output whose length is the one in the network's entry. */
function vectorsOf({ entry }: Network, outputs: NetworkOutputs, count: number): Float32Array[] {
  const name = Object.keys(outputs).find((key) => outputs[key]?.data.length === count * (entry.length ?? 0));
  if (name === undefined) throw new RangeError(`${entry.id} gives no output of ${entry.length} numbers`);
  return Array.from({ length: count }, (_, index) => normalise(outputFor(outputs, name, index)));
}
