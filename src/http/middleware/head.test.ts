import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { Env } from '../env.ts';
import { pictureResponse } from '../images.ts';
import { head } from './head.ts';

it('closes the file of a picture whose head alone is asked for', async () => {
  let isClosed = false;
  async function* file() {
    try {
      yield Buffer.alloc(0);
      yield Buffer.from('picture');
    } finally {
      isClosed = true;
    }
  }
  const app = new Hono<Env>().use(head).get('/picture', async (c) => {
    const content = file();
    // As the store hands them out: begun, so that leaving them closes the file.
    await content.next();
    return pictureResponse(c, { content, mediaType: 'image/jpeg', bytes: 7 });
  });
  const answer = await app.request('/picture', { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '7', '']);
  expect(isClosed).toBe(true);
});
