import type { Detection, Embedding } from '../core/face.ts';
import { decodePhoto } from './decode.ts';
import { detectFaces } from './detect.ts';
import { embedFaces } from './embed.ts';
import type { ExtractedFace, Extraction, ExtractOptions, Stage } from './extraction.ts';
import { eyeDistance } from './landmark-consensus.ts';
import { type FaceLandmarks, locateLandmarks } from './landmarks.ts';
import { createNetworks, type NetworkFile, type Networks } from './networks.ts';
import { createPyramid, type Pyramid } from './warp.ts';

/** The engine on the caller's own thread. */
export interface Pipeline {
  /** @see Engine.extractFaces */
  extractFaces(bytes: Uint8Array, options?: ExtractOptions): Promise<Extraction>;
  /** Open the networks that every photo needs, so that the first photo is as quick as the next. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

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
    warmUp: async () => {
      for (const { entry } of files) if (entry.task === 'embed') await networks.open(entry.id);
    },
    close: networks.close,
  };
}

async function extract(networks: Networks, bytes: Uint8Array, options: ExtractOptions): Promise<Extraction> {
  const watch = startWatch();
  const { image, ...photo } = await watch.time('decode', () => decodePhoto(bytes, options.limits));
  const pyramid = createPyramid(image);
  const found = await watch.time('detect', () => detectFaces(networks, pyramid, options));
  const landmarks = await watch.time('landmarks', () => locateLandmarks(networks, pyramid, found));
  const embeddings = await watch.time('embed', () => embedAll(networks, pyramid, landmarks));
  const faces = found.flatMap((face, index) => {
    const points = landmarks[index];
    return points ? [assemble(face, points, embeddings[index] ?? [])] : [];
  });
  return {
    photo: { ...photo, width: image.width, height: image.height },
    faces: faces.sort((first, second) => area(second) - area(first)),
    refused: [],
    milliseconds: watch.milliseconds,
  };
}

/** All embeddings of each face. */
async function embedAll(
  networks: Networks,
  photo: Pyramid,
  faces: readonly FaceLandmarks[],
): Promise<readonly Embedding[][]> {
  const perFace = faces.map((): Embedding[] => []);
  for (const { entry } of networks.files) {
    if (entry.task !== 'embed') continue;
    const embeddings = await embedFaces(await networks.open(entry.id), photo, faces);
    embeddings.forEach((embedding, index) => {
      perFace[index]?.push(embedding);
    });
  }
  return perFace;
}

function assemble(face: Detection, points: FaceLandmarks, embeddings: readonly Embedding[]): ExtractedFace {
  const size = Math.min(100, Math.round(eyeDistance(points.five)));
  const components = { size, sharpness: 50, exposure: 50, contrast: 50, pose: 50, occlusion: 50 };
  const { box, score, detectors } = face;
  const quality = { score: size, components, reasons: [] };
  return { box, score, detectors, landmarks: points.five, landmarkSpread: points.spread, quality, embeddings };
}

function area({ box }: { box: Detection['box'] }): number {
  return box.width * box.height;
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
