import type { ExtractedFace } from '../face/extraction.ts';
import type { PhotoResult } from '../services/folders/extraction.ts';
import type { FaceJson, FacesJson } from './contracts.ts';

/** A face as `--json` shows it: everything but its embeddings, which are biometric data. */
export function faceJson({ box, score, detectors, landmarks, quality }: ExtractedFace, number: number): FaceJson {
  return {
    number,
    box: { x: tenth(box.x), y: tenth(box.y), width: tenth(box.width), height: tenth(box.height) },
    score: Number(score.toFixed(3)),
    detectors: [...detectors],
    landmarks: landmarks.map(({ x, y }) => ({ x: tenth(x), y: tenth(y) })),
    quality: { score: quality.score, components: { ...quality.components }, reasons: [...quality.reasons] },
  };
}

/** A photo as `faces --json` shows it. */
export function facesJson(result: PhotoResult): FacesJson {
  if ('problem' in result) {
    const nothing = { width: null, height: null, capturedAt: null, faces: [], refused: [], warnings: [] };
    return { photo: result.path, ...nothing, problem: result.problem };
  }
  const { photo, faces, refused } = result.extraction;
  return {
    photo: result.path,
    width: photo.width,
    height: photo.height,
    capturedAt: photo.capturedAt?.toISOString() ?? null,
    faces: faces.map((face, index) => faceJson(face, index + 1)),
    refused: refused.map(({ box, score, reason }) => ({ box: { ...box }, score, reason })),
    warnings: [...photo.warnings],
    problem: null,
  };
}

/** One object for one photo, an array for several. */
export function oneOrAll<T>(values: readonly T[]): T | readonly T[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

/** A tenth of a pixel is finer than any landmark. */
function tenth(value: number): number {
  return Number(value.toFixed(1));
}
