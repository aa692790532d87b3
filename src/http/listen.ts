import type { AddressInfo, Server } from 'node:net';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { httpServer } from './server.ts';

export interface Listening {
  readonly port: number;
  /** Answer what is being asked, take nothing new. */
  close(): Promise<void>;
}

/** Five photos over a poor line; a sender that falls silent is cut off much earlier, by the upload itself. */
const SLOWEST_UPLOAD_MILLISECONDS = 30 * 60_000;

/** A frame of a browser's camera; larger messages close the socket. */
const MOST_MESSAGE_BYTES = 1_000_000;

type Options = Parameters<typeof serve>[0];
type Fetch = Options['fetch'];
/** The types of the two packages say the same in other words. */
type Sockets = NonNullable<Options['websocket']>['server'];

/** Open the port. @throws AppError `unavailable` when it is taken or not allowed */
export async function listen(app: Platform): Promise<Listening> {
  const { host, port } = app.config;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  const place = { host, port, setting: 'HOMEWARD_PORT' };
  const listening = await open(httpServer(app).fetch, place, sockets);
  return {
    port: listening.port,
    async close() {
      // Answers that never end by themselves.
      await app.live.close();
      for (const socket of sockets.clients) socket.terminate();
      await listening.close();
    },
  };
}

/** Open the port for Prometheus, where one is set. @throws AppError `unavailable` */
export async function listenForMetrics({ config, metrics }: Platform): Promise<Listening | null> {
  if (config.metricsPort === null) return null;
  const { registry } = metrics;
  const pages = new Hono().get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return open(pages.fetch, { host: config.host, port: config.metricsPort, setting: 'HOMEWARD_METRICS_PORT' });
}

interface Place {
  readonly host: string;
  readonly port: number;
  /** Where the port is set, for whoever reads that it is taken. */
  readonly setting: string;
}

async function open(fetch: Fetch, place: Place, sockets?: WebSocketServer): Promise<Listening> {
  const server = await new Promise<Server>((resolve, reject) => {
    const serverOptions = { requestTimeout: SLOWEST_UPLOAD_MILLISECONDS };
    const options = {
      fetch,
      hostname: place.host,
      port: place.port,
      serverOptions,
      ...(sockets && { websocket: { server: sockets as unknown as Sockets } }),
    };
    const starting = serve(options, () => resolve(starting as Server));
    starting.once('error', (cause: NodeJS.ErrnoException) => reject(explain(cause, place)));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      if ('closeIdleConnections' in server) (server as { closeIdleConnections(): void }).closeIdleConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

function explain(cause: NodeJS.ErrnoException, { host, port, setting }: Place): AppError {
  const why = cause.code === 'EADDRINUSE' ? 'another program already listens there' : cause.message;
  return new AppError('unavailable', `Cannot listen on ${host}:${port}: ${why}. Set ${setting} to another port.`, {
    cause,
  });
}
