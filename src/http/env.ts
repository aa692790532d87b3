import type { HttpBindings } from '@hono/node-server';
import type { Actor } from '../core/actor.ts';
import type { Viewer } from '../services/accounts/sessions.ts';
import type { Page } from './page-data.ts';

/** What every request carries once the middleware has run. */
export interface Env {
  Variables: {
    actor: Actor;
    /** Of the session cookie; null for API keys and the public. */
    sessionId: string | null;
    /** The person who is signed in with a session. */
    viewer: Viewer | null;
    requestId: string;
    /** What pages are made with; absent for the API. */
    page: Page;
  };
  /** The request and response of Node; absent in tests that call the server directly. */
  Bindings: Partial<HttpBindings>;
}
