import type { Detection, Embedding, RgbImage } from '../core/face.ts';
import { displayCopy, faceThumbnail } from './annotate.ts';
import { classicalOf } from './classical/classical.ts';
import { decodePhoto } from './decode.ts';
import { detectAgain, detectCloser, detectFaces } from './detect.ts';
import { embedFaces } from './embed.ts';
import type { Enhancement, ExtractedFace, Extraction, ExtractOptions, Stage, StressRequest } from './extraction.ts';
import { type DescribedShot, describeShots, type FaceShot, type FrameFace, findFrameFaces } from './frame.ts';
import { type JudgedFace, judgeFaces, uniteFaces } from './judged-faces.ts';
import { locateLandmarks } from './landmarks.ts';
import { createNetworks, type NetworkFile, type Networks } from './networks.ts';
import { denoise, equaliseContrast, hasPoorTones, normaliseBrightness } from './preprocess.ts';
import { findStress } from './stress/stress.ts';
import { createPyramid, type Pyramid } from './warp.ts';

/** The engine on the caller's own thread. */
export interface Pipeline {
  /** @see Engine.extractFaces */
  extractFaces(bytes: Uint8Array, options?: ExtractOptions): Promise<Extraction>;
  /** @see Engine.findFrameFaces */
  findFrameFaces(image: RgbImage): Promise<FrameFace[]>;
  /** @see Engine.describeShots */
  describeShots(shots: readonly FaceShot[]): Promise<DescribedShot[]>;
  /** Open the networks that every photo needs, so that the first photo is as quick as the next. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** The detection networks that the cascade asks of every photo. */
const USUAL_DETECTORS: readonly string[] = ['blazeface', 'rfb320', 'mtcnn-o'];

/** The detector of the systems that classical features are of. */
const HAAR = { detector: 'haar' } as const;

const POOR_TONES = 'The photo is very dark or hazy; it was brightened to look for faces. A better lit photo says more.';

/** Measures the milliseconds of each stage. */
interface StopWatch {
  readonly milliseconds: Record<Stage, number>;
  time<T>(stage: Stage, work: () => Promise<T> | T): Promise<T>;
}

/** Make a pipeline of networks; each is opened once, at its first use. */
export function createPipeline(files: readonly NetworkFile[]): Pipeline {
  const networks = createNetworks(files);
  return {
    extractFaces: (bytes, options = {}) => extract(networks, bytes, options),
    findFrameFaces: (image) => findFrameFaces(networks, image),
    describeShots: (shots) => describeShots(networks, shots),
    warmUp: async () => {
      for (const { entry } of files)
        if (entry.task !== 'detect' || USUAL_DETECTORS.includes(entry.id)) await networks.open(entry.id);
    },
    close: networks.close,
  };
}

async function extract(networks: Networks, bytes: Uint8Array, options: ExtractOptions): Promise<Extraction> {
  const watch = startWatch();
  const { image: taken, ...photo } = await watch.time('decode', () => decodePhoto(bytes, options.limits));
  const image = options.stress ? await worsen(networks, taken, photo.sha256, options.stress) : taken;
  const isPoor = options.enhance === undefined && hasPoorTones(image);
  const enhancements = isPoor ? ['brightness' as const] : (options.enhance ?? []);
  const pyramid = createPyramid(await watch.time('decode', () => enhance(image, enhancements)));
  const judged = await findFaces(networks, pyramid, { options, watch });
  const accepted = judged.accepted.sort((first, second) => prominence(second) - prominence(first));
  const embeddings = await watch.time('embed', () => embedAll(networks, pyramid, accepted));
  const haar = options.classical ? await watch.time('detect', () => detectFaces(networks, pyramid, HAAR)) : [];
  const faces = accepted.map((face, index) =>
    assemble(face, [...(embeddings[index] ?? []), ...classicalOf(pyramid, face.detection.box, haar)]),
  );
  const { displaySide } = options;
  const display = displaySide && (await watch.time('thumbnail', () => displayCopy(image, displaySide)));
  return {
    photo: {
      ...photo,
      warnings: isPoor ? [...photo.warnings, POOR_TONES] : photo.warnings,
      width: image.width,
      height: image.height,
    },
    faces: options.thumbnails ? await watch.time('thumbnail', () => withThumbnails(pyramid, faces)) : faces,
    refused: judged.refused,
    ...(display ? { display } : {}),
    milliseconds: watch.milliseconds,
  };
}

/** Detect, locate and judge the faces of a photo; where all boxes turn out to be none, look closer at them, then at all. */
async function findFaces(
  networks: Networks,
  photo: Pyramid,
  { options, watch }: { options: ExtractOptions; watch: StopWatch },
): Promise<ReturnType<typeof judgeFaces>> {
  const look = async (detect: () => Promise<Detection[]>) => {
    const found = await watch.time('detect', detect);
    const landmarks = await watch.time('landmarks', () => locateLandmarks(networks, photo, found));
    return watch.time('quality', () => judgeFaces(photo, uniteFaces(found, landmarks)));
  };
  const first = await look(() => detectFaces(networks, photo, options));
  const isUsual = (options.detector ?? 'cascade') === 'cascade' && options.smallFaces === undefined;
  if (!isUsual || first.accepted.length > 0 || first.refused.length === 0) return first;
  const boxes = first.refused.toSorted((one, other) => other.score - one.score).map(({ box }) => box);
  const closer = await look(() => detectCloser(networks, photo, boxes));
  if (closer.accepted.length > 0) return closer;
  const again = await look(() => detectAgain(networks, photo));
  return again.accepted.length > 0 ? again : first;
}

/** Make a photo worse around its largest face; one without a face stays as it is. */
async function worsen(networks: Networks, image: RgbImage, sha256: string, stress: StressRequest): Promise<RgbImage> {
  const found = await detectFaces(networks, createPyramid(image));
  const area = ({ box }: Detection) => box.width * box.height;
  const [face] = found.sort((first, second) => area(second) - area(first));
  // No two photos get the same grain: it would make them alike.
  const seed = stress.seed ^ Number.parseInt(sha256.slice(0, 8), 16);
  return face ? findStress(stress.name).apply(image, face, seed) : image;
}

/** Make a poor photo better to work on. */
async function enhance(image: RgbImage, enhancements: readonly Enhancement[]): Promise<RgbImage> {
  let better = image;
  if (enhancements.includes('denoise')) better = await denoise(better);
  if (enhancements.includes('brightness')) better = normaliseBrightness(better);
  if (enhancements.includes('contrast')) better = await equaliseContrast(better);
  return better;
}

/** All embeddings of each face. */
async function embedAll(networks: Networks, photo: Pyramid, faces: readonly JudgedFace[]): Promise<Embedding[][]> {
  const perFace = faces.map((): Embedding[] => []);
  const points = faces.map(({ landmarks }) => landmarks);
  for (const { entry } of networks.files) {
    if (entry.task !== 'embed') continue;
    const embeddings = await embedFaces(await networks.open(entry.id), photo, points);
    embeddings.forEach((embedding, index) => {
      perFace[index]?.push(embedding);
    });
  }
  return perFace;
}

function assemble({ detection, landmarks, quality }: JudgedFace, embeddings: readonly Embedding[]): ExtractedFace {
  const { box, score, detectors } = detection;
  return { box, score, detectors, landmarks: landmarks.five, landmarkSpread: landmarks.spread, quality, embeddings };
}

async function withThumbnails(photo: Pyramid, faces: readonly ExtractedFace[]): Promise<ExtractedFace[]> {
  const pictured: ExtractedFace[] = [];
  for (const face of faces) pictured.push({ ...face, thumbnail: await faceThumbnail(photo, face.landmarks) });
  return pictured;
}

/** How much a face stands out: its area, weighted by its quality. */
function prominence({ detection: { box }, quality }: JudgedFace): number {
  return box.width * box.height * (1 + quality.score);
}

function startWatch(): StopWatch {
  const milliseconds = { decode: 0, detect: 0, landmarks: 0, quality: 0, embed: 0, thumbnail: 0 };
  return {
    milliseconds,
    time: async (stage, work) => {
      const start = performance.now();
      try {
        return await work();
      } finally {
        milliseconds[stage] += performance.now() - start;
      }
    },
  };
}
