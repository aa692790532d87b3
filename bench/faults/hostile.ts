import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { fakePhoto } from '../../src/testing/fake-app.ts';
import { type HostileForm, hostileForm, type SoundPhotos, soundPhotos } from '../../src/testing/hostile-forms.ts';
import { reportForm } from '../../src/testing/reports.ts';

/** What came of many hostile uploads. */
export interface HostileOutcome {
  readonly sent: number;
  /** Answers by status; `cut off` where the server closed the connection, `left` where the sender did. */
  readonly answers: Readonly<Record<string, number>>;
  /** Kinds of forms that were answered with a fault of the server, or not at all. */
  readonly faults: readonly string[];
  /** Honest reports in between, and how many of them were taken. */
  readonly honest: { readonly sent: number; readonly taken: number; readonly slowestMilliseconds: number };
}

const AT_ONCE = 8;
const HONEST_EVERY = 20;
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Send hostile forms to the public interface of a server, many at once, with honest reports in between.
 *
 * Each sender has a network of its own: limits must not be what protects the server. The server trusts
 * X-Forwarded-For of this machine, as it does by default.
 *
 * @param api address of the API, as `http://127.0.0.1:3000/api/v1`
 */
export async function hostileUploads(api: string, count: number): Promise<HostileOutcome> {
  const photos = await soundPhotos();
  const answers: Record<string, number> = {};
  const faults: string[] = [];
  const honest: number[] = [];
  let next = 0;
  let taken = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      const form = hostileForm(index, photos);
      const answer = await send(`${api}/sightings`, form, networkOf(index));
      answers[answer] = (answers[answer] ?? 0) + 1;
      if (answer.startsWith('5') || answer === 'no answer') faults.push(`${form.name}: ${answer}`);
      if (index % HONEST_EVERY !== 0) continue;
      const start = performance.now();
      if (await sendHonest(api, photos, index)) taken++;
      honest.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const slowestMilliseconds = Math.round(Math.max(...honest));
  return { sent: count, answers, faults, honest: { sent: honest.length, taken, slowestMilliseconds } };
}

async function send(url: string, { headers, body, isAborted }: HostileForm, network: string): Promise<string> {
  const sender = request(url, { method: 'POST', headers: { ...headers, 'x-forwarded-for': network } });
  const answer = new Promise<string>((resolve) => {
    sender.on('response', (response: IncomingMessage) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    sender.on('error', () => resolve(isAborted ? 'left' : 'cut off'));
    sender.on('close', () => resolve(isAborted ? 'left' : 'cut off'));
    setTimeout(() => resolve('no answer'), PATIENCE_MILLISECONDS).unref();
  });
  let isOver = false;
  const over = answer.then(() => {
    isOver = true;
  });
  for (const piece of body) {
    if (isOver) break;
    if (!sender.write(piece)) await Promise.race([once(sender, 'drain').catch(() => undefined), over]);
  }
  if (isAborted) setTimeout(() => sender.destroy(), 20);
  else sender.end();
  const outcome = await answer;
  sender.destroy();
  return outcome;
}

async function sendHonest(api: string, { jpeg }: SoundPhotos, index: number): Promise<boolean> {
  const photo = index % 2 === 0 ? jpeg : fakePhoto({ faces: [1], remark: `${index}` });
  const { status } = await fetch(`${api}/sightings`, {
    method: 'POST',
    headers: { 'x-forwarded-for': networkOf(500_000 + index) },
    body: reportForm({ seenAt: '2026-05-01T10:00' }, [photo]),
  });
  return status === 201;
}

function networkOf(index: number): string {
  return `10.${(index >> 8) & 255}.${index & 255}.${index >> 16}`;
}
