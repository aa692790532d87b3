import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Auth } from '../../../services/accounts/auth.ts';
import type { Env } from '../../env.ts';
import { authSteps } from './auth-step.ts';
import { invitationRoutes } from './invitation-routes.tsx';
import { registerRoutes } from './register-routes.tsx';
import { secondFactorRoutes } from './second-factor-routes.tsx';
import { setupRoutes } from './setup-routes.tsx';
import { signInRoutes } from './sign-in-routes.tsx';

/** Everything about one's own account, and the first set-up of a new installation. */
export function accountPages(app: Platform, auth: Auth): Hono<Env> {
  const step = authSteps(app, auth);
  return new Hono<Env>()
    .route('/', signInRoutes(step))
    .route('/', registerRoutes(app, step))
    .route('/', secondFactorRoutes(step))
    .route('/', invitationRoutes(app, step))
    .route('/', setupRoutes(app, step));
}
