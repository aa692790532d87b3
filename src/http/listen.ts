import type { AddressInfo, Server } from 'node:net';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import { httpServer } from './server.ts';

export interface Listening {
  readonly port: number;
  /** Answer what is being asked, take nothing new. */
  close(): Promise<void>;
}

/** Open the port. @throws AppError `unavailable` when it is taken or not allowed */
export async function listen(app: Platform): Promise<Listening> {
  const { host: hostname, port } = app.config;
  const server = await new Promise<Server>((resolve, reject) => {
    const starting = serve({ fetch: httpServer(app).fetch, hostname, port }, () => resolve(starting as Server));
    starting.once('error', (cause: NodeJS.ErrnoException) => reject(explain(cause, hostname, port)));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      if ('closeIdleConnections' in server) (server as { closeIdleConnections(): void }).closeIdleConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): AppError {
  const why = cause.code === 'EADDRINUSE' ? 'another program already listens there' : cause.message;
  return new AppError('unavailable', `Cannot listen on ${host}:${port}: ${why}. Set HOMEWARD_PORT to another port.`, {
    cause,
  });
}
