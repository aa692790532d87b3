import { OpenAPIHono, z } from '@hono/zod-openapi';
import { AppError } from '../../core/errors.ts';
import type { Env } from '../env.ts';

/** A group of routes of the API. What does not fit its schema becomes a problem+json that names the fields. */
export function openApi(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook(result) {
      if (!result.success) throw result.error;
    },
  });
}

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'What went wrong, after RFC 9457; `detail` says what to do.' });

/** A JSON body or answer of a route. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** The body of a request. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** Errors that every route may give. */
export const PROBLEMS = {
  default: { description: 'What went wrong', content: { 'application/problem+json': { schema: Problem } } },
} as const;

/** `/cases/{id}` */
export const IdParam = z.object({ id: z.uuid('This is no id').openapi({ param: { name: 'id', in: 'path' } }) });

/** What every list takes. */
export const PageQuery = z.object({
  cursor: z.string().max(500).optional().openapi({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page; null at the end' }),
  });
}

/** A cursor is opaque to callers: the sort key of the last item, as JSON. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws AppError `invalid` for anything that encodeCursor has not made with this schema */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, schema: T): z.output<T> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new AppError('invalid', 'This cursor is damaged. Start again from the first page.', { cause });
  }
}
