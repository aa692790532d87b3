import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { type LiveEvent, subscribe } from '../../../services/live.ts';
import { LIVE_TOPICS, type LiveTopic } from '../../../services/live-topics.ts';
import type { Env } from '../../env.ts';

const BEAT_SECONDS = 20;
/** Then the browser asks again, and shows that its session still holds. */
const LIFE_SECONDS = 600;
const RETRY_MILLISECONDS = 1000;

const Query = z.object({ topics: z.string().default(''), since: z.coerce.number().default(0) });

/** Server-sent events: names of topics that changed, nothing else. */
export function liveStream(app: Platform, c: Context<Env>): Response {
  const { topics, since } = Query.parse(c.req.query());
  const waiting: LiveEvent[] = [];
  let tell = (event: LiveEvent): void => void waiting.push(event);
  const stop = subscribe(app, c.var.actor, {
    topics: topics.split(',').filter(isTopic),
    sessionId: c.var.sessionId,
    since: new Date(since),
    tell: (event) => tell(event),
  });
  // For proxies in front of Homeward.
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (stream) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const send = (text: string) => void stream.write(text);
    tell = (event) => (event.kind === 'ended' ? end() : send(`data: ${event.topics.join(',')}\n\n`));
    stream.onAbort(end);
    send(`retry: ${RETRY_MILLISECONDS}\n\n`);
    for (const event of waiting) tell(event);
    const beat = setInterval(() => send(': still here\n\n'), BEAT_SECONDS * 1000);
    const life = setTimeout(end, LIFE_SECONDS * 1000);
    await ended;
    clearInterval(beat);
    clearTimeout(life);
    stop();
  });
}

function isTopic(name: string): name is LiveTopic {
  return Object.hasOwn(LIVE_TOPICS, name);
}
