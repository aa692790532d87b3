import { type Context, Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { createApiKey, listApiKeys, NewApiKey } from '../../../services/accounts/api-keys.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, fieldsOf, formStateOf, readForm } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { revokeRoutes } from '../admin/keys-routes.tsx';
import { AgencyKeysPage, NewKeyPage } from './keys.tsx';
import { SecretPage } from './secret.tsx';

/** Keys of the agency's own programs. */
export function agencyKeyRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('*', async (c, next) => {
      requireReach(c.var.actor, 'key.create');
      await next();
    })
    .get('/', async (c) => renderPage(c, <AgencyKeysPage keys={await listApiKeys(app, c.var.actor)} />))
    .get('/new', (c) => renderPage(c, <NewKeyPage form={EMPTY_FORM} scopes={[]} />))
    .post('/new', (c) => addKey(app, c))
    .route('/', revokeRoutes(app, '/agency'));
}

async function addKey(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  const scopes = await fieldsOf(c, 'scopes');
  try {
    const expiresInDays = values.expiresInDays === 'never' ? null : Number(values.expiresInDays);
    const { key } = await createApiKey(app, c.var.actor, NewApiKey.parse({ ...values, scopes, expiresInDays }));
    c.header('Cache-Control', 'no-store');
    return renderPage(c, <SecretPage kind="key" secret={key} back="/agency/keys" />);
  } catch (error) {
    return renderPage(c, <NewKeyPage form={formStateOf(c, values, error)} scopes={scopes} />, 422);
  }
}
