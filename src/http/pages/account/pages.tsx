import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import type { Auth } from '../../../services/accounts/auth.ts';
import type { Env } from '../../env.ts';
import { joinRoutes } from './join-routes.tsx';
import { passwordRoutes } from './password-routes.tsx';
import { secondFactorRoutes } from './second-factor-routes.tsx';
import { settingsRoutes } from './settings-routes.tsx';
import { setupRoutes } from './setup-routes.tsx';
import { signInRoutes } from './sign-in-routes.tsx';

/** Accounts: come in, sign in, look after one's own. */
export function accountPages(app: Platform, auth: Auth): Hono<Env> {
  const parts = { app, auth };
  return new Hono<Env>()
    .route('/', signInRoutes(parts))
    .route('/', secondFactorRoutes(parts))
    .route('/', joinRoutes(parts))
    .route('/', passwordRoutes(parts))
    .route('/', settingsRoutes(parts))
    .route('/', setupRoutes(parts));
}
