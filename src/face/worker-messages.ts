import { AppError, type ErrorCode, messageOf } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import type { Extraction, ExtractOptions } from './extraction.ts';
import type { DescribedShot, FaceShot, FrameFace } from './frame.ts';
import type { NetworkFile } from './networks.ts';
import type { Pipeline } from './pipeline.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly files: readonly NetworkFile[];
}

/** What a worker can be asked for, and what it gives. */
export interface Jobs {
  /** One photo to analyse. */
  readonly extract: { readonly asks: PhotoJob; readonly gives: Extraction };
  /** One frame of a film to look at quickly. */
  readonly frame: { readonly asks: { readonly image: RgbImage }; readonly gives: readonly FrameFace[] };
  /** The best shots of a visit to describe in full. */
  readonly shots: { readonly asks: { readonly shots: readonly FaceShot[] }; readonly gives: readonly DescribedShot[] };
}

interface PhotoJob {
  readonly bytes: Uint8Array;
  readonly options: ExtractOptions;
}

export type JobKind = keyof Jobs;

/** One thing to do, of whatever kind or of one. */
export type Job<Kind extends JobKind = JobKind> = {
  [K in Kind]: { readonly kind: K; readonly asks: Jobs[K]['asks'] };
}[Kind];

/** What a job gives. */
export type Given = Jobs[JobKind]['gives'];

/** To a worker. */
export type WorkerRequest = Job | { readonly kind: 'close' };

/** From a worker: errors as plain data, since an error's class does not survive the way between threads. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly given: Given }
  | { readonly kind: 'refusal'; readonly code: ErrorCode | null; readonly message: string };

type Doing = Pick<Pipeline, 'extractFaces' | 'findFrameFaces' | 'describeShots'>;

/** How each kind of job is done. */
const DONE_BY: { readonly [K in JobKind]: (pipeline: Doing, asks: Jobs[K]['asks']) => Promise<Jobs[K]['gives']> } = {
  extract: (pipeline, { bytes, options }) => pipeline.extractFaces(bytes, options),
  frame: (pipeline, { image }) => pipeline.findFrameFaces(image),
  shots: (pipeline, { shots }) => pipeline.describeShots(shots),
};

function done<K extends JobKind>(pipeline: Doing, job: Job<K>): Promise<Jobs[K]['gives']> {
  return DONE_BY[job.kind](pipeline, job.asks);
}

/** Run one job; whatever goes wrong with the photo becomes an answer. */
export async function answerJob(pipeline: Doing, job: Job): Promise<WorkerAnswer> {
  try {
    return { kind: 'done', given: await done(pipeline, job) };
  } catch (error) {
    return { kind: 'refusal', code: error instanceof AppError ? error.code : null, message: messageOf(error) };
  }
}

/** The error that a refusal stands for. */
export function errorOf(refusal: Extract<WorkerAnswer, { kind: 'refusal' }>): Error {
  if (refusal.code) return new AppError(refusal.code, refusal.message);
  return new Error(`the face engine failed on this photo: ${refusal.message}`);
}
