import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { receiveUpload, type UploadPlan } from './upload.ts';

const LIMITS = { files: 2, fileBytes: 200_000, totalBytes: 300_000, fields: 3, fieldBytes: 100 };

/** What is stored now: files by number. */
let kept: Map<number, Buffer>;
let seen: number;
let server: ReturnType<typeof createAdaptorServer>;
let url: string;
let app: Hono;
let plan: UploadPlan<number>;
let use: () => void;

beforeEach(async () => {
  kept = new Map();
  seen = 0;
  use = () => {};
  plan = {
    limits: LIMITS,
    store: async (content: Readable) => {
      const number = seen++;
      kept.set(number, Buffer.alloc(0));
      try {
        kept.set(number, await buffer(content));
      } catch (error) {
        kept.delete(number);
        throw error;
      }
      return number;
    },
    discard: async (number) => {
      kept.delete(number);
    },
  };
  app = new Hono();
  app.post('/', (c) =>
    receiveUpload(c, plan, async ({ fields, files }) => {
      use();
      return c.json({ fields: [...fields], files });
    }),
  );
  app.onError((error, c) =>
    c.json({ message: error.message }, error instanceof AppError && error.code === 'invalid' ? 422 : 415),
  );
  server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  server.close();
});

function form(fields: Record<string, string>, ...files: (Uint8Array | string)[]): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const [index, file] of files.entries())
    data.append('photo', new File([Uint8Array.from(Buffer.from(file))], `../../etc/passwd${index}`));
  return data;
}

const send = (body: FormData) => fetch(url, { method: 'POST', body });

describe('an upload', () => {
  it.each([
    ['through the server', (body: FormData) => send(body)],
    ['as a web request', async (body: FormData) => app.request('/', { method: 'POST', body })],
  ])('gives fields and files in order, %s', async (_, post) => {
    const response = await post(form({ place: 'Bahnhof Köln', remarks: '' }, 'first', 'second'));
    expect(await response.json()).toEqual({
      fields: [
        ['place', 'Bahnhof Köln'],
        ['remarks', ''],
      ],
      files: [
        { field: 'photo', stored: 0 },
        { field: 'photo', stored: 1 },
      ],
    });
    expect([...kept.values()].map(String)).toEqual(['first', 'second']);
  });

  it('leaves out a file input that stayed empty', async () => {
    const data = new FormData();
    data.append('photo', new File([], ''));
    expect(await (await send(data)).json()).toEqual({ fields: [], files: [] });
  });

  it.each([
    ['a file that is too large', form({}, 'small', new Uint8Array(200_001)), 'A file is larger than 200 kB.'],
    ['too much in all', form({}, new Uint8Array(199_000), new Uint8Array(199_000)), 'All photos together'],
    ['too many files', form({}, 'one', 'two', 'three'), 'Send at most 2 photos at once.'],
    ['too many fields', form({ a: '1', b: '2', c: '3', d: '4' }, 'one'), 'too many fields'],
    ['a field that is too long', form({ a: 'x'.repeat(101) }, 'one'), 'The field «a» is too long.'],
  ])('refuses %s and keeps nothing', async (_, body, message) => {
    const response = await send(body);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect(kept.size).toBe(0);
  });

  it('keeps nothing when what it is for fails', async () => {
    use = () => {
      throw new AppError('invalid', 'no such place');
    };
    expect((await send(form({}, 'one', 'two'))).status).toBe(422);
    expect([kept.size, seen]).toEqual([0, 2]);
  });

  it('asks for admission before it reads the first file, and once', async () => {
    const asked: string[][] = [];
    const admit = async (fields: URLSearchParams) => {
      asked.push([...fields.keys(), `${seen}`]);
      if (fields.get('proof') === 'wrong') throw new AppError('invalid', 'solve it again');
    };
    plan = { ...plan, admit };
    expect((await send(form({ proof: 'right' }, 'one', 'two'))).status).toBe(200);
    expect((await send(form({ proof: 'wrong' }, 'one', new Uint8Array(150_000)))).status).toBe(422);
    expect((await send(form({ proof: 'wrong' }))).status).toBe(422);
    expect(asked).toEqual([
      ['proof', '0'],
      ['proof', '2'],
      ['proof', '2'],
    ]);
    expect(kept.size).toBe(2);
  });

  it('says that it wants a form', async () => {
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(415);
    const headers = { 'content-type': 'multipart/form-data' };
    expect((await fetch(url, { method: 'POST', body: 'x', headers })).status).toBe(422);
  });

  it.each([
    ['cut off', '--b\r\ncontent-disposition: form-data; name="photo"; filename="x"\r\n\r\nhalf'],
    ['without end', '--b\r\ncontent-disposition: form-data; name="place"\r\n\r\nhere'],
    ['with another boundary', '--other\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--other--'],
    ['with endless headers', `--b\r\n${'x'.repeat(20_000)}: y\r\n\r\n`],
    ['of noise', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256)).toString('latin1')],
  ])('refuses a form %s', async (_, body) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await fetch(url, { method: 'POST', body, headers });
    expect(response.status).toBe(422);
    expect(kept.size).toBe(0);
  });

  it('keeps nothing of a sender who goes away', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' };
    const sender = request(url, { method: 'POST', headers }).on('error', () => {});
    sender.write('--b\r\ncontent-disposition: form-data; name="photo"; filename="x"\r\n\r\n');
    sender.write(Buffer.alloc(50_000));
    await expect.poll(() => kept.size).toBe(1);
    sender.destroy();
    await expect.poll(() => kept.size).toBe(0);
  });

  it('stops an endless form, and goes on serving', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' };
    const sender = request(url, { method: 'POST', headers }).on('error', () => {});
    sender.write('--b\r\ncontent-disposition: form-data; name="photo"; filename="x"\r\n\r\n');
    let isOver = false;
    const over = once(sender, 'response').then(([response]: IncomingMessage[]) => {
      isOver = true;
      expect(response?.statusCode).toBe(422);
    });
    while (!isOver) {
      sender.write(Buffer.alloc(65_536));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await over;
    sender.destroy();
    expect((await send(form({}, 'one'))).status).toBe(200);
    expect([...kept.values()].map(String)).toEqual(['one']);
  });
});
