import type { Context } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import type { Env } from '../../env.ts';

export async function listGuardianCases(_app: Platform, _c: Context<Env>): Promise<Response> {
  throw new AppError('not-found', 'There is nothing here.');
}
export async function showGuardianCase(_app: Platform, _c: Context<Env>, _id: string): Promise<Response> {
  throw new AppError('not-found', 'There is nothing here.');
}
