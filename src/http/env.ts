import type { HttpBindings } from '@hono/node-server';
import type { Actor } from '../core/actor.ts';

/** What every request carries once the middleware has run. */
export interface Env {
  Variables: {
    actor: Actor;
    /** Of the session cookie; null for API keys and the public. */
    sessionId: string | null;
    requestId: string;
  };
  /** The request and response of Node; absent in tests that call the server directly. */
  Bindings: Partial<HttpBindings>;
}
