import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { Env } from './env.ts';
import { pictureResponse } from './images.ts';

async function* pieces() {
  yield Buffer.from('first ');
  yield Buffer.from('second');
}

it.each([
  ['streamed', pieces()],
  ['in memory', new Uint8Array(Buffer.from('first second'))],
])('answers with a picture %s, and with the headers that were set before', async (_, content) => {
  const server = new Hono<Env>().get('/', (c) => {
    c.header('set-cookie', 'session=renewed');
    return pictureResponse(c, { content, mediaType: 'image/jpeg', bytes: 12 });
  });
  const answer = await server.request('/');
  expect(Object.fromEntries(answer.headers)).toEqual({
    'set-cookie': 'session=renewed',
    'content-type': 'image/jpeg',
    'content-disposition': 'inline',
    'content-length': '12',
    'cache-control': 'no-store',
  });
  expect(await answer.text()).toBe('first second');
});
