import { createMiddleware } from 'hono/factory';
import { AppError } from '../../core/errors.ts';
import type { Env } from '../env.ts';

/** Tools of those who look after many cases: guardians have one, and a page of their own for it. */
export const staffOnly = createMiddleware<Env>(async (c, next) => {
  const { actor } = c.var;
  if (actor.kind === 'account' && actor.role === 'guardian')
    throw new AppError('forbidden', 'This page is for the staff of an agency.');
  await next();
});
