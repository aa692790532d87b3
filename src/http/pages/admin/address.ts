import type { Context } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Env } from '../../env.ts';

/** The id in the address of a page. @throws AppError `not-found` for what is none */
export function idIn(c: Context<Env>, name = 'id'): string {
  const { data } = z.uuid().safeParse(c.req.param(name));
  if (data === undefined) throw new AppError('not-found', 'There is nothing here.');
  return data;
}

/** The part of an address after `?`, without what is empty. */
export function queryOf(values: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}
