import { createInterface } from 'node:readline';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import type { RgbImage } from '../../core/face.ts';
import { filmSampler } from './film-sampler.ts';
import { infoOf, openInput, Refusal } from './input.ts';
import { type Header, Order } from './messages.ts';
import type { Sampler } from './sampler.ts';
import { streamSampler } from './stream-sampler.ts';

// One source, then the end: whoever started this process ends it.
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
Log.setLevel(AV_LOG_QUIET); // FFmpeg writes addresses with credentials into its log
try {
  await run();
  await send({ kind: 'end' });
} catch (error) {
  await send({ kind: 'failure', reason: error instanceof Refusal ? error.reason : 'unknown' });
}
process.exit(0);

async function run(): Promise<void> {
  const first = await lines.next();
  const order = Order.parse(JSON.parse(first.value ?? ''));
  const input = await openInput(order);
  const sampler: Sampler = input.isFilm ? await filmSampler(input, order) : streamSampler(input, order);
  await send({ kind: 'open', ...infoOf(input) });
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const sample = await sampler.next();
    if (!sample && input.isFilm) return;
    if (!sample) throw new Refusal('ended');
    const { image, ...rest } = sample;
    await send({ kind: 'frame', width: image.width, height: image.height, ...rest }, image);
  }
}

async function send(header: Header, image?: RgbImage): Promise<void> {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  process.stdout.write(Buffer.concat([length, text]));
  await new Promise((resolve) => process.stdout.write(image?.data ?? '', resolve));
}
