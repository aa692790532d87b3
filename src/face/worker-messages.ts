import { AppError, type ErrorCode, messageOf } from '../core/errors.ts';
import type { Extraction, ExtractOptions } from './extraction.ts';
import type { NetworkFile } from './networks.ts';
import type { Pipeline } from './pipeline.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly files: readonly NetworkFile[];
}

/** One photo to analyse. */
export interface Job {
  readonly bytes: Uint8Array;
  readonly options: ExtractOptions;
}

/** To a worker. */
export type WorkerRequest = ({ readonly kind: 'extract' } & Job) | { readonly kind: 'close' };

/** From a worker: errors as plain data, since an error's class does not survive the way between threads. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'extraction'; readonly extraction: Extraction }
  | { readonly kind: 'refusal'; readonly code: ErrorCode | null; readonly message: string };

/** Run one job; whatever goes wrong with the photo becomes an answer. */
export async function answerJob(pipeline: Pick<Pipeline, 'extractFaces'>, job: Job): Promise<WorkerAnswer> {
  try {
    return { kind: 'extraction', extraction: await pipeline.extractFaces(job.bytes, job.options) };
  } catch (error) {
    return { kind: 'refusal', code: error instanceof AppError ? error.code : null, message: messageOf(error) };
  }
}

/** The error that a refusal stands for. */
export function errorOf(refusal: Extract<WorkerAnswer, { kind: 'refusal' }>): Error {
  if (refusal.code) return new AppError(refusal.code, refusal.message);
  return new Error(`the face engine failed on this photo: ${refusal.message}`);
}
