import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { ApiKey } from '../../../db/api-keys.ts';
import type { Platform } from '../../../platform.ts';
import { listApiKeys, revokeApiKey } from '../../../services/accounts/api-keys.ts';
import { ChangeReason } from '../../../services/accounts/reasons.ts';
import { requireReach } from '../../../services/policy.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { redirectWith, renderPage, usePage } from '../../page.tsx';
import { idIn } from './address.ts';
import { loadAgencies } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';
import { Keys } from './keys.tsx';
import { ReasonField } from './parts.tsx';

/** The keys of everybody's programs, for whoever must revoke one. */
export function keyRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('*', async (c, next) => {
      requireReach(c.var.actor, 'account.change-role');
      await next();
    })
    .get('/', async (c) => {
      const keys = await listApiKeys(app, c.var.actor);
      return renderPage(c, <KeysPage keys={keys} agencies={await loadAgencies(app, c.var.actor)} />);
    })
    .route('/', revokeRoutes(app, '/admin'));
}

const KeysPage = ({ keys, agencies }: { keys: readonly ApiKey[]; agencies: ReadonlyMap<string, string> }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.keys')} lede={t('admin.keys-lede')}>
      <Keys base="/admin" keys={keys} agencies={agencies} />
    </Frame>
  );
};

/** Take a key back: asks why first. */
export function revokeRoutes(app: Platform, base: Base): Hono<Env> {
  return new Hono<Env>()
    .get('/:id/revoke', (c) => showRevoke(app, c, { base, form: EMPTY_FORM }))
    .post('/:id/revoke', async (c) => {
      const values = await readForm(c);
      try {
        const { reason } = z.object({ reason: ChangeReason }).parse(values);
        await revokeApiKey(app, c.var.actor, idIn(c), reason);
      } catch (error) {
        return showRevoke(app, c, { base, form: formStateOf(c, values, error) });
      }
      return redirectWith(c, `${base}/keys`, 'admin.done-revoked');
    });
}

async function showRevoke(
  app: Platform,
  c: Context<Env>,
  { base, form }: { readonly base: Base; readonly form: FormState },
): Promise<Response> {
  const id = idIn(c);
  const key = (await listApiKeys(app, c.var.actor)).find((each) => each.id === id);
  if (!key) throw new AppError('not-found', 'There is no such key.');
  return renderPage(c, <RevokePage base={base} apiKey={key} form={form} />, form === EMPTY_FORM ? 200 : 422);
}

const RevokePage = ({ base, apiKey, form }: { base: Base; apiKey: ApiKey; form: FormState }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.revoke-title')}>
      <ConfirmForm
        action={`${base}/keys/${apiKey.id}/revoke`}
        title={apiKey.name}
        explanation={t('admin.revoke-means')}
        submit={t('admin.revoke')}
        cancel={`${base}/keys`}
        form={form}
        isDanger
      >
        <ReasonField form={form} />
      </ConfirmForm>
    </Frame>
  );
};
