import type { Context } from 'hono';
import type { Env } from './env.ts';

/** Something long that is read piece by piece. */
export interface Ranged {
  readonly bytes: number;
  readonly mediaType: string;
  read(range: { readonly start: number; readonly length: number }): Promise<AsyncGenerator<Buffer>>;
}

/** Answer with the part that was asked for (RFC 9110, section 14), so that a player may jump. Never from a cache. */
export async function rangeResponse(c: Context<Env>, { bytes, mediaType, read }: Ranged): Promise<Response> {
  const header = c.req.header('range');
  const range = header === undefined ? { start: 0, end: bytes - 1 } : rangeOf(header, bytes);
  const headers = { 'accept-ranges': 'bytes', 'cache-control': 'no-store', 'content-type': mediaType };
  if (range === null) return c.body(null, 416, { ...headers, 'content-range': `bytes */${bytes}` });
  const length = range.end - range.start + 1;
  const content = ReadableStream.from(await read({ start: range.start, length }));
  return c.body(content, header === undefined ? 200 : 206, {
    ...headers,
    'content-disposition': 'inline',
    'content-length': String(length),
    ...(header !== undefined && { 'content-range': `bytes ${range.start}-${range.end}/${bytes}` }),
  });
}

/** @returns first and last byte; null for what cannot be answered. Of several ranges the first is taken */
export function rangeOf(header: string, bytes: number): { start: number; end: number } | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)(?:,|$)/.exec(header.replaceAll(' ', '')) ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(bytes - 1, Number(to));
  return start <= end && start < bytes ? { start, end } : null;
}
