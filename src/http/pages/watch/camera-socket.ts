import { upgradeWebSocket } from '@hono/node-server';
import type { Context } from 'hono';
import type { WSContext, WSEvents } from 'hono/ws';
import { z } from 'zod';
import { AppError, messageOf } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { subscribe } from '../../../services/live.ts';
import { openCamera } from '../../../services/watch/camera.ts';
import type { CameraSession } from '../../../services/watch/contract.ts';
import type { Env } from '../../env.ts';
import { isOwnOrigin } from '../../own-origin.ts';

/** A socket was closed for good: its page does not try again. */
const OVER = 4001;
/** Then the browser opens another, and shows that its session still holds. */
const AGAIN = 4000;
const LIFE_MILLISECONDS = 600_000;

const Query = z.object({ order: z.uuid(), source: z.uuid() });

/** What the page is told: what was seen in a frame, or what is wrong. */
type Answer =
  | { readonly faces: readonly object[]; readonly lag: number }
  | { readonly problem: string; readonly isOver: boolean };

/** Frames of a browser's camera come in, one after the other; where faces are goes out. */
export const cameraSocket = (app: Platform) =>
  upgradeWebSocket(async (c: Context<Env>): Promise<WSEvents> => {
    // Browsers let pages of others open sockets, with our cookies.
    if (!isOwnOrigin(app, c)) throw new AppError('forbidden', 'Open the page of Homeward anew and try again.');
    const { order: orderId, source: sourceId } = Query.parse(c.req.query());
    try {
      return eventsOf(app, c, await openCamera(app, c.var.actor, { orderId, sourceId }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      // A browser hides from its page why a socket was refused, so it is opened to say so.
      return { onOpen: (_, socket) => tell(socket, problemOf(app, c, error)) };
    }
  });

function eventsOf(app: Platform, c: Context<Env>, session: CameraSession): WSEvents {
  let isBusy = false;
  let end = () => {};
  return {
    onOpen(_, socket) {
      end = closeInTime(app, c, socket);
    },
    onMessage({ data }, socket) {
      // A page waits for the answer; one that does not is not answered.
      if (isBusy || !(data instanceof ArrayBuffer)) return;
      isBusy = true;
      void lookAt(app, c, { session, jpeg: new Uint8Array(data) }).then((answer) => {
        isBusy = false;
        tell(socket, answer);
      });
    },
    onClose: () => end(),
  };
}

/** Close the socket when its session ends or the server stops, and once in a while. @returns to stop waiting for it */
function closeInTime(app: Platform, c: Context<Env>, socket: WSContext): () => void {
  const life = setTimeout(() => socket.close(AGAIN), LIFE_MILLISECONDS);
  const { actor, sessionId } = c.var;
  const listen = () =>
    subscribe(app, actor, {
      ...{ topics: ['watch'], sessionId, since: app.clock() },
      tell: ({ kind }) => kind === 'ended' && socket.close(AGAIN),
    });
  try {
    const stop = listen();
    return () => {
      clearTimeout(life);
      stop();
    };
  } catch (error) {
    tell(socket, problemOf(app, c, error));
    return () => clearTimeout(life);
  }
}

interface Sent {
  readonly session: CameraSession;
  readonly jpeg: Uint8Array;
}

async function lookAt(app: Platform, c: Context<Env>, { session, jpeg }: Sent): Promise<Answer> {
  try {
    const { faces, lagMilliseconds } = await (await app.watching()).lookAt(session, jpeg, app.clock());
    return { faces: faces.map(({ box, isTracked }) => ({ ...box, isTracked })), lag: lagMilliseconds };
  } catch (error) {
    return problemOf(app, c, error);
  }
}

function problemOf(app: Platform, c: Context<Env>, error: unknown): Answer {
  const { message, text } = c.var.page.texts;
  if (error instanceof AppError) {
    const isPassing = error.code === 'unavailable' || error.code === 'too-many';
    return { problem: message(error.message), isOver: !isPassing };
  }
  app.log.error({ error: messageOf(error) }, 'a frame of a browser could not be looked at');
  return { problem: text('error.fault'), isOver: true };
}

function tell(socket: WSContext, answer: Answer): void {
  socket.send(JSON.stringify(answer));
  if ('problem' in answer && answer.isOver) socket.close(OVER);
}
