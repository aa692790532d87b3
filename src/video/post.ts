import { setTimeout as pause } from 'node:timers/promises';
import type { AllowedHosts } from '../adapters/allowed-hosts.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import type { SourceAddress, SourceStateName, WatchedSource } from '../services/watch/contract.ts';
import { tellSourceBack, tellSourceLost } from '../services/watch/operators.ts';
import { writeState } from '../services/watch/states.ts';
import { openBackOff } from './back-off.ts';
import { type FrameOrigin, openFrames } from './frames.ts';
import type { Look } from './look.ts';
import { openPulse } from './pulse.ts';

/** One source that is watched: a camera for all its orders at once, a film for one order. */
export interface Post {
  readonly address: SourceAddress;
  /** Under which orders; a camera's come and go while it runs. */
  readonly orders: () => readonly WatchedSource[];
}

export interface PostParts {
  readonly look: Look;
  readonly allowed: AllowedHosts;
  /** After so long without a picture the people in charge are told. */
  readonly lostMilliseconds?: number;
}

/** A running post. */
export interface RunningPost {
  /** Newest picture, nobody in it can be known. */
  still(): Uint8Array | null;
  close(): Promise<void>;
}

const LOST_MILLISECONDS = 120_000;
const REPORT_MILLISECONDS = 2000;

/** It showed pictures for so long: the next trouble is a new one. */
const STEADY_MILLISECONDS = 30_000;

/**
 * Watch one source until it is closed: connect, look, and connect again with ever longer pauses.
 *
 * Whatever goes wrong here stays here: it becomes the source's state, and the other sources know nothing of it.
 */
export function startPost(app: Platform, post: Post, parts: PostParts): RunningPost {
  const stop = new AbortController();
  const pulse = openPulse(app.clock);
  const context: Context = { app, post, parts, pulse, signal: stop.signal };
  const running = Promise.all([keepWatching(context), keepReporting(context)]);
  return {
    still: pulse.still,
    close: async () => {
      stop.abort();
      await running;
      await report(context);
    },
  };
}

interface Context {
  readonly app: Platform;
  readonly post: Post;
  readonly parts: PostParts;
  readonly pulse: ReturnType<typeof openPulse>;
  readonly signal: AbortSignal;
}

async function keepWatching(context: Context): Promise<void> {
  const { pulse, signal, post } = context;
  const backOff = openBackOff();
  while (!signal.aborted) {
    const began = Date.now();
    pulse.become(pulse.state() === 'waiting' ? 'connecting' : pulse.state());
    const end = await watchOnce(context).catch((error: unknown) => endOf(context, error));
    if (signal.aborted) break;
    pulse.become(end.state, end.message);
    if (post.address.kind === 'file' && end.state !== 'lost') break; // seen to its end, or no film at all
    if (Date.now() - began > STEADY_MILLISECONDS) backOff.reset();
    await pause(backOff.next(), undefined, { signal }).catch(() => undefined);
  }
}

interface End {
  readonly state: SourceStateName;
  readonly message: string | null;
}

async function watchOnce({ app, post, parts, pulse, signal }: Context): Promise<End> {
  const [first] = post.orders();
  const frames = await openFrames(originOf(post.address, parts.allowed), {
    fromSeconds: first?.positionSeconds ?? 0,
    signal,
  });
  try {
    await parts.look(pulse.tap(frames), post.orders, pulse.seen);
    return post.address.kind === 'file'
      ? { state: 'ended', message: null }
      : { state: 'lost', message: 'The camera ended the stream.' };
  } finally {
    await frames.close();
    app.log.debug({ source: first?.sourceId }, 'a source was closed');
  }
}

/** A fault that a person must mend is «refused»; all else passes by itself: «lost». */
function endOf({ app, post }: Context, error: unknown): End {
  if (error instanceof AppError)
    return { state: error.code === 'invalid' ? 'refused' : 'lost', message: error.message };
  app.log.error({ error: messageOf(error), source: post.orders()[0]?.sourceId }, 'watching a source failed');
  return { state: 'lost', message: 'Something went wrong in the server; its log says more. It tries again by itself.' };
}

function originOf(address: SourceAddress, allowed: AllowedHosts): FrameOrigin {
  return address.kind === 'file'
    ? { kind: 'file', film: address.film, startedAt: address.film.startedAt }
    : { kind: 'stream', url: address.url, allowed };
}

/** Writes the state every two seconds, and tells people when a camera stays dark, and when it is back. */
async function keepReporting(context: Context): Promise<void> {
  const { app, post, signal } = context;
  const telling = openTelling(context);
  while (!signal.aborted) {
    await report(context);
    try {
      const [first] = post.orders();
      if (first && post.address.kind === 'stream') await telling(first.sourceId);
    } catch (error) {
      app.log.warn({ error: messageOf(error) }, 'nobody could be told of a camera');
    }
    await pause(REPORT_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
}

function openTelling({ app, parts, pulse }: Context): (sourceId: string) => Promise<void> {
  const patience = parts.lostMilliseconds ?? LOST_MILLISECONDS;
  // «Back» once after a start as well: whoever watched before may have told that it was lost.
  let isDark = true;
  let isTold = false;
  return async (sourceId) => {
    if (pulse.state() === 'watching') {
      if (isDark) await tellSourceBack(app, sourceId);
      [isDark, isTold] = [false, false];
      return;
    }
    isDark = true;
    if (isTold || pulse.darkMilliseconds() < patience) return;
    await tellSourceLost(app, sourceId);
    isTold = true;
  };
}

async function report({ app, post, pulse }: Context): Promise<void> {
  const [first] = post.orders();
  if (!first) return;
  try {
    await writeState(app, { orderId: first.orderId, sourceId: first.sourceId }, pulse.read());
  } catch (error) {
    app.log.warn({ error: messageOf(error) }, 'the state of a source could not be written');
  }
}
